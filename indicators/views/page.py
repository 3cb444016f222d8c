from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from communes.models import EthnicGroup, Village, VillageCondition
from communes.scope import ScopedRequest
from indicators import board
from indicators.queries import freshness_of
from indicators.queries.figures import heads_of
from indicators.queries.tree import Spot
from indicators.reading import Floor, read
from indicators.views.choice import Choice
from indicators.views.doors import doors
from literacy_portal.kit.periods import today
from teams.roles import VIEW_PEOPLE


@dataclass(frozen=True)
class Page:
    """What tells one level from another: the place, what contains it, what lies in it and which of that is open.

    `floors` gives the way from the country down to the place, each floor with all its sisters (`indicators.reading`).
    """

    spot: Spot
    above: Sequence[Spot] = ()
    children: Sequence[Spot] = ()
    opened: frozenset[str] = frozenset()
    floors: Callable[[], list[Floor]] = list
    village: Village | None = None


def show(request: ScopedRequest, page: Page) -> HttpResponse:
    """The page of a place. What is hidden from this reader is hidden here and nowhere else."""
    people = request.reach.to(VIEW_PEOPLE)
    choice = Choice.of(request.GET)
    reading = read(page.spot, [child.code for child in page.children], choice.indicator, page.floors, people)
    context = {
        "spot": page.spot,
        "place_name": page.spot.name,
        "trail": [{"label": one.name, "url": one.url} for one in (*page.above, page.spot)],
        "choice": choice,
        "sections": board.sections(page.spot.code, reading),
        "comparison": board.comparison(page.spot.code, choice.indicator, reading),
        "ranking": board.ranking(page.children, choice.indicator, reading, opened=page.opened, order=choice.order),
        "has_children": bool(page.children),
        "freshness": freshness_of(page.spot.code),
        "has_hidden": bool(reading.curtain.hidden),
        "doors": list(doors(request, page.spot)),
        **(_profile(page) if page.spot.is_inside(people) else {}),
    }
    return render(request, "indicators/place.html", context)


def _profile(page: Page) -> dict[str, Any]:
    """Who lives there, for those to whom people are open; of a village also the ground under it."""
    groups = dict(EthnicGroup.objects.values_list("slug", "name"))
    profile: dict[str, Any] = {"facts": board.facts(heads_of(page.spot.code), groups)}
    if page.village:
        profile["ground"] = VillageCondition.objects.filter(village=page.village, since__lte=today()).order_by("-since").first()
    return profile
