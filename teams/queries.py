"""Named reads of teams. Numbers of members are those of the day."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from communes.models import Commune, Village
from communes.scope import Scope
from teams.enums import TeamLevel
from teams.models import Membership, Team

USUAL_SIZE = range(4, 16)
"""Four to fifteen members (R76). Outside of it a team is marked, never refused."""


def _members_on(day: date) -> Q:
    begun = Q(memberships__started_on__lte=day)
    return begun & (Q(memberships__ended_on__isnull=True) | Q(memberships__ended_on__gt=day))


def _open_on(day: date) -> Q:
    return Q(closed_on__isnull=True) | Q(closed_on__gt=day)


def teams_of(commune: Commune, scope: Scope, day: date) -> QuerySet[Any]:
    """Teams of the commune that exist on the day, with `size` and their villages. Two queries whatever their number."""
    villages = Village.objects.within(scope).only("code", "name", "kind", "commune_id")
    return (
        Team.objects.within(scope)
        .filter(_open_on(day), commune=commune)
        .annotate(size=Count("memberships", filter=_members_on(day), distinct=True))
        .prefetch_related(Prefetch("villages", queryset=villages))
        .order_by("level", "name", "pk")
    )


def members_of(team: Team, day: date) -> list[Membership]:
    """Who is in the team on the day, the leader first, then in the order of Vietnamese name lists."""
    leading = {"leader": 0, "deputy": 1}
    found = team.memberships.on(day).select_related("user").order_by("user__sort_key", "user")
    return sorted(found, key=lambda membership: leading.get(membership.role, 2))


def is_usual_size(size: int) -> bool:
    """Whether a team of so many is as large as it should be."""
    return size in USUAL_SIZE


def villages_without_team(commune: Commune, scope: Scope, day: date) -> QuerySet[Village]:
    """Villages of the commune that exist on the day and that no village team covers (R3 asks for one in each)."""
    covering = Team.objects.filter(_open_on(day), level=TeamLevel.VILLAGE, villages=OuterRef("pk"))
    return Village.objects.within(scope).filter(~Exists(covering), commune=commune).open_on(day)
