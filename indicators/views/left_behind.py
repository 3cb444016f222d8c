"""Who is left behind in a place: each group against everyone, in points and in people, and where those live."""

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from communes.scope import ScopedRequest, scoped
from indicators.behind import homes, panel, table, table_of_homes
from indicators.board import LEADS
from indicators.catalogue import Indicator, in_force
from indicators.lately import LATELY
from indicators.queries.honesty import honesty_of
from indicators.reading import read
from indicators.views.asked import Asked, by_the_clock
from indicators.views.choice import DEFAULT, Choice
from indicators.views.found import Found, code_of, opened, place_or_404
from indicators.views.frame import answer, frame
from indicators.views.groups import groups_for
from indicators.views.kept import kept, of_place
from literacy_portal.kit.statements import together
from teams.roles import VIEW_FIGURES, VIEW_PEOPLE

WORD = "left-behind"


@require_safe
@scoped(VIEW_FIGURES)
@of_place
def show(request: ScopedRequest, province: str = "", commune: str = "", serial: str = "") -> HttpResponseBase:
    """The gaps of the groups in one indicator and in the leading ones, and the places inside by those not yet counted."""
    code = code_of(province, commune, serial)
    return kept(request, code, lambda asked: _page(asked, place_or_404(asked.scope, province, commune, serial)))


def _chosen(compared: list[Indicator], code: str) -> Indicator:
    by_code = {one.code: one for one in compared}
    return by_code.get(code) or by_code[DEFAULT]


def _page(request: Asked, found: Found) -> HttpResponse:
    catalogue, people, spot = in_force(), request.reach.to(VIEW_PEOPLE), found.spot
    compared = [one for one in catalogue if len(one.groups) > 1]
    chosen = _chosen(compared, request.GET.get("indicator", ""))
    choice = Choice.of(request.GET, catalogue, groups_for(spot, people), chosen)
    honesty = by_the_clock(request, honesty_of(spot.code, choice.day).answer())
    children = found.children(choice.last).answer()
    shown = [chosen, *(one for one in compared if one.code in LEADS and one is not chosen)]
    now, then, inside = together(
        read(spot, [], shown, people, choice.day),
        read(spot, [], shown, people, choice.last - LATELY),
        read(spot, children, [chosen], people, choice.day),
    )
    group = choice.group if choice.group in chosen.groups else chosen.groups[0]
    panels = [panel(spot.code, one, now, then) for one in shown]
    urls = {child: f"{child.url}{WORD}/{choice.address(indicator=chosen.code)}" for child in children}
    context = {
        **frame(request, found, WORD, choice, honesty),
        "indicators": choice.indicators(compared),
        "chosen": panels[0],
        "others": panels[1:],
        "homes": homes(urls, chosen, group, inside, opened=opened(children, found, request.scope)) if children else None,
        "group": group,
    }
    rows = [table(panels), *([table_of_homes(context["homes"])] if children else [])]
    return answer(request, "indicators/left_behind.html", context, rows, str(chosen.rule))
