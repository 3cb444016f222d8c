"""What a work list says of each of its lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communes.models import Resident
from communes.scope import Scope
from indicators.queries.work import Waiting
from sessions.enums import FollowUpReason, Result, WorkList
from sessions.models import Skill, VisitRequest
from sessions.queries.doors import doors
from sessions.queries.priority import Priority


@dataclass(frozen=True, slots=True)
class Line:
    """A household with its head and last visit, of a list of people also the person; why, since when, and what was asked."""

    household: Any
    priority: Priority
    resident: Resident | None
    age: int | None
    why: str
    since: date | None
    last_result: str
    request: VisitRequest | None


def lines_of(page: Sequence[tuple[Waiting, Priority]], which: WorkList | None, scope: Scope, day: date) -> list[Line]:
    """The lines of a page in their order; `which` is None for what the commune asked for. Four queries at most."""
    writer = _Writer(page, which, scope, day)
    return [writer.line(one, priority) for one, priority in page if writer.reaches(one)]


class _Writer:
    """Lines, of rows that were read for all of them at once."""

    def __init__(self, page: Sequence[tuple[Waiting, Priority]], which: WorkList | None, scope: Scope, day: date) -> None:
        self.which, self.day = which, day
        keys = {one.household for one, _priority in page}
        self.homes: dict[UUID, Any] = {home.pk: home for home in doors(scope, day).filter(pk__in=keys)}
        self.people = Resident.objects.within(scope).in_bulk([one.resident for one, _priority in page if one.resident])
        requests = VisitRequest.objects.within(scope).open(day).filter(household__in=keys)
        self.requests = {one.household_id: one for one in requests}
        codes = {code for one, _priority in page for code in one.details if one.resident}
        self.skills = {skill.code: skill.name for skill in Skill.objects.filter(pk__in=codes)} if codes else {}

    def reaches(self, one: Waiting) -> bool:
        """Whether the household, and the person, are in the scope."""
        return one.household in self.homes and (one.resident is None or one.resident in self.people)

    def line(self, one: Waiting, priority: Priority) -> Line:
        """What the page says of it."""
        home, request = self.homes[one.household], self.requests.get(one.household)
        person = self.people[one.resident] if one.resident else None
        age = person.age_on(self.day) if person else None
        last = str(Result(home.last_result).label) if home.last_result else ""
        why = str(request.get_reason_display()) if self.which is None and request else _why(self.which, one.details, self.skills)
        return Line(home, priority, person, age, capfirst(why), one.since, last, request)


def _why(which: WorkList | None, details: Sequence[str], skills: dict[str, str]) -> str:
    """The reason in words: what was promised, or which skills."""
    if which is WorkList.OVERDUE:
        return ", ".join(str(FollowUpReason(reason).label) for reason in details)
    named = ", ".join(f"“{skills.get(code, code)}”" for code in details)
    if which is WorkList.STALLED:
        return _("only with help: %(skills)s") % {"skills": named}
    if which is WorkList.CHECK:
        return _("alone: %(skills)s") % {"skills": named}
    return str(WorkList.NEVER.label)
