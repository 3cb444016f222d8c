"""Villages that were not heard from: since when, and what they stand on."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Greatest

from communes.models import Village, VillageCondition
from communes.models.places import COUNTRY
from indicators.queries.hearing import silent_in
from sessions.models import Gathering, Visit
from teams.models import Team

_PROVINCE_DIGITS = 2


def silent_by_child(place: str, day: date) -> dict[str, int]:
    """How many villages are silent in each place directly inside the place (code), by its code. One query."""
    path = "commune__province" if place == COUNTRY else "commune" if len(place) == _PROVINCE_DIGITS else "code"
    return dict(silent_in(place, day).order_by().values_list(path).annotate(n=Count("code")))


def silent_villages(place: str, day: date) -> Any:
    """The silent villages of a place (code), those never heard from first, then the longest silent.

    Each with `heard_on`, and what `Standing` says of it.
    """
    visits = Visit.objects.standing().filter(village=OuterRef("pk"), visited_on__lte=day).order_by().values("village")
    gatherings = Gathering.objects.standing().filter(village=OuterRef("pk"), held_on__lte=day).order_by().values("village")
    ground = VillageCondition.objects.filter(village=OuterRef("pk"), since__lte=day).order_by("-since")
    days = (visits.annotate(d=Max("visited_on")).values("d"), gatherings.annotate(d=Max("held_on")).values("d"))
    found = silent_in(place, day).annotate(
        heard_on=Greatest(*(Subquery(one) for one in days)),
        has_team=Exists(_covering(day).filter(villages=OuterRef("pk"))),
        has_telecom=Subquery(ground.values("has_telecom")[:1]),
        has_power=Subquery(ground.values("has_power")[:1]),
        has_4g=Subquery(ground.values("has_4g")[:1]),
    )
    return found.select_related("commune__province").order_by(F("heard_on").asc(nulls_first=True), "commune", "name", "pk")


def without_team(villages: Collection[str], day: date) -> list[Village]:
    """Of the villages (codes) those that no team covers: nobody there hears of what is asked. One query."""
    covered = Exists(_covering(day).filter(villages=OuterRef("pk")))
    return list(Village.objects.filter(~covered, code__in=villages))


def _covering(day: date) -> Any:
    return Team.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))
