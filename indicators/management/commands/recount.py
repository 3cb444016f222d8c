from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communes.models import Commune, Province, Village
from communes.models.places import COUNTRY
from indicators.actions import proof
from indicators.queries.days import counting_day


class Command(BaseCommand):
    """`manage.py recount [--check] [--place CODE] [--day DAY]`: the proof that stored figures are true."""

    help = "Counts every figure of every day beside what is stored. Prints and repairs what differs; with --check prints only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="repair nothing; exit with 1 when a figure differs")
        parser.add_argument(
            "--place", default=COUNTRY, metavar="CODE", help="a village, commune or province with all in it; default: all"
        )
        parser.add_argument(
            "--day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="only as of the end of this day; default: every day"
        )

    def handle(self, *, check: bool, place: str, day: date | None, **options: Any) -> None:
        if not exists(place):
            raise CommandError(f"There is no place with the code {place}.", returncode=2)
        if day and day > counting_day():
            raise CommandError(f"Figures are counted up to {counting_day()}.", returncode=2)
        differences = proof.prove(place=place, day=day, repairing=not check)
        for difference in differences:
            self.stdout.write(str(difference))
        days = f"as of {day}" if day else f"of every day up to {counting_day()}"
        self.stdout.write(f"{place}: {len(differences)} figures differ from a recount of everything {days}.")
        if check and differences:
            raise CommandError("What is stored is not what a recount gives.", returncode=1)


def exists(place: str) -> bool:
    """Whether the code names the country, a province, a commune or a village."""
    return place == COUNTRY or any(model.objects.filter(code=place).exists() for model in (Village, Commune, Province))
