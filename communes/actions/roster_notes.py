"""A roster goes back to whoever sent it, with the portal's notes in it: each time with a line in the audit trail."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from communes.models import RosterFile, RosterImport
from communes.queries import names_in, rows_with_notes
from communes.roster_import.annotate import Answer, Sent, annotated
from communes.roster_import.bounds import bounds
from communes.roster_import.notes import notes_of
from communes.roster_import.packing import unpack
from communes.roster_import.wording import describe


@transaction.atomic
def take_annotated(*, by: User, roster_import: RosterImport) -> Answer | None:
    """The workbook of a plan that waits for its decision, with notes in the language of the moment; None when it is too late."""
    file = RosterFile.objects.filter(roster_import=roster_import, roster_import__state=RosterImport.State.PLANNED).first()
    if file is None or file.cells is None:
        return None
    understood = roster_import.understood
    rows = describe(rows_with_notes(roster_import), names_in(roster_import.commune))
    notes = notes_of(rows, roster_import.choices.get("cells", {}), understood)
    answer = annotated(Sent(roster_import.file_name, file.content, unpack(file.cells), understood), notes, bounds())
    audit.record(
        "roster.take_notes",
        by=by,
        target=roster_import,
        place=roster_import.commune_id,
        bytes=len(answer.content),
        rows=len(rows),
    )
    return answer
