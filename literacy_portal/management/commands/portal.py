"""`manage.py portal`: everything that makes the portal run on one machine, for demonstration and development."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from literacy_portal.supervisor import PortalError, Supervisor


class Command(BaseCommand):
    """Prepare, then run web server, worker and clock until Ctrl-C."""

    help = "Prepares the database and runs the web server, the worker and its clock together. PORT= chooses the port."
    # Checks run inside, in their turn and with a word about it.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until stopped; exit status 1 with a sentence where something is wrong."""
        try:
            Supervisor().run()
        except PortalError as trouble:
            raise CommandError(str(trouble)) from trouble
