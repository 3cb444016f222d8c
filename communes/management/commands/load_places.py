from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communes.actions import places
from communes.differences import Difference
from communes.management.difference_report import lines
from communes.official_list import ListError, read
from literacy_portal.kit.periods import today


class Command(BaseCommand):
    help = (
        "Load the provinces, communes, former communes and ethnic groups that the portal brings along (adds what is missing, "
        "touches nothing else). With --from FILE: show what a newer official list changes, and write it with --apply."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="file", type=Path, help="An export of the official list, .xlsx or .csv.")
        parser.add_argument("--apply", action="store_true", help="Write the difference.")
        parser.add_argument("--whole-country", action="store_true", help="Close what the file lacks, in every province.")
        parser.add_argument("--day", type=date.fromisoformat, help="The day from which it holds (2026-05-01); else today.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"]:
            self.newer_list(**options)
        else:
            self.own_facts()

    def own_facts(self) -> None:
        loaded = places.load_facts(by=None)
        for name, count in vars(loaded).items():
            self.stdout.write(f"{name.replace('_', ' ')}: {count} added")
        if not loaded.total():
            self.stdout.write("Everything was there already: 0 rows written.")

    def newer_list(self, *, file: Path, apply: bool, whole_country: bool, day: date | None, **options: Any) -> None:
        try:
            wanted = read(file)
        except ListError as error:
            raise CommandError(f"{file.name}: {error}") from error
        found = self.difference(wanted, apply, whole_country, day or today())
        for line in lines(found):
            self.stdout.write(line)
        if found:
            self.stdout.write("Written." if apply else "Nothing was written. Add --apply to write it.")

    def difference(self, wanted: Any, apply: bool, whole_country: bool, day: date) -> Difference:
        if apply:
            return places.apply(wanted=wanted, day=day, by=None, whole_country=whole_country)
        return places.compare(wanted, whole_country=whole_country)
