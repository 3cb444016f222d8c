from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communes import facts
from communes.actions import places
from communes.management.difference_report import lines
from communes.official_list import ListError, read


class Command(BaseCommand):
    help = "Show how the provinces and communes in the database differ from the portal's own files or from FILE. Writes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="file", type=Path, help="An export of the official list, .xlsx or .csv.")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        try:
            wanted = read(file) if file else facts.place_list()
        except ListError as error:
            raise CommandError(f"{file}: {error}") from error
        for line in lines(places.compare(wanted, whole_country=not file)):
            self.stdout.write(line)
