"""Gatherings as pages show them: lists, who attended, and whom a register finds."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet

from accounts.models import User
from communes.models import Residence, Resident, Village
from communes.scope import Scope
from literacy_portal.kit.periods import today
from literacy_portal.kit.vietnamese import search_key
from sessions.models import Attendance, Gathering, Outcome, Skill
from sessions.queries.doors import LETTERS_TO_SEARCH
from teams.models import Membership

FOUND_AT_MOST = 12


def latest_version(gathering: Gathering) -> Gathering:
    """The gathering that stands in the place of this one; itself when never corrected."""
    while hasattr(gathering, "replaced_by"):
        gathering = gathering.replaced_by
    return gathering


def listed(scope: Scope) -> QuerySet[Any]:
    """Standing gatherings of the scope, the latest first, each with `came` and `walk_ins` (those on no roster)."""
    return (
        Gathering.objects.within(scope)
        .standing()
        .select_related("village__commune", "team")
        .annotate(came=Count("attendances"), walk_ins=Count("attendances", filter=Q(attendances__resident__isnull=True)))
        .order_by("-held_on", "-received_at")
    )


def shown(scope: Scope, people: Scope) -> QuerySet[Gathering, Any]:
    """Gatherings of the scope with all that a page says of them; of residents only those within `people` are named."""
    named = Resident.objects.within(people)
    said = Outcome.objects.within(people).select_related("skill").order_by("skill__order")
    came = Attendance.objects.prefetch_related(Prefetch("resident", queryset=named), "topics").order_by("pk")
    return (
        Gathering.objects.within(scope)
        .select_related("village__commune__province", "recorded_by", "team", "replaces", "replaced_by")
        .prefetch_related("members", Prefetch("attendances", queryset=came), Prefetch("outcomes", queryset=said))
    )


def find_people(scope: Scope, text: str, day: date) -> list[Any]:
    """Residences of the day of people meant by the text, with or without accents; none for less than two letters."""
    key = search_key(text)
    if len(key) < LETTERS_TO_SEARCH:
        return []
    words = Q()
    for word in key.split():
        words &= Q(resident__search_key__contains=word)
    here = Residence.objects.within(scope).on(day).filter(words).select_related("resident", "household", "village")
    return list(here.order_by("resident__sort_key", "pk")[:FOUND_AT_MOST])


def people_by_key(scope: Scope, keys: Collection[UUID]) -> dict[UUID, Resident]:
    """Of these residents, those within the scope."""
    return Resident.objects.within(scope).in_bulk(keys)


def attended(residents: Collection[UUID]) -> list[Attendance]:
    """Attendances at standing gatherings of people already found within a scope, the latest first, with what was seen."""
    rows = (
        Attendance.objects.filter(resident__in=residents, gathering__replaced_by__isnull=True)
        .select_related("resident", "gathering__village__commune")
        .order_by("-gathering__held_on", "-gathering__received_at", "resident__sort_key")
    )
    said = Outcome.objects.filter(gathering=F("gathering"), resident__in=residents, level__isnull=False).select_related("skill")
    by_both: dict[tuple[Any, Any], list[Outcome]] = {}
    for outcome in said.order_by("skill__order"):
        by_both.setdefault((outcome.gathering_id, outcome.resident_id), []).append(outcome)
    found = list(rows)
    for row in found:
        row.seen = by_both.get((row.gathering_id, row.resident_id), [])  # type: ignore[attr-defined] # for the page
    return found


def coaches_of(village: Village, gathering: Gathering | None) -> list[User]:
    """Who may have coached there: members of today of the teams that cover the village, and whoever was named before."""
    now = Membership.objects.on(today()).filter(team__villages=village).values("user")
    named = [user.pk for user in gathering.members.all()] if gathering else []
    return list(User.objects.filter(Q(pk__in=now) | Q(pk__in=named)).order_by("sort_key", "pk"))


def skills_asked(gathering: Gathering | None) -> dict[str, Skill]:
    """Skills of persons in use, by code, and those that the gathering tells of."""
    told = {outcome.skill_id for outcome in gathering.outcomes.all()} if gathering else set()
    told |= {skill.pk for one in gathering.attendances.all() for skill in one.topics.all()} if gathering else set()
    return {skill.pk: skill for skill in Skill.objects.of_persons().filter(Q(is_active=True) | Q(pk__in=told))}
