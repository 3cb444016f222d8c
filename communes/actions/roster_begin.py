"""A file arrives, or leaves again: begun, chosen about, cancelled."""

import hashlib
from datetime import date
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from communes.models import Commune, PlannedRow, RosterFile, RosterImport, Village
from communes.roster_import.bounds import bounds
from communes.roster_import.container import kind_of
from literacy_portal.kit import alarm

State = RosterImport.State
_NAME_LENGTH = 200


@transaction.atomic
def begin_import(
    *, by: User, commune: Commune, village: Village | None, file_name: str, content: bytes, wake: bool = True
) -> RosterImport:
    """Takes a file in; the worker reads it, unless `wake` is off because the caller will.

    The same file sent twice by one person while the first waits is one import, so that a double click makes one.

    Raises:
        RefusalError: by its first bytes and its directory alone, the file is none that can be read.
    """
    kind_of(content, bounds())
    fingerprint = hashlib.sha256(content).hexdigest()
    Commune.objects.select_for_update().get(pk=commune.pk)
    waiting = RosterImport.objects.filter(
        commune=commune, village=village, uploaded_by=by, file_sha256=fingerprint, state__in=[State.READING, State.PLANNED]
    ).first()
    if waiting:
        return waiting
    roster_import = RosterImport.objects.create(
        commune=commune,
        village=village,
        uploaded_by=by,
        file_name=file_name[-_NAME_LENGTH:],
        file_size=len(content),
        file_sha256=fingerprint,
    )
    RosterFile.objects.create(roster_import=roster_import, content=content)
    audit.record("roster.upload", by=by, target=roster_import, place=commune.pk, bytes=len(content))
    if wake:
        wake_worker(roster_import)
    return roster_import


@transaction.atomic
def choose(
    *,
    by: User,
    roster_import: RosterImport,
    columns: dict[str, dict[str, str]],
    villages: dict[str, str],
    village: Village | None,
    day: date,
    year: int,
    wake: bool = True,
) -> bool:
    """Keeps what the user decided about columns, villages and the day, and has the plan made again. False when it is too late."""
    current = _waiting(roster_import)
    if current is None:
        return False
    kept = current.choices
    current.choices = {
        "columns": {**kept.get("columns", {}), **columns},
        "villages": {**kept.get("villages", {}), **villages},
    }
    current.village, current.day, current.year = village, day, year
    current.state, current.changed_since = State.READING, False
    current.save()
    audit.record("roster.choose", by=by, target=current, place=current.commune_id, villages=len(villages))
    if wake:
        wake_worker(current)
    return True


@transaction.atomic
def confirm_import(*, by: User, roster_import: RosterImport, fingerprint: str, leave_out_errors: bool, wake: bool = True) -> bool:
    """Hands the plan that was shown to the worker. False when it is not waiting any more, or is another plan by now.

    Raises:
        ValueError: rows are in error and nobody said that they stay out.
    """
    current = _waiting(roster_import)
    if current is None or current.fingerprint != fingerprint:
        return False
    if current.counts["errors"] and not leave_out_errors:
        raise ValueError("rows in error need a decision")
    current.state, current.leave_out_errors = State.QUEUED, leave_out_errors
    current.save()
    audit.record("roster.confirm", by=by, target=current, place=current.commune_id, left_out=current.counts["errors"])
    if wake:
        wake_worker(current)
    return True


@transaction.atomic
def cancel_import(*, by: User | None, roster_import: RosterImport) -> bool:
    """Forgets the file and all it said of people. False when the worker has it already."""
    current = _waiting(roster_import, State.READING)
    if current is None:
        return False
    current.state, current.understood = State.CANCELLED, []
    current.save()
    RosterFile.objects.filter(roster_import=current).delete()
    PlannedRow.objects.filter(roster_import=current).delete()
    audit.record("roster.cancel", by=by, target=current, place=current.commune_id)
    return True


def wake_worker(roster_import: RosterImport) -> None:
    """Rings for whoever takes the next step of an import."""
    from communes import tasks  # noqa: PLC0415 -- tasks call the actions

    alarm.ring(tasks.read_roster if roster_import.state == State.READING else tasks.apply_roster, roster_import.pk)


def _waiting(roster_import: RosterImport, *also: Any) -> RosterImport | None:
    return (
        RosterImport.objects.select_for_update(of=("self",))
        .select_related("commune")
        .filter(pk=roster_import.pk, state__in=[State.PLANNED, *also])
        .first()
    )
