"""A roster from a shell: what it would do, or doing it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from accounts.models import User
from communes.actions.roster_apply import apply_import
from communes.actions.roster_begin import begin_import, cancel_import, choose, confirm_import
from communes.actions.roster_plan import read_import
from communes.models import Commune, RosterImport, Village
from communes.roster_import import refusals
from communes.roster_import.answer import report
from communes.roster_import.decoding import AS_IT_STANDS, WHOLE_FILE
from communes.roster_import.proposal import propose
from communes.roster_import.reader import read
from communes.roster_import.refusals import RefusalError
from communes.roster_import.rows import Choices
from communes.roster_import.sandbox.fonts import TCVN3, VNI

COMMAND_LINE = "command-line"


class Command(BaseCommand):
    """Exits with 1 when the file is refused, or rows are in error and nobody said that they stay out."""

    help = "Import a village roster from a workbook, or show what it would change (--dry-run)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The workbook.")
        parser.add_argument("--place", required=True, help="Code of the commune (5 digits) or of the village (8 digits).")
        parser.add_argument("--dry-run", action="store_true", help="Write nothing.")
        parser.add_argument("--json", action="store_true", help="Print the plan as JSON.")
        parser.add_argument("--leave-out-errors", action="store_true", help="Import the good rows, leave the others out.")
        parser.add_argument(
            "--decoding", choices=[TCVN3, VNI, AS_IT_STANDS], help="How columns in an old font are read, where the file has any."
        )
        parser.add_argument("--by", help=f"User name of who answers for it (default: {COMMAND_LINE}, who cannot sign in).")

    def handle(self, *args: Any, **options: Any) -> None:
        commune, village = _place(options["place"])
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"cannot read the file: {error.strerror}") from error
        try:
            decoding = {WHOLE_FILE: options["decoding"]} if options["decoding"] else {}
            proposal = propose(read(content), commune, Choices(village=village.pk if village else "", decoding=decoding))
        except RefusalError as refusal:
            with translation.override("en"):
                raise CommandError(refusal.message) from refusal
        self._print(report(proposal.plan), as_json=options["json"])
        if options["dry_run"]:
            return
        if any(found.code == "decoding_undecided" for _rows, row in proposal.plan.errors for found in row.findings):
            raise CommandError("columns are in an old font: say --decoding tcvn3, vni or none. Nothing was changed.")
        if proposal.plan.errors and not options["leave_out_errors"]:
            raise CommandError("rows are in error: correct them, or say --leave-out-errors. Nothing was changed.")
        self._import(_user(options["by"]), commune, village, options["file"].name, content, decoding)

    def _import(  # noqa: PLR0917 -- a file, where it goes and whose it is
        self, by: User, commune: Commune, village: Village | None, name: str, content: bytes, decoding: dict[str, str]
    ) -> None:
        roster_import = begin_import(by=by, commune=commune, village=village, file_name=name, content=content, wake=False)
        read_import(roster_import.pk)
        roster_import.refresh_from_db()
        if roster_import.state == RosterImport.State.UNREADABLE:
            raise CommandError(refusals.message(roster_import.refusal["code"], roster_import.refusal["params"]))
        if decoding:
            _decide(by, roster_import, village, decoding)
        confirm_import(
            by=by, roster_import=roster_import, fingerprint=roster_import.fingerprint, leave_out_errors=True, wake=False
        )
        apply_import(roster_import.pk)
        roster_import.refresh_from_db()
        if roster_import.state != RosterImport.State.APPLIED:
            cancel_import(by=by, roster_import=roster_import)
            raise CommandError(f"not applied ({roster_import.state}); nothing was changed.")
        self.stderr.write(f"applied: {roster_import.pk}")

    def _print(self, figures: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(figures, indent=2))
            return
        for subject in ("households", "residents"):
            counted = ", ".join(f"{number} {verdict}" for verdict, number in figures[subject].items())
            self.stdout.write(f"{subject}: {counted}")
        self.stdout.write(f"errors: {figures['errors']}, warnings: {figures['warnings']}, rows passed over: {figures['skipped']}")
        for error in figures["errors_by_row"]:
            self.stdout.write(f"  sheet {error['sheet']}, row {error['row']}: {', '.join(error['findings'])}")


def _decide(by: User, roster_import: RosterImport, village: Village | None, decoding: dict[str, str]) -> None:
    """How the old fonts are read is a decision like one made on the page, and is kept as one."""
    day, year = roster_import.day, roster_import.year
    if day is None or year is None:
        raise CommandError(f"not planned ({roster_import.state}); nothing was changed.")
    choose(
        by=by,
        roster_import=roster_import,
        columns={},
        villages={},
        village=village,
        day=day,
        year=year,
        decoding=decoding,
        wake=False,
    )
    read_import(roster_import.pk)
    roster_import.refresh_from_db()


def _place(code: str) -> tuple[Commune, Village | None]:
    village = Village.objects.select_related("commune").filter(pk=code).first()
    commune = village.commune if village else Commune.objects.filter(pk=code).first()
    if commune is None:
        raise CommandError(f"no commune or village has the code {code}")
    return commune, village


def _user(username: str | None) -> User:
    if username:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"no user is called {username}")
        return user
    user, created = User.objects.get_or_create(username=COMMAND_LINE, defaults={"full_name": "Command line", "is_active": False})
    if created:
        user.set_unusable_password()
        user.save()
    return user
