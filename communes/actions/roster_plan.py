"""The worker reads a file and keeps the plan of what it would do."""

import gc
import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import connection, transaction

from communes.models import PlannedRow, RosterFile, RosterImport
from communes.models.sealed import write_sealed
from communes.roster_import import staging
from communes.roster_import.answer import FIELDS, IN_JSON, planned_rows
from communes.roster_import.apply import state_of
from communes.roster_import.packing import pack, unpack
from communes.roster_import.plan import counts_of
from communes.roster_import.progress import tell
from communes.roster_import.proposal import Proposal, propose
from communes.roster_import.reader import Table, read
from communes.roster_import.refusals import RefusalError
from communes.roster_import.rows import Choices
from communes.roster_import.writes import packed_writes

State = RosterImport.State
logger = logging.getLogger(__name__)
_ONE_WORKER_PER_IMPORT = 7302
_values = itemgetter(*FIELDS)
_encoded = json.JSONEncoder(ensure_ascii=False).encode


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


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and what applying it writes as long as the roster is as it was, packed as an import keeps it."""

    proposal: Proposal
    writes: bytes


def propose_again(current: RosterImport) -> Planned:
    """The plan of an import on the roster as it stands now.

    Raises:
        RefusalError: the file cannot be read or understood.
    """
    tables = _tables(current)
    rows = sum(len(table.rows) for table in tables)
    tell(current.pk, "planning", 0, rows)
    choices = Choices.from_json(current.choices, current.village_id or "")
    # Before the roster is read: a change in between is noticed, if perhaps once too often.
    state = state_of(current.commune_id)
    with _no_collection():
        read = partial(tell, current.pk, "planning", total=rows)
        proposal = propose(tables, current.commune, choices, day=current.day, year=current.year, told=read)
        return Planned(proposal, packed_writes(proposal.plan, state))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Rows by the hundred thousand hold no cycles; looking for some again and again takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _tables(current: RosterImport) -> list[Table]:
    """The cells, read once."""
    kept = RosterFile.objects.only("cells").get(roster_import=current)
    if kept.cells is not None:
        return unpack(kept.cells)
    tell(current.pk, "reading")
    tables = read(kept.content or b"")
    write_sealed(RosterFile, kept.pk, cells=pack(tables))
    return tables


def store(current: RosterImport, planned: Planned) -> None:
    """Keeps a plan for the page, in place of an earlier one, and waits for the user's decision."""
    proposal, plan = planned.proposal, planned.proposal.plan
    write_sealed(RosterFile, current.pk, writes=planned.writes)
    current.day, current.year = plan.day, plan.year
    current.understood = [*proposal.understood]
    current.counts = {**counts_of(plan), "labels": proposal.labels, "writes": plan.writes}
    current.fingerprint = plan.fingerprint()
    current.refusal = {}
    current.state = State.PLANNED
    current.save()
    PlannedRow.objects.filter(roster_import=current).delete()
    staging.insert(
        PlannedRow, ("roster_import", "position", *FIELDS), _stored(str(current.pk), planned_rows(plan, proposal.sheets))
    )


def _stored(roster_import: str, lines: Iterable[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """The lines as COPY takes them: most have nothing to say in JSON, and all are of one import."""
    for position, line in enumerate(lines):
        for field in IN_JSON:
            if line[field] is not None:
                line[field] = _encoded(line[field]) if line[field] else "[]"
        yield (roster_import, position, *_values(line))


def _refuse(current: RosterImport, refusal: RefusalError) -> None:
    current.state = State.UNREADABLE
    current.refusal = {"code": refusal.code, "params": refusal.params}
    current.save()
    RosterFile.objects.filter(roster_import=current).delete()
