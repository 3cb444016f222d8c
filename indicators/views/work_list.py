"""A work list of a commune or village by name; from it an officer asks the teams to visit."""

from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from communes.models import Village
from communes.scope import Scope, ScopedRequest, scoped
from indicators.forms.work import AskForm
from indicators.queries.work import Waiting, asked, in_order, waiting
from indicators.queries.work_lines import lines_of
from indicators.views.asking import answer_to, chosen_of
from indicators.views.found import Found, place_or_404
from indicators.views.sides import sides
from indicators.worklists import ABOUT, About
from literacy_portal.kit.periods import today
from sessions.enums import WorkList
from teams.roles import ASK_TEAM, LOG_VISIT, VIEW_PEOPLE

PER_PAGE, MOST_ON_PAPER = 50, 3000
ASKED = "asked"
ABOUT_ASKED = About(gettext_lazy("Asked of the teams"), gettext_lazy("You asked for a visit, and none has met anybody since."))


class Listed(NamedTuple):
    """A list in a place: which one (None: what was asked for), and what is written over it."""

    found: Found
    which: WorkList | None
    about: About


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(VIEW_PEOPLE)
def show(request: ScopedRequest, *, province: str, commune: str, work: str, serial: str = "") -> HttpResponse:
    """The households, or people, in the order of need; `?village` narrows it, `?all` puts it on one page, for paper."""
    found = place_or_404(request.scope, province, commune, serial)
    if work != ASKED and work not in WorkList:
        raise Http404
    which = None if work == ASKED else WorkList(work)
    listed = Listed(found, which, ABOUT_ASKED if which is None else ABOUT[which])
    if request.method != "POST":
        return _page(request, listed, AskForm())
    asking = request.reach.to(ASK_TEAM)
    if not found.spot.is_inside(asking):
        raise Http404
    form = AskForm(request.POST)
    return answer_to(request, found.spot, which, form, asking) or _page(request, listed, form)


def _page(request: ScopedRequest, listed: Listed, form: AskForm) -> HttpResponse:
    found, which, about = listed
    people, day = request.scope, today()
    villages = _villages(found, people)
    chosen = next((one for one in villages if one.serial == request.GET.get("village")), None)
    inside = [chosen] if chosen else villages
    page = _paged(request, _waiting(listed, inside, people))
    context: dict[str, Any] = {
        "spot": found.spot,
        "sides": sides(found.spot, "work-lists"),
        "place_name": found.spot.name,
        "trail": found.trail((_("Work lists"), f"{found.spot.url}work-lists/"), (str(about.title), "")),
        "about": about,
        "day": day,
        "page": page,
        "lines": lines_of(list(page), which, people, day),
        "of_people": which in {WorkList.STALLED, WorkList.CHECK},
        "villages": villages if found.village is None else [],
        "chosen": chosen,
        "many": len(inside) > 1,
        "is_whole": "all" in request.GET,
        "may_ask": found.spot.is_inside(request.reach.to(ASK_TEAM)),
        "is_asked": which is None,
        "form": form,
        "ticked": chosen_of(request),
        "print_url": _print_url(request, inside),
    }
    return render(request, "indicators/work_lists/list.html", context)


def _villages(found: Found, people: Scope) -> list[Village]:
    """The villages of the place in which people are open to the reader. At most one query."""
    if found.village:
        return [found.village]
    here = Village.objects.within(people).open_on(today()).filter(commune=found.spot.code)
    return list(here.select_related("commune").order_by("name", "code"))


def _waiting(listed: Listed, villages: list[Village], people: Scope) -> list[tuple[Waiting, Any]]:
    codes, day = [one.pk for one in villages], today()
    if listed.which is None:
        found = [one for one in asked(listed.found.spot.code, people, day) if one.village in codes]
    else:
        found = waiting(listed.which, codes, day)
    return in_order(found, people, day)


def _paged(request: ScopedRequest, found: list[tuple[Waiting, Any]]) -> Page[Any]:
    return Paginator(found, MOST_ON_PAPER if "all" in request.GET else PER_PAGE).get_page(request.GET.get("page"))


def _print_url(request: ScopedRequest, villages: list[Village]) -> str:
    """Where tonight's rounds of the one village that is shown are printed, for who may log visits there."""
    scope = request.reach.to(LOG_VISIT)
    if len(villages) != 1 or not scope.covers(villages[0].pk, villages[0].commune.province_id):
        return ""
    return f"{reverse('coaching:village_paper', args=villages[0].url_parts())}?which=tonight"
