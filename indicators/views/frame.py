"""What every side of a place shows around its own: where one is, the day and group, how far the figures may be trusted."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse

from communes.scope import ScopedRequest
from indicators.extracts.sides import Rows, side
from indicators.queries.honesty import Honesty
from indicators.views.choice import Choice
from indicators.views.found import Found
from indicators.views.sides import label_of, sides
from indicators.views.taken import taken, wanted
from teams.roles import VIEW_PEOPLE


def frame(request: ScopedRequest, found: Found, word: str, choice: Choice, honesty: Honesty) -> dict[str, Any]:
    """The context that all sides share; `word` is the side's in the address."""
    return {
        "spot": found.spot,
        "place_name": found.spot.name,
        "word": word,
        "title": label_of(word),
        "trail": found.trail((label_of(word), "")),
        "sides": sides(found.spot, word, choice.kept),
        "choice": choice,
        "honesty": honesty,
        "is_exact": found.spot.is_inside(request.reach.to(VIEW_PEOPLE)),
    }


def answer(request: ScopedRequest, template: str, page: dict[str, Any], tables: Sequence[Rows], *lines: str) -> HttpResponse:
    """The page, not yet written out, or what is taken along of it: its tables as plain rows under the lines that explain them."""
    if kind := wanted(request):
        return taken(kind, side(page, tables, *lines), page["spot"].code, page["word"], page["choice"].last)
    return TemplateResponse(request, template, page)
