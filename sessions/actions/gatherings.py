"""Recording and correcting gatherings: each once, however often it is sent."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from communes.models import Household, Resident, Village
from sessions.actions.outcomes import write_outcomes
from sessions.drafts import GatheringDraft
from sessions.enums import Channel
from sessions.models import Attendance, Gathering
from sessions.queries.gatherings import latest_version
from sessions.queries.visits import team_covering
from sessions.signals import outcomes_changed
from teams.models import Team


@dataclass(frozen=True, slots=True)
class Gathered:
    """A gathering in the database. `is_repeat`: it was already there, nothing was written."""

    gathering: Gathering
    is_repeat: bool = False


class GatheringConflictError(Exception):
    """Another content was already recorded under the draft's id, or one of its attendances is another gathering's."""


class PeopleGoneError(Exception):
    """Some of the draft's residents are on the roster no more; `missing` are their keys."""

    def __init__(self, missing: frozenset[UUID]) -> None:
        super().__init__("Somebody is on the roster no more.")
        self.missing = missing


class GatheringCorrectedError(Exception):
    """Someone corrected the gathering before; `latest` is what stands now."""

    def __init__(self, latest: Gathering) -> None:
        super().__init__("This gathering was already corrected.")
        self.latest = latest


class SameGatheringError(Exception):
    """The correction says what the gathering already said."""


@transaction.atomic
def record_gathering(*, by: User, village: Village, draft: GatheringDraft, channel: str = Channel.PAGE) -> Gathered:
    """Records a gathering in the village, with who attended and what each could do.

    Sending the same draft again records nothing and answers the same gathering. The caller has checked that `by` may
    record in the village, and in those where the draft's residents live.

    Raises GatheringConflictError when the draft's id already stands for another content, and PeopleGoneError when a
    resident is on the roster no more.
    """
    if repeat := _recorded_before(draft, village.pk, corrected=None):
        return repeat
    return _write(by, village.pk, draft, channel)


@transaction.atomic
def correct_gathering(*, by: User, gathering: Gathering, draft: GatheringDraft, channel: str = Channel.PAGE) -> Gathered:
    """Records what a gathering should have said. Both stay; only the new one counts, for all days.

    Raises GatheringConflictError and PeopleGoneError as `record_gathering` does, GatheringCorrectedError when the
    gathering no longer stands, and SameGatheringError when the draft says the same.
    """
    # One correction at a time: who comes second finds the first.
    wrong = Gathering.objects.select_for_update(of=("self",), no_key=True).get(pk=gathering.pk)
    if repeat := _recorded_before(draft, wrong.village_id, corrected=wrong):
        return repeat
    if hasattr(wrong, "replaced_by"):
        raise GatheringCorrectedError(latest_version(wrong))
    if wrong.content_hash == draft.content_hash(wrong.village_id):
        raise SameGatheringError
    return _write(by, wrong.village_id, draft, channel, corrected=wrong)


def _recorded_before(draft: GatheringDraft, village: str, corrected: Gathering | None) -> Gathered | None:
    known = Gathering.objects.filter(pk=draft.id).first()
    if known is None:
        return None
    same = known.content_hash == draft.content_hash(village) and known.replaces_id == (corrected and corrected.pk)
    if not same:
        raise GatheringConflictError
    return Gathered(known, is_repeat=True)


def _write(by: User, village: str, draft: GatheringDraft, channel: str, corrected: Gathering | None = None) -> Gathered:
    _lock(draft.people)
    gathering = _new(by, village, draft, channel, corrected)
    try:
        with transaction.atomic():
            gathering.save(force_insert=True)
            _write_attendances(gathering, draft)
    except IntegrityError as error:
        # The same id at the same moment: whoever waited for the other's insert looks at what that one wrote.
        if repeat := _recorded_before(draft, village, corrected):
            return repeat
        raise GatheringConflictError from error
    gathering.members.set(draft.members if draft.members is not None else [by.pk] if gathering.team_id else [])
    outcomes = write_outcomes(gathering, draft.observations, corrected=corrected)
    outcomes_changed.send(sender=Gathering)
    audit.record(
        "gathering.correct" if corrected else "gathering.record",
        by=by,
        target=gathering,
        place=village,
        kind=gathering.kind,
        attendances=len(draft.attendances),
        outcomes=len(outcomes),
        **({"corrects": str(corrected.pk)} if corrected else {}),
    )
    return Gathered(gathering)


def _lock(people: frozenset[UUID]) -> None:
    """Holds the residents' households, in one order for everybody: a roster cannot be taken back under our hands."""
    homes = Household.objects.filter(residences__resident__in=people).order_by("pk").values("pk")
    list(Household.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=homes).order_by("pk"))
    known = Resident.objects.filter(pk__in=people).values_list("pk", flat=True)
    if missing := people - set(known):
        raise PeopleGoneError(missing)


def _new(by: User, village: str, draft: GatheringDraft, channel: str, corrected: Gathering | None) -> Gathering:
    return Gathering(
        id=draft.id,
        kind=draft.kind,
        village_id=village,
        team=corrected.team if corrected else _team(by, village, draft),
        held_on=draft.held_on,
        title=draft.title,
        setting=draft.setting,
        language=draft.language,
        minutes=draft.minutes,
        note=draft.note,
        channel=channel,
        recorded_by=by,
        content_hash=draft.content_hash(village),
        replaces=corrected,
    )


def _team(by: User, village: str, draft: GatheringDraft) -> Team | None:
    """The recorder's team; of whoever types for others, theirs."""
    coaches = User.objects.filter(pk__in=draft.members or ()).order_by("pk")
    found = (team_covering(user, village, draft.held_on) for user in (by, *coaches))
    return next(filter(None, found), None)


def _write_attendances(gathering: Gathering, draft: GatheringDraft) -> None:
    Attendance.objects.bulk_create(
        Attendance(
            id=who.id,
            gathering=gathering,
            resident_id=who.resident,
            sex=who.sex,
            age_group=who.age_group,
            is_minority=who.minority,
        )
        for who in draft.attendances
    )
    practised = Attendance.topics.through
    practised.objects.bulk_create(
        practised(attendance_id=who.id, skill_id=topic) for who in draft.attendances for topic in sorted(who.topics)
    )
