"""Takes the steps of a random world through the product's own actions, and by its back door."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from accounts.models import User
from communes.actions.roster_apply import apply_import
from communes.actions.roster_begin import confirm_import
from communes.actions.roster_undo import ask_undo, undo_import
from communes.models import Commune, Household, Resident, RosterImport, Village
from sessions.actions.gatherings import GatheringCorrectedError, SameGatheringError, correct_gathering, record_gathering
from sessions.actions.visits import AlreadyCorrectedError, NothingChangedError, correct_visit, record_visit
from sessions.drafts import Attending, GatheringDraft, Observation, VisitDraft
from sessions.enums import AgeGroup, GatheringKind
from sessions.models import Gathering, Visit
from tests.communes.roster_import.rosters import planned, register
from tests.oracle.product import empty_the_queue
from tests.oracle.steps import Call, Gather, Recount, Roster, Sleep, Step, Upheaval


class Killed(BaseException):
    """The worker is no more. Nothing in the product may catch it."""


def take(step: Step, *, by: User, today: date) -> None:
    """What the step says, today; a night passes for whoever calls."""
    match step:
        case Call():
            call(step, by=by, today=today)
        case Gather():
            gather(step, by=by, today=today)
        case Roster():
            bring_roster(step, by=by)
        case Upheaval():
            upset(step)
        case Recount(dies_after=None):
            empty_the_queue()
        case Recount(dies_after=int(statements)):
            die(after=statements)
        case Sleep():
            raise TypeError("nobody can take a night for another")


def call(call: Call, *, by: User, today: date) -> None:
    """Records or corrects the visit as the web form does. A correction of what does not stand any more is not made."""
    draft = VisitDraft(
        id=UUID(int=call.key),
        visited_on=today - timedelta(days=call.days_ago),
        result=call.result,
        people=frozenset(UUID(int=person) for person in call.people),
        observations=tuple(
            Observation(skill, level, resident=UUID(int=about) if about else None) for about, skill, level in call.levels
        ),
    )
    if call.corrects is None:
        record_visit(by=by, household=Household.objects.get(pk=UUID(int=call.household)), draft=draft)
        return
    wrong = Visit.objects.filter(pk=UUID(int=call.corrects)).first()
    if wrong is None:
        return
    with suppress(AlreadyCorrectedError, NothingChangedError):
        correct_visit(by=by, visit=wrong, draft=draft)


def gather(told: Gather, *, by: User, today: date) -> None:
    """Records or corrects the gathering as its form does; those who are gone from the roster are left out."""
    people = {key for key in told.people if Resident.objects.filter(pk=UUID(int=key)).exists()}
    known = tuple(Attending(resident=UUID(int=person)) for person in sorted(people))
    draft = GatheringDraft(
        id=UUID(int=told.key),
        kind=GatheringKind.CLASS,
        held_on=today - timedelta(days=told.days_ago),
        attendances=known + tuple(Attending(age_group=AgeGroup.FROM_60) for _one in range(told.strangers)),
        observations=tuple(
            Observation(skill, level, resident=UUID(int=about)) for about, skill, level in told.levels if about in people
        ),
    )
    if told.corrects is None:
        record_gathering(by=by, village=Village.objects.get(pk=told.village), draft=draft)
        return
    wrong = Gathering.objects.filter(pk=UUID(int=told.corrects)).first()
    if wrong is not None:
        with suppress(GatheringCorrectedError, SameGatheringError):
            correct_gathering(by=by, gathering=wrong, draft=draft)


def upset(upheaval: Upheaval) -> None:
    """Runs the statement; where the database refuses, nothing has happened."""
    with suppress(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        # A table is truncated only when no check of it is pending.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(upheaval.sql)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def bring_roster(roster: Roster, *, by: User) -> None:
    """Sends, confirms and applies the roster through the whole way in; what the product asks about is left out."""
    village = Village.objects.get(pk=roster.village)
    rows = [[number, name, year, "", "", "", "", note] for number, name, year, note in roster.rows]
    commune = Commune.objects.get(pk=village.commune_id)
    current = planned(register(*rows), by=by, commune=commune, village=village)
    confirm_import(by=by, roster_import=current, fingerprint=current.fingerprint, leave_out_errors=True, wake=False)
    apply_import(current.pk)
    if roster.is_undone:
        ask_undo(by=by, roster_import=RosterImport.objects.get(pk=current.pk), wake=False)
        undo_import(current.pk)


def die(*, after: int) -> None:
    """A worker that is killed after so many statements, or has done its work before."""
    left = [after]

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django calls it so
        left[0] -= 1
        # What the dead had open the database itself takes back.
        if left[0] < 0 and not sql.startswith("ROLLBACK"):
            raise Killed
        return execute(sql, params, many, context)

    # What the worker had written in the transaction that was open is undone by its own end.
    with suppress(Killed), connection.execute_wrapper(count):
        empty_the_queue()
