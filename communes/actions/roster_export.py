"""People leave the portal in a file: each time with a line in the audit trail."""

from collections.abc import Iterator
from typing import IO

from django.db import transaction

from accounts import audit
from accounts.models import User
from communes.models import Commune, Residence, RosterFile, RosterImport, Village
from communes.roster_import.clean_layout import Sheet, sheet_of
from communes.roster_import.export import as_csv, as_workbook
from communes.scope import Scope
from literacy_portal.kit.periods import today


@transaction.atomic
def export_roster(*, by: User, scope: Scope, commune: Commune, village: Village | None, kind: str) -> IO[bytes] | Iterator[str]:
    """The roster of a village, or of the commune, as "xlsx" (a file) or "csv" (its lines), as of today.

    Only residences within `scope` come out. An empty roster is an empty list with its titles.
    """
    sheet: Sheet = sheet_of(Residence.objects.within(scope), commune, village, today())
    audit.record(
        "roster.export",
        by=by,
        target=village or commune,
        place=village.pk if village else commune.pk,
        kind=kind,
        people=sheet.people.count(),
    )
    return as_csv(sheet) if kind == "csv" else as_workbook(sheet)


@transaction.atomic
def take_kept_file(*, by: User, roster_import: RosterImport) -> bytes | None:
    """The workbook of an import that is over, as it was sent; None where it is not kept, or its key is gone."""
    over = (RosterImport.State.APPLIED, RosterImport.State.UNDOING, RosterImport.State.UNDONE)
    kept = RosterFile.objects.filter(roster_import=roster_import, roster_import__state__in=over).defer("cells").first()
    if kept is None or kept.content is None:
        return None
    audit.record("roster.take_file", by=by, target=roster_import, place=roster_import.commune_id, bytes=len(kept.content))
    return bytes(kept.content)
