"""The classes, stalls and desks of one village, as rows: as the product's own actions would have written them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import models

from communes.enums import Sex
from indicators.demo.atlas import VillagePlan
from indicators.demo.chance import Chance
from indicators.demo.crews import Crew
from indicators.demo.roster import Home, Someone
from indicators.demo.rows import unsaved
from literacy_portal.kit.periods import VIETNAM, day_of
from sessions.drafts import Attending, GatheringDraft, Observation
from sessions.enums import AgeGroup, GatheringKind, Mode, Setting, Source
from sessions.models import Attendance, Gathering, Outcome

_TITLES = ["Lớp học số buổi tối", "Lớp “Chợ số, vé số”", "Cùng cài VNeID", "Nhận biết lừa đảo qua mạng", "Bán nông sản trên mạng"]
_DESK = "Xưởng số tại Trung tâm Phục vụ hành chính công"
_DESK_SKILLS = ("vneid", "online_public_service", "cashless_payment")
# Who comes to a desk: mainly the elderly and ethnic minorities (R44).
_AGES = {AgeGroup.FROM_60: 46, AgeGroup.FROM_40: 30, AgeGroup.FROM_18: 19, AgeGroup.UNDER_18: 2, "": 3}
DESK_DAYS, DESK_SERIAL = 40, "001"
"""So long the desk of a commune stands, in its first village."""

Seen = dict[tuple[UUID, str], list[tuple[date, int]]]
"""By resident and skill, the levels that were seen at doors, with their days."""


@dataclass
class VillageCrowds:
    """Tells what happened in a village elsewhere than at doors, up to the moment `now`; `seen` is what doors told."""

    chance: Chance
    plan: VillagePlan
    homes: Sequence[Home]
    crew: Crew
    curriculum: Sequence[str]
    now: datetime
    seen: Seen = field(default_factory=dict)

    def rows(self) -> Iterator[models.Model]:
        """Gatherings before what refers to them."""
        course = self.plan.course
        begun = day_of(self.now) - timedelta(days=course.began)
        ended = day_of(self.now) - timedelta(days=course.silent or 0)
        for _class in range(self.chance.one_of({1: 3, 2: 4, 3: 3, 5: 1}) if course.reach else 0):
            day = begun + timedelta(days=self.chance.randint(3, max(4, (ended - begun).days)))
            yield from self._told(self._class(day), day, time(19, 30))
        for _stall in range(self.chance.one_of({0: 6, 1: 3, 2: 1}) if course.reach else 0):
            day = begun + timedelta(days=self.chance.randint(1, max(2, (ended - begun).days)))
            yield from self._told(self._stall(day), day, time(6, 30))
        if self.plan.code.endswith(DESK_SERIAL):
            for ago in range(DESK_DAYS, -1, -1):
                day = day_of(self.now) - timedelta(days=ago)
                if day.weekday() in {0, 2, 4}:
                    yield from self._told(self._desk(day), day, time(7, 30))

    def _class(self, day: date) -> GatheringDraft:
        skills = self.chance.some_of(self.curriculum, self.chance.randint(1, 2))
        people = self.chance.some_of(self._people(day), self.chance.randint(9, 30))
        came = tuple(Attending(one.resident.id, topics=frozenset(skills)) for one in people)
        levels = tuple(self._shown(one, skill, day) for one in people for skill in skills if self.chance.happens(0.6))
        kind = self.chance.one_of({GatheringKind.CLASS: 6, GatheringKind.WORKSHOP: 2, GatheringKind.MEETING: 1})
        return self._draft(kind, day, Setting.CULTURAL_HOUSE, came, levels, self.chance.choice(_TITLES))

    def _stall(self, day: date) -> GatheringDraft:
        people = self.chance.some_of(self._people(day), self.chance.randint(2, 8))
        came = tuple(Attending(one.resident.id, topics=frozenset({"cashless_payment"})) for one in people)
        came += tuple(self._stranger(("cashless_payment",)) for _one in range(self.chance.randint(4, 14)))
        levels = tuple(self._shown(one, "cashless_payment", day) for one in people)
        return self._draft(GatheringKind.STALL, day, Setting.MARKET, came, levels, "")

    def _desk(self, day: date) -> GatheringDraft:
        people = self.chance.some_of(self._people(day), self.chance.randint(0, 3))
        came = tuple(Attending(one.resident.id, topics=frozenset({"vneid"})) for one in people)
        came += tuple(self._stranger(_DESK_SKILLS) for _one in range(self.chance.randint(12, 40)))
        return self._draft(GatheringKind.WALK_IN, day, Setting.SERVICE_CENTRE, came, (), _DESK)

    def _people(self, day: date) -> list[Someone]:
        return [one for home in self.homes for one in home.present if one.age >= 16 and one.stay.started_on <= day]

    def _stranger(self, skills: Sequence[str]) -> Attending:
        minority = self.chance.one_of({None: 8, **{group != "kinh": share for group, share in self.plan.groups.items()}})
        sex = self.chance.one_of({Sex.FEMALE: 55, Sex.MALE: 43, "": 2})
        return Attending(None, sex, self.chance.one_of(_AGES), minority, frozenset({self.chance.choice(skills)}))

    def _shown(self, one: Someone, skill: str, day: date) -> Observation:
        """As at the last door before, or a step further."""
        before = max((row for row in self.seen.get((one.resident.id, skill), ()) if row[0] <= day), default=(day, 1))[1]
        level = min(3, before + int(self.chance.happens(0.4)))
        return Observation(skill, level, one.resident.id, self.chance.one_of({Mode.OWN_PHONE: 8, Mode.ASSISTED: 2}))

    def _draft(  # noqa: PLR0917 -- the parts of one sentence
        self, kind: str, day: date, setting: str, came: tuple[Attending, ...], levels: tuple[Observation, ...], title: str
    ) -> GatheringDraft:
        minutes = self.chance.choice([180, 210, 240]) if kind in {GatheringKind.WALK_IN, GatheringKind.STALL} else 90
        coaches = self.chance.some_of(self.crew.members, self.chance.randint(1, 3))
        begun = datetime.combine(day, time(6), VIETNAM)
        return GatheringDraft(
            self.chance.id_at(begun),
            kind,
            day,
            setting=setting,
            title=title,
            attendances=came,
            observations=levels,
            members=frozenset(user.pk for user in coaches),
            minutes=minutes,
        )

    def _told(self, draft: GatheringDraft, day: date, begun: time) -> Iterator[models.Model]:
        """The rows of a gathering, now and then with the correction that took the last one off; none from the future."""
        minutes = (draft.minutes or 0) + self.chance.randint(2, 20)
        received = datetime.combine(day, begun, VIETNAM) + timedelta(minutes=minutes)
        if received > self.now or not draft.attendances:
            return
        outcomes = self._outcomes(draft, received)
        yield from [self._gathering(draft, received), *outcomes, *self._came(draft, received)]
        at = received + timedelta(hours=self.chance.randint(9, 16))
        if self.chance.happens(0.06) and at <= self.now:
            yield from self._corrected(draft, outcomes, at)

    def _corrected(self, draft: GatheringDraft, outcomes: list[Outcome], at: datetime) -> Iterator[models.Model]:
        *kept, gone = draft.attendances
        levels = tuple(one for one in draft.observations if one.resident != gone.resident)
        right = replace(draft, id=self.chance.id_at(at), attendances=tuple(kept), observations=levels)
        new = {(one.resident_id, one.skill_id): one for one in self._outcomes(right, at)}
        yield self._gathering(right, at, replaces=draft.id)
        for before in outcomes:
            seen = Observation(before.skill_id, 0, before.resident_id)
            after = new.get((before.resident_id, before.skill_id)) or self._outcome(right, seen, at, self.chance.id_at(at))
            if (before.resident_id, before.skill_id) not in new:
                after.level = None
            after.replaces_id = before.id
            yield after
        yield from self._came(right, at)

    def _gathering(self, draft: GatheringDraft, received: datetime, replaces: UUID | None = None) -> Gathering:
        return unsaved(
            Gathering,
            **{name: getattr(draft, name) for name in ("id", "kind", "held_on", "title", "setting", "language", "minutes")},
            village_id=self.plan.code,
            team_id=self.crew.team.pk,
            recorded_by_id=min(draft.members or ()),
            received_at=received,
            content_hash=draft.content_hash(self.plan.code),
            replaces_id=replaces,
        )

    def _outcomes(self, draft: GatheringDraft, received: datetime) -> list[Outcome]:
        ids = self.chance.ids_at(received)
        return [self._outcome(draft, seen, received, next(ids)) for seen in draft.observations]

    def _outcome(self, draft: GatheringDraft, seen: Observation, received: datetime, key: UUID) -> Outcome:
        return unsaved(
            Outcome,
            id=key,
            resident_id=seen.resident,
            skill_id=seen.skill,
            level=seen.level,
            mode=seen.mode,
            observed_on=draft.held_on,
            source=Source.GATHERING,
            gathering_id=draft.id,
            recorded_by_id=min(draft.members or ()),
            received_at=received,
        )

    def _came(self, draft: GatheringDraft, received: datetime) -> Iterator[models.Model]:
        for user in sorted(draft.members or ()):
            yield unsaved(Gathering.members.through, gathering_id=draft.id, user_id=user)
        for key, one in zip(self.chance.ids_at(received), draft.attendances, strict=False):
            yield unsaved(
                Attendance,
                id=key,
                gathering_id=draft.id,
                resident_id=one.resident,
                sex=one.sex,
                age_group=one.age_group,
                is_minority=one.minority,
            )
            for topic in sorted(one.topics):
                yield unsaved(Attendance.topics.through, attendance_id=key, skill_id=topic)
