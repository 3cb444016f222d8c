"""A file arrives, or leaves again: begun, chosen about, cancelled."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from communes.actions.roster_memory import remember
from communes.models import Commune, PlannedRow, RosterFile, RosterImport, Village
from communes.models.sealed import write_sealed
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
    RosterFile.objects.create(roster_import=roster_import)
    write_sealed(RosterFile, roster_import.pk, content=content)
    audit.record("roster.upload", by=by, target=roster_import, place=commune.pk, bytes=len(content))
    if wake:
        wake_worker(roster_import)
    return roster_import


@transaction.atomic
def send_corrected(*, by: User, roster_import: RosterImport, file_name: str, content: bytes, wake: bool = True) -> bool:
    """Takes the same file in again, corrected: what was chosen and answered stays. False when it is too late.

    Corrections of single cells are dropped, as they stand in the file by now or were not wanted.

    Raises:
        RefusalError: by its first bytes and its directory alone, the file is none that can be read.
    """
    kind_of(content, bounds())
    current = _waiting(roster_import)
    if current is None:
        return False
    current.file_name, current.file_size = file_name[-_NAME_LENGTH:], len(content)
    current.file_sha256 = hashlib.sha256(content).hexdigest()
    current.choices.pop("cells", None)
    RosterFile.objects.update_or_create(roster_import=current, defaults={"cells": None})
    write_sealed(RosterFile, current.pk, content=content)
    _plan_again(current, wake=wake)
    audit.record("roster.upload", by=by, target=current, place=current.commune_id, bytes=len(content))
    return True


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
    decoding: dict[str, str] | None = None,
    wake: bool = True,
) -> bool:
    """Keeps what the user decided about columns, villages and the day, and has the plan made again. False when it is too late."""
    current = _waiting(roster_import)
    if current is None:
        return False
    kept = current.choices
    for sheet, chosen in columns.items():
        kept.setdefault("columns", {}).setdefault(sheet, {}).update(chosen)
    kept.setdefault("villages", {}).update(villages)
    kept.setdefault("decoding", {}).update(decoding or {})
    current.village, current.day, current.year = village, day, year
    _plan_again(current, wake=wake)
    audit.record("roster.choose", by=by, target=current, place=current.commune_id, villages=len(villages))
    return True


@transaction.atomic
def answer(
    *,
    by: User,
    roster_import: RosterImport,
    cells: Mapping[str, str | None] | None = None,
    same: Mapping[str, str | None] | None = None,
    missing: Mapping[str, Mapping[str, str] | None] | None = None,
    wake: bool = True,
) -> bool:
    """Keeps corrected cells (by `fixes.address`), pairs that are "same" or "different" (by `Doubt.key`) and how missing people
    left (see `leaving.Answered`), and has the plan made again; None takes an answer back. False when it is too late.
    """  # noqa: D205 -- one sentence
    current = _waiting(roster_import)
    if current is None:
        return False
    given: dict[str, Mapping[str, Any]] = {"cells": cells or {}, "same": same or {}, "missing": missing or {}}
    for part, answers in given.items():
        merged = {**current.choices.get(part, {}), **answers}
        current.choices[part] = {key: value for key, value in merged.items() if value is not None}
    _plan_again(current, wake=wake)
    audit.record(
        "roster.answer",
        by=by,
        target=current,
        place=current.commune_id,
        **{part: len(answers) for part, answers in given.items()},
    )
    return True


def _plan_again(current: RosterImport, *, wake: bool) -> None:
    current.state, current.changed_since = State.READING, False
    current.save()
    if wake:
        wake_worker(current)


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
    remember(current, by)
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
    current.choices.pop("cells", None)
    current.save()
    RosterFile.objects.filter(roster_import=current).delete()
    PlannedRow.objects.filter(roster_import=current).delete()
    audit.record("roster.cancel", by=by, target=current, place=current.commune_id)
    return True


def wake_worker(roster_import: RosterImport) -> None:
    """Rings for whoever takes the next step of an import."""
    from communes import tasks  # noqa: PLC0415 -- tasks call the actions

    steps = {State.READING: tasks.read_roster, State.UNDOING: tasks.undo_roster}
    alarm.ring(steps.get(State(roster_import.state), tasks.apply_roster), roster_import.pk)


def _waiting(roster_import: RosterImport, *also: Any) -> RosterImport | None:
    return (
        RosterImport.objects.select_for_update(of=("self",))
        .select_related("commune")
        .filter(pk=roster_import.pk, state__in=[State.PLANNED, *also])
        .first()
    )
