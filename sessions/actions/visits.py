"""Recording and correcting visits: each once, however often it is sent."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from communes.models import Household
from literacy_portal.kit.periods import day_of, today
from sessions.actions.follow_ups import promise, settle
from sessions.actions.outcomes import write_outcomes
from sessions.drafts import VisitDraft
from sessions.enums import Channel
from sessions.models import Visit
from sessions.queries.visits import latest_version, team_covering
from sessions.signals import outcomes_changed
from teams.models import Team


@dataclass(frozen=True, slots=True)
class Told:
    """How a visit came to be told: by which channel, the team and members who were at the door, in which village.

    `written_at` is when it was written down there; None for what is told later, or by another.
    """

    channel: str
    team: Team | None
    members: Collection[User]
    village: str
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A visit in the database. `is_repeat`: it was already there, nothing was written."""

    visit: Visit
    is_repeat: bool = False


class VisitConflictError(Exception):
    """Another content was already recorded under the draft's id."""


class HouseholdGoneError(Exception):
    """The household was taken off the roster at this very moment, with the import that brought it."""


class AlreadyCorrectedError(Exception):
    """Someone corrected the visit before; `latest` is what stands now."""

    def __init__(self, latest: Visit) -> None:
        super().__init__("This visit was already corrected.")
        self.latest = latest


class NothingChangedError(Exception):
    """The correction says what the visit already said."""


@transaction.atomic
def record_visit(*, by: User, household: Household, draft: VisitDraft, told: Told | None = None) -> Recorded:
    """Records a visit to the household, with its outcomes and its promise to come again.

    Without `told` it was `by` who was at the door, with the team that covers it, in the village of the household now.

    Sending the same draft again records nothing and answers the same visit. The caller has checked that
    `by` may record in the household's village, and that the draft's people are the household's.

    Raises VisitConflictError when the draft's id already stands for another content, and HouseholdGoneError when the
    household is on the roster no more.
    """
    home = _lock(household)
    if repeat := _recorded_before(draft, home, corrected=None):
        return repeat
    visit = _write(by, home, draft, told=told)
    return Recorded(visit)


@transaction.atomic
def correct_visit(*, by: User, visit: Visit, draft: VisitDraft) -> Recorded:
    """Records what a visit should have said. Both stay; only the new one counts, for all days.

    Raises VisitConflictError and HouseholdGoneError as `record_visit` does, AlreadyCorrectedError when the visit no longer
    stands, and NothingChangedError when the draft says the same.
    """
    home = _lock(visit.household)
    if repeat := _recorded_before(draft, home, corrected=visit):
        return repeat
    corrected = Visit.objects.select_related("replaced_by").get(pk=visit.pk)
    if hasattr(corrected, "replaced_by"):
        raise AlreadyCorrectedError(latest_version(corrected))
    if corrected.content_hash == draft.content_hash(home.pk):
        raise NothingChangedError
    return Recorded(_write(by, home, draft, corrected=corrected))


def _lock(household: Household) -> Household:
    """One writer at a time for a household; others of the village are not held up."""
    try:
        return Household.objects.select_for_update(of=("self",), no_key=True).get(pk=household.pk)
    except Household.DoesNotExist as error:
        raise HouseholdGoneError from error


def _recorded_before(draft: VisitDraft, home: Household, corrected: Visit | None) -> Recorded | None:
    known = Visit.objects.filter(pk=draft.id).first()
    if known is None:
        return None
    same = known.content_hash == draft.content_hash(home.pk) and known.replaces_id == (corrected and corrected.pk)
    if not same:
        raise VisitConflictError
    return Recorded(known, is_repeat=True)


def _at_the_door(by: User, home: Household, draft: VisitDraft) -> Told:
    team, now = team_covering(by, home.village_id, draft.visited_on), timezone.now()
    is_now = team is not None and draft.visited_on == day_of(now)
    return Told(Channel.PAGE, team, [by] if team else [], home.village_id, now if is_now else None)


def _as_it_was(corrected: Visit, by: User, draft: VisitDraft) -> Told:
    """A correction says what was seen; who was there, where and when, stays. By whoever corrects what nobody was named for."""
    members = list(corrected.members.all()) or ([by] if corrected.team else [])
    written_at = corrected.written_at if draft.visited_on == corrected.visited_on else None
    return Told(Channel.PAGE, corrected.team, members, corrected.village_id, written_at)


def _write(by: User, home: Household, draft: VisitDraft, corrected: Visit | None = None, told: Told | None = None) -> Visit:
    told = told or (_as_it_was(corrected, by, draft) if corrected else _at_the_door(by, home, draft))
    visit = _insert(by, home, draft, corrected, told)
    visit.people.set(draft.people)  # type: ignore[arg-type] # keys serve as well as rows
    visit.members.set(told.members)
    outcomes = write_outcomes(visit, draft.observations, corrected=corrected)
    promise(visit, draft)
    settle([home.pk], on=today())
    outcomes_changed.send(sender=Visit)
    audit.record(
        "visit.correct" if corrected else "visit.record",
        by=by,
        target=visit,
        place=visit.village_id,
        result=visit.result,
        people=len(draft.people),
        outcomes=len(outcomes),
        **({"corrects": str(corrected.pk)} if corrected else {}),
    )
    return visit


def _insert(by: User, home: Household, draft: VisitDraft, corrected: Visit | None, told: Told) -> Visit:
    visit = Visit(
        id=draft.id,
        household=home,
        village_id=told.village,
        team=told.team,
        channel=told.channel,
        visited_on=draft.visited_on,
        result=draft.result,
        setting=draft.setting,
        language=draft.language,
        minutes=draft.minutes,
        note=draft.note,
        written_at=told.written_at,
        recorded_by=by,
        content_hash=draft.content_hash(home.pk),
        replaces=corrected,
    )
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError as error:
        # The same id for two households at the same moment: the household's lock does not order those.
        raise VisitConflictError from error
    return visit
