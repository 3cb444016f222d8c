"""The visits of one village: when the team goes out, whom it finds, when it promises to come again."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from accounts.models import User
from communes.enums import Relation
from indicators.demo.atlas import VillagePlan
from indicators.demo.chance import Chance
from indicators.demo.crews import Crew
from indicators.demo.learning import Learner, Trade
from indicators.demo.roster import Home
from indicators.demo.telling import Call, Story
from literacy_portal.kit.periods import VIETNAM, day_of
from sessions.drafts import Observation, VisitDraft
from sessions.enums import FollowUpReason, Language, Result, Setting

_EVENING_RESULTS = {Result.MET: 80, Result.NOBODY_HOME: 11, Result.COME_BACK: 6, Result.REFUSED: 3}
_DUSK_RESULTS = {Result.MET: 69, Result.NOBODY_HOME: 21, Result.COME_BACK: 8, Result.REFUSED: 2}
_LATE_RESULTS = {Result.MET: 62, Result.NOBODY_HOME: 15, Result.COME_BACK: 15, Result.REFUSED: 8}
_DAY_RESULTS = {Result.MET: 48, Result.NOBODY_HOME: 42, Result.COME_BACK: 7, Result.REFUSED: 3}
_WEEKEND_RESULTS = {Result.MET: 72, Result.NOBODY_HOME: 19, Result.COME_BACK: 7, Result.REFUSED: 2}
_DAY_SETTINGS = {Setting.HOME: 30, Setting.FIELD: 20, Setting.MARKET: 20, Setting.SERVICE_CENTRE: 18, Setting.OTHER: 12}
_EVENING_SETTINGS = {Setting.HOME: 91, Setting.CULTURAL_HOUSE: 9}
_NOTES = [
    "Chỉ có điện thoại phím, cần người nhà giúp.", "Đã quên mật khẩu, hẹn mang căn cước tối sau.", "Sim chưa chính chủ.",
    "Mạng yếu, phải ra đầu ngõ mới tải được.", "Muốn học bán cà phê qua mạng.", "Mắt kém, đã tăng cỡ chữ.",
    "Cháu sẽ nhắc bà tập mỗi tối.", "Hay nhận cuộc gọi lạ, đã dặn không đọc mã OTP.", "Đang vụ thu hoạch, hẹn sau 20 giờ.",
    "Căn cước hết hạn, nhờ công an xã.", "Nói tiếng mẹ đẻ dễ hiểu hơn.",
]  # fmt: skip
MOST_VISITS = 7
SATURDAY = 5
Learners = dict[UUID, Learner]


class VillageEvenings:
    """Tells what happened in a village up to the moment `now`."""

    def __init__(
        self, chance: Chance, plan: VillagePlan, *, homes: Sequence[Home], crew: Crew, curriculum: Sequence[str], now: datetime
    ) -> None:
        self.chance, self.plan, self.homes, self.crew, self.curriculum, self.now = chance, plan, homes, crew, curriculum, now
        self.today = day_of(now)
        self.nights = set(chance.sample(range(7), 4))
        self.ears = crew.members[: max(2, len(crew.members) // 2)]

    def stories(self) -> Iterator[Story]:
        """One story for each household that was ever called on, in the order of the list."""
        for home in self.homes:
            day = self._first_evening(home)
            if day:
                calls = list(self._calls(home, day))
                if calls:
                    yield Story(home, self.crew, calls)

    def _first_evening(self, home: Home) -> date | None:
        """A day on the campaign's rise, or None for a door nobody has knocked at."""
        course = self.plan.course
        if not self.chance.happens(course.reach * self._welcome(home)):
            return None
        after = int(course.began * self.chance.betavariate(1.7, 1.6))
        return self._night(self.today - timedelta(days=course.began - after))

    def _welcome(self, home: Home) -> float:
        """The poor, the old and the far-off are harder to find: the gap that the dashboards show."""
        head = next(person for person in home.people if person.stay.relation == Relation.HEAD)
        return (0.8 if home.is_poor else 1.03) * (0.9 if home.group != "kinh" else 1.02) * (0.86 if head.age >= 65 else 1.02)

    def _night(self, day: date) -> date:
        """The next of the team's own evenings, mostly."""
        while day.weekday() not in self.nights and self.chance.happens(0.9):
            day += timedelta(days=1)
        return day

    def _calls(self, home: Home, day: date) -> Iterator[Call]:
        people = [person for person in home.present if person.age >= 10]
        learners = {person.resident.id: Learner(self.chance, home, person) for person in people}
        trade = Trade(self.chance, home)
        for _visit in range(MOST_VISITS):
            call = self._call(home, day, learners, trade)
            if call is None:
                return
            yield call
            again = self._again(call)
            if again is None:
                return
            day = self._night(again)

    def _call(self, home: Home, day: date, learners: Learners, trade: Trade) -> Call | None:
        """One call, or None when it lies in the team's silence or its news has not arrived by now."""
        silence = self.plan.course.silent
        begun, by_day = self._moment(day)
        if silence is not None and day > self.today - timedelta(days=silence):
            return None
        present = [p.resident.id for p in home.present if p.resident.id in learners and p.stay.started_on <= day]
        result = self.chance.one_of(_results(begun, by_day=by_day)) if present else Result.NOBODY_HOME
        draft = self._draft(home, begun, result, by_day=by_day, present=present, learners=learners, trade=trade)
        written = begun + timedelta(minutes=draft.minutes or 3)
        received = written + timedelta(minutes=self.chance.randint(0, 4)) + self._delay()
        if received > self.now:
            return None
        by, company, correction = self.chance.choice(self.ears), self._company(), self._second_thought(draft, received)
        return Call(draft, received, by, company, correction, None if self.chance.happens(0.07) else written)

    def _moment(self, day: date) -> tuple[datetime, bool]:
        """When it began, and whether by daylight: most people are back from the fields at dusk (R80), or at home on a weekend."""
        weekend = day.weekday() >= SATURDAY
        by_day = self.chance.happens(0.25 if weekend else 0.07)
        if by_day:
            minutes = self.chance.randint(7 * 60 + 20, 10 * 60 + 30 if weekend else 16 * 60)
        else:
            minutes = int(min(1290, max(1095, self.chance.gauss(1190, 38))))
        return datetime.combine(day, time(0), VIETNAM) + timedelta(minutes=minutes), by_day

    def _delay(self) -> timedelta:
        """Phones without a network send the next morning, or days later."""
        if self.chance.happens(0.25 if not self.plan.has_4g else 0.08):
            return timedelta(hours=self.chance.choice([11, 12, 13, 36, 60]), minutes=self.chance.randrange(60))
        return timedelta(seconds=self.chance.randrange(60))

    def _draft(
        self, home: Home, begun: datetime, result: str, *, by_day: bool, present: list[UUID], learners: Learners, trade: Trade
    ) -> VisitDraft:
        chance, met, day = self.chance, result == Result.MET, begun.date()
        people = self._who(present, learners) if met else []
        seen = [one for person in people for one in learners[person].evening(self.curriculum)]
        due = self._promise(day, result)
        return VisitDraft(
            id=chance.id_at(begun),
            visited_on=day,
            result=result,
            setting=chance.one_of(_DAY_SETTINGS if by_day else _EVENING_SETTINGS),
            language=(home.row.language or Language.VIETNAMESE) if met and chance.happens(0.75) else Language.VIETNAMESE,
            people=frozenset(people),
            observations=tuple(seen + list(trade.evening())) if met else (),
            minutes=chance.randint(14, 55) if met else None,
            note=chance.choice(_NOTES) if met and chance.happens(0.16) else "",
            next_on=due,
            next_reason=self._reason(result) if due else "",
        )

    def _who(self, present: list[UUID], learners: Learners) -> list[UUID]:
        """One to five of those at home; grown-ups come to the table first."""
        adults_first = sorted(present, key=lambda one: self.chance.random() * (0.5 if learners[one].age >= 18 else 1))
        return adults_first[: self.chance.one_of({1: 1, 2: 4, 3: 5, 4: 4, 5: 2})]

    def _promise(self, day: date, result: str) -> date | None:
        """The day named at the door, if one was."""
        gaps = {
            Result.MET: (0.46, 7, 24),
            Result.NOBODY_HOME: (0.8, 2, 6),
            Result.COME_BACK: (0.95, 1, 7),
            Result.REFUSED: (0.2, 25, 45),
        }
        likely, soonest, latest = gaps[Result(result)]
        return day + timedelta(days=self.chance.randint(soonest, latest)) if self.chance.happens(likely) else None

    def _reason(self, result: str) -> str:
        """Why the team must come again."""
        if result == Result.MET:
            return FollowUpReason.CHECK if self.chance.happens(0.25) else FollowUpReason.CONTINUE
        return {Result.NOBODY_HOME: FollowUpReason.NOBODY_HOME, Result.COME_BACK: FollowUpReason.COME_BACK}.get(
            Result(result), FollowUpReason.PROBLEM
        )

    def _again(self, call: Call) -> date | None:
        """When the team really came again, if it did."""
        draft, again = call.draft, self.plan.course.again
        if draft.next_on:
            likely = 0.1 + again if draft.result == Result.MET else 0.5 + again / 2
            return draft.next_on + timedelta(days=self.chance.randint(0, 6)) if self.chance.happens(likely) else None
        if draft.result == Result.MET and self.chance.happens(again * 0.8):
            return draft.visited_on + timedelta(days=self.chance.randint(14, 45))
        return None

    def _company(self) -> list[User]:
        return self.chance.some_of(self.crew.members, self.chance.randint(0, 2))

    def _second_thought(self, draft: VisitDraft, received: datetime) -> tuple[VisitDraft, datetime] | None:
        """Once in a while a visit is corrected the next day: a level was too high, or a line was the neighbour's."""
        at = received + timedelta(hours=self.chance.randint(9, 16))
        if len(draft.observations) < 2 or at > self.now or not self.chance.happens(0.012):
            return None
        return corrected(self.chance, draft, at), at


def _results(begun: datetime, *, by_day: bool) -> dict[Result, int]:
    """How a call at this hour ends: best when supper is over, worse at dusk and late, worst while all are in the fields."""
    if by_day:
        return _WEEKEND_RESULTS if begun.weekday() >= SATURDAY else _DAY_RESULTS
    return {18: _DUSK_RESULTS, 19: _EVENING_RESULTS, 20: _EVENING_RESULTS}.get(begun.hour, _LATE_RESULTS)


def corrected(chance: Chance, draft: VisitDraft, at: datetime) -> VisitDraft:
    """The visit as it should have been told: the last observation dropped or lowered."""
    *kept, last = draft.observations
    if last.level > 0 and chance.happens(0.7):
        kept.append(Observation(last.skill, last.level - 1, last.resident, last.mode))
    return replace(draft, id=chance.id_at(at), observations=tuple(kept))
