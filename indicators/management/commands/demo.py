from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from indicators.actions import demo, demo_reports
from indicators.demo import PASSWORD
from indicators.demo.crews import ACCOUNTS


class Command(BaseCommand):
    help = "Load the demonstration: real places, invented people, months of visits that end today, one account per role."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="Empty the portal of people, teams and users first.")

    def handle(self, *args: Any, fresh: bool, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demonstration has a password that everyone knows. It is never loaded in production.")
        if fresh:
            demo.wipe()
        if demo.is_loaded():
            self.stdout.write("The demonstration is there already.")
        else:
            self.load()
        self.accounts()

    def load(self) -> None:
        started = monotonic()
        try:
            counts = demo.load(now=timezone.now(), tell=self.stdout.write)
        except demo.NotEmpty as refusal:
            raise CommandError("The portal holds villages already; the demonstration goes into an empty one.") from refusal
        for model, count in counts.items():
            self.stdout.write(f"{count:>8} {model._meta.verbose_name_plural}")  # noqa: SLF001 -- Django's documented door
        self.stdout.write(f"Written in {monotonic() - started:.0f} s. Counting …")
        villages, differences = demo.count()
        reports = demo_reports.report(now=timezone.now())
        self.stdout.write(
            f"{villages} villages counted; a second count found {differences} differences. {monotonic() - started:.0f} s in all."
        )
        self.stdout.write(f"{reports} reports of communes.")

    def accounts(self) -> None:
        self.stdout.write(f"Accounts: {', '.join(ACCOUNTS)}. Password of each: {PASSWORD}")
