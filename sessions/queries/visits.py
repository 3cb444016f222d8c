"""Visits as pages show them: a household's history, and what the next form starts from."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from communes.models import Household
from communes.scope import Scope
from sessions.enums import Language, Setting
from sessions.models import Attendance, FollowUp, Outcome, Visit
from sessions.queries.gatherings import attended
from teams.models import Team


@dataclass(frozen=True, slots=True)
class Habits:
    """What a form proposes: how the user's last visit went."""

    setting: str = Setting.HOME
    language: str = Language.VIETNAMESE
    mode: str = ""


def habits_of(user: User) -> Habits:
    """The setting, language and mode of the last visit that the user recorded. Two queries."""
    last = Visit.objects.filter(recorded_by=user).order_by("-received_at").first()
    if last is None:
        return Habits()
    seen = last.outcomes.exclude(mode="").values_list("mode", flat=True).order_by("id")
    return Habits(last.setting, last.language, seen.first() or "")


def shown(visits: QuerySet[Visit, Any]) -> QuerySet[Visit, Any]:
    """Visits with all that a page says of them, in a constant number of queries."""
    said = Outcome.objects.select_related("skill", "resident").order_by("resident__sort_key", "skill__order")
    return visits.select_related("recorded_by", "team", "replaces", "replaced_by").prefetch_related(
        "people", "follow_ups", Prefetch("outcomes", queryset=said)
    )


@dataclass(frozen=True, slots=True)
class Chapter:
    """An evening of a household: a visit that stands and those that it corrected, the newest first; or who of it went where."""

    day: date
    visit: Visit | None = None
    corrected: list[Visit] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)


def timeline(household: Household, scope: Scope, people: Collection[UUID] = ()) -> list[Chapter]:
    """The household's visits, and the gatherings that its `people` went to, the latest day first.

    A corrected visit is told under its correction; `people` were found within the scope.
    """
    found = list(shown(Visit.objects.within(scope).filter(household=household)))
    by_key = {visit.pk: visit for visit in found}
    visits = [
        Chapter(visit.visited_on, visit, _replaced_by(visit, by_key)) for visit in found if not hasattr(visit, "replaced_by")
    ]
    went = groupby(attended(people), key=lambda one: one.gathering)
    gone = [Chapter(gathering.held_on, attendances=list(rows)) for gathering, rows in went]
    return sorted([*visits, *gone], key=lambda chapter: chapter.day, reverse=True)


def _replaced_by(visit: Visit, by_key: dict[Any, Visit]) -> list[Visit]:
    older, key = [], visit.replaces_id
    while key in by_key:
        older.append(by_key[key])
        key = by_key[key].replaces_id
    return older


def latest_version(visit: Visit) -> Visit:
    """The visit that stands in the place of this one; itself when never corrected."""
    while hasattr(visit, "replaced_by"):
        visit = visit.replaced_by
    return visit


def open_promises(household: Household, scope: Scope) -> QuerySet[FollowUp, Any]:
    """The household's open follow-ups, the first due first."""
    return FollowUp.objects.within(scope).filter(household=household).open().select_related("owner")


def team_covering(user: User, village: str, day: date) -> Team | None:
    """The user's team of the day that covers the village, a village's own before a commune's."""
    return Team.objects.filter(villages=village, memberships__in=user.memberships.on(day)).order_by("-level", "pk").first()
