"""The worker reads a file and keeps the plan of what it would do."""

import json
import logging
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import connection, transaction

from communes.models import PlannedRow, RosterFile, RosterImport
from communes.roster_import import staging
from communes.roster_import.answer import FIELDS, planned_rows
from communes.roster_import.plan import counts_of
from communes.roster_import.progress import tell
from communes.roster_import.proposal import Proposal, propose
from communes.roster_import.reader import Table, read
from communes.roster_import.refusals import RefusalError
from communes.roster_import.rows import Choices

State = RosterImport.State
logger = logging.getLogger(__name__)
_ONE_WORKER_PER_IMPORT = 7302


@transaction.atomic
def read_import(roster_import: UUID) -> None:
    """Reads and plans an import that waits for it; does nothing when it waits no more or another worker has it."""
    if not take(roster_import):
        return
    current = RosterImport.objects.select_related("commune").filter(pk=roster_import, state=State.READING).first()
    if current is None:
        return
    try:
        with transaction.atomic():
            store(current, propose_again(current))
    except RefusalError as refusal:
        _refuse(current, refusal)
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 -- a file that no one foresaw must not come back for ever
        # Its type only: the message and the trace may quote a cell.
        logger.error(  # noqa: TRY400
            "roster_not_planned",
            extra={"import": str(current.pk), "reason": type(error).__name__},
        )
        _refuse(current, RefusalError("unexpected"))


def take(roster_import: UUID) -> bool:
    """Whether this transaction is the one that works on the import; a second worker leaves it alone."""
    with connection.cursor() as cursor:
        key = roster_import.int & 0x7FFFFFFF
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_ONE_WORKER_PER_IMPORT, key])
        return bool(cursor.fetchone()[0])


def propose_again(current: RosterImport) -> Proposal:
    """The plan of an import on the roster as it stands now.

    Raises:
        RefusalError: the file cannot be read or understood.
    """
    tables = _tables(current)
    tell(current.pk, "planning", 0, sum(len(table.rows) for table in tables))
    choices = Choices.from_json(current.choices, current.village_id or "")
    return propose(tables, current.commune, choices, day=current.day, year=current.year)


def _tables(current: RosterImport) -> list[Table]:
    """The cells, read once; the bytes are forgotten as soon as they are read."""
    file = RosterFile.objects.get(roster_import=current)
    if file.tables is None:
        tell(current.pk, "reading")
        tables = read(bytes(file.content or b""))
        file.content, file.tables = None, [table.as_json() for table in tables]
        file.save()
    return [Table.from_json(stored) for stored in file.tables]


def store(current: RosterImport, proposal: Proposal) -> None:
    """Keeps a plan for the page, in place of an earlier one, and waits for the user's decision."""
    plan = proposal.plan
    current.day, current.year = plan.day, plan.year
    current.understood = [*proposal.understood]
    current.counts = {**counts_of(plan), "labels": proposal.labels, "writes": plan.writes}
    current.fingerprint = plan.fingerprint()
    current.refusal = {}
    current.state = State.PLANNED
    current.save()
    PlannedRow.objects.filter(roster_import=current).delete()
    rows = ({**row, "roster_import": current.pk, "position": position} for position, row in enumerate(planned_rows(plan)))
    staging.insert(PlannedRow, FIELDS, ([_stored(row[field]) for field in FIELDS] for row in rows))


def _stored(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _refuse(current: RosterImport, refusal: RefusalError) -> None:
    current.state = State.UNREADABLE
    current.refusal = {"code": refusal.code, "params": refusal.params}
    current.save()
    RosterFile.objects.filter(roster_import=current).delete()
