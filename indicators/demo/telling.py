"""What happened at one door, as rows: visits, outcomes and promises, as the product's own actions would have written them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models

from accounts.models import User
from indicators.demo.chance import Chance
from indicators.demo.crews import Crew
from indicators.demo.roster import Home
from indicators.demo.rows import unsaved
from literacy_portal.kit.periods import day_of
from sessions.drafts import VisitDraft
from sessions.enums import Result, Source
from sessions.models import FollowUp, Outcome, Visit


@dataclass
class Call:
    """One call at a door: what was told, when the server heard it, by whom; and, now and then, what it was corrected to.

    `written_at` is when it was written down there; None for what was told afterwards.
    """

    draft: VisitDraft
    received: datetime
    by: User
    company: list[User]
    correction: tuple[VisitDraft, datetime] | None = None
    written_at: datetime | None = None


@dataclass
class Story:
    """Every call at one household, in the order of their days."""

    home: Home
    crew: Crew
    calls: list[Call]
    visits: list[Visit] = field(default_factory=list)

    def rows(self, chance: Chance) -> Iterator[models.Model]:
        """Visits before what refers to them, and the household's promises last."""
        promises: list[FollowUp] = []
        for call in self.calls:
            yield from self._told(chance, call, promises)
        keepers = [visit for visit in self._standing() if visit.result == Result.MET]
        for promise in promises:
            _settle(promise, keepers)
        yield from promises

    def _standing(self) -> list[Visit]:
        replaced = {visit.replaces_id for visit in self.visits}
        standing = (visit for visit in self.visits if visit.id not in replaced)
        return sorted(standing, key=lambda visit: (visit.visited_on, visit.received_at))

    def _told(self, chance: Chance, call: Call, promises: list[FollowUp]) -> Iterator[models.Model]:
        visit = self._visit(call, call.draft, call.received)
        outcomes = list(_outcomes(chance, visit, call.draft))
        yield from [visit, *outcomes, *self._present(call, visit, call.draft)]
        promise = self._promise(visit, call.draft)
        promises += promise
        if call.correction:
            draft, at = call.correction
            later = self._visit(call, draft, at, replaces=visit)
            replacing = _replacing(list(_outcomes(chance, later, draft)), outcomes, chance, later)
            yield from [later, *replacing, *self._present(call, later, draft)]
            promises += self._promise(later, draft)
            for old in promise:
                old.closed_on = day_of(at)

    def _visit(self, call: Call, draft: VisitDraft, received: datetime, replaces: Visit | None = None) -> Visit:
        household = self.home.row
        visit = unsaved(
            Visit,
            id=draft.id,
            household_id=household.id,
            village_id=household.village_id,
            team_id=self.crew.team.pk,
            visited_on=draft.visited_on,
            result=draft.result,
            setting=draft.setting,
            language=draft.language,
            minutes=draft.minutes,
            note=draft.note,
            written_at=call.written_at,
            recorded_by_id=call.by.pk,
            received_at=received,
            content_hash=draft.content_hash(household.id),
            replaces_id=replaces.id if replaces else None,
        )
        self.visits.append(visit)
        return visit

    def _present(self, call: Call, visit: Visit, draft: VisitDraft) -> Iterator[models.Model]:
        for user in dict.fromkeys(user.pk for user in [call.by, *call.company]):
            yield unsaved(Visit.members.through, visit_id=visit.id, user_id=user)
        for person in sorted(draft.people):
            yield unsaved(Visit.people.through, visit_id=visit.id, resident_id=person)

    def _promise(self, visit: Visit, draft: VisitDraft) -> list[FollowUp]:
        if draft.next_on is None:
            return []
        return [
            unsaved(
                FollowUp,
                household_id=visit.household_id,
                visit_id=visit.id,
                reason=draft.next_reason,
                due_on=draft.next_on,
                owner_id=visit.recorded_by_id,
            )
        ]


def _outcomes(chance: Chance, visit: Visit, draft: VisitDraft) -> Iterator[Outcome]:
    ids = chance.ids_at(visit.received_at)
    for key, seen in zip(ids, draft.observations, strict=False):
        yield unsaved(
            Outcome,
            id=key,
            resident_id=seen.resident,
            household_id=None if seen.resident else visit.household_id,
            skill_id=seen.skill,
            level=seen.level,
            mode=seen.mode,
            observed_on=visit.visited_on,
            source=Source.VISIT,
            visit_id=visit.id,
            recorded_by_id=visit.recorded_by_id,
            received_at=visit.received_at,
        )


def _replacing(new: list[Outcome], old: list[Outcome], chance: Chance, visit: Visit) -> Iterator[Outcome]:
    """The corrected outcomes one by one in place of the old; what was dropped is withdrawn by an outcome without a level."""
    by_subject = {(outcome.resident_id, outcome.skill_id): outcome for outcome in new}
    for before in old:
        after = by_subject.get((before.resident_id, before.skill_id)) or unsaved(
            Outcome,
            id=chance.id_at(visit.received_at),
            resident_id=before.resident_id,
            household_id=before.household_id,
            skill_id=before.skill_id,
            level=None,
            observed_on=visit.visited_on,
            source=Source.VISIT,
            visit_id=visit.id,
            recorded_by_id=visit.recorded_by_id,
            received_at=visit.received_at,
        )
        after.replaces_id = before.id
        yield after


def _settle(promise: FollowUp, met: list[Visit]) -> None:
    """Kept by the first visit that met the household on the day or after (`sessions.actions.follow_ups.settle`)."""
    if promise.closed_on:
        return
    keeper = next((visit for visit in met if visit.visited_on >= promise.due_on), None)
    if keeper:
        promise.closed_by_visit_id, promise.closed_on = keeper.id, keeper.visited_on
