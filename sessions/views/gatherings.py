"""Gatherings: the lists of a village and of a commune, and one of them."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communes.models import Commune, Village
from communes.scope import ScopedRequest, scoped
from sessions.models import Gathering
from sessions.queries.gatherings import latest_version, listed, shown
from sessions.views.found import LOG_VISIT, VIEW_PEOPLE, trail, village_or_404

PER_PAGE = 40


@require_safe
@scoped(VIEW_PEOPLE)
def of_village(request: ScopedRequest, *, province: str, commune: str, serial: str) -> HttpResponse:
    """Gatherings held in one village."""
    village = village_or_404(request.scope, province, commune, serial)
    may_log = Village.objects.within(request.reach.to(LOG_VISIT)).filter(pk=village.pk).exists()
    context = {
        "heading": _("Gatherings in %(village)s") % {"village": village.full_name},
        "trail": trail(village, {"label": _("Gatherings"), "url": ""}),
        "new_url": reverse("coaching:gathering_new", args=village.url_parts()) if may_log else "",
    }
    return _list(request, listed(request.scope).filter(village=village), context)


@require_safe
@scoped(VIEW_PEOPLE)
def of_commune(request: ScopedRequest, *, province: str, commune: str) -> HttpResponse:
    """Gatherings held in the reader's villages of one commune, and where to begin a new one."""
    place = get_object_or_404(Commune.objects.reachable(request.scope).select_related("province"), pk=commune, province=province)
    loggable = Village.objects.within(request.reach.to(LOG_VISIT)).filter(commune=place).order_by("code")
    context = {
        "heading": _("Gatherings in %(place)s") % {"place": place},
        "trail": [
            {"label": place.province.name, "url": place.province.get_absolute_url()},
            {"label": str(place), "url": place.get_absolute_url()},
            {"label": _("Gatherings"), "url": ""},
        ],
        "commune": place,
        "villages": list(loggable),
    }
    return _list(request, listed(request.scope).filter(village__commune=place), context)


def _list(request: HttpRequest, found: Any, context: dict[str, Any]) -> HttpResponse:
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "sessions/gatherings.html", context | {"page": page})


@require_safe
@scoped(LOG_VISIT)
def choose(request: ScopedRequest, *, province: str, commune: str) -> HttpResponse:
    """From the village chosen on the commune's page to its form."""
    village = village_or_404(request.scope, province, commune, request.GET.get("village", "").replace("\0", ""))
    return HttpResponseRedirect(reverse("coaching:gathering_new", args=village.url_parts()))


@require_safe
@scoped(VIEW_PEOPLE)
def show(request: ScopedRequest, *, province: str, commune: str, serial: str, gathering: UUID) -> HttpResponse:
    """One recorded gathering. Of people who live out of the reader's scope only how many came."""
    village = village_or_404(request.scope, province, commune, serial)
    held = gathering_or_404(request, village, gathering)
    latest = latest_version(held)
    title = title_of(held)
    known = [one for one in held.attendances.all() if one.resident]
    others = [one for one in held.attendances.all() if not one.resident_id]
    context = {
        "title": title,
        "village": village,
        "trail": trail_to(village, title),
        "gathering": held,
        "latest": latest,
        "known": [(one.resident, [o for o in held.outcomes.all() if o.resident_id == one.resident_id]) for one in known],
        "others": others,
        "came": len(held.attendances.all()),
        "elsewhere": len(held.attendances.all()) - len(known) - len(others),
        "may_log": Village.objects.within(request.reach.to(LOG_VISIT)).filter(pk=village.pk).exists(),
    }
    return render(request, "sessions/gathering.html", context)


def gathering_or_404(request: ScopedRequest, village: Village, gathering: UUID) -> Gathering:
    """The village's gathering of the address, with all that a page says of it."""
    return get_object_or_404(shown(request.scope, request.scope), pk=gathering, village=village)


def title_of(gathering: Gathering) -> str:
    """How pages call a gathering: what it was, and when."""
    what = gathering.title or gathering.get_kind_display().capitalize()
    return f"{what}, {gathering.held_on:%d/%m/%Y}"


def trail_to(village: Village, title: str) -> list[Any]:
    """From the village down to a page of one of its gatherings; a short way, to leave a phone's screen to the form."""
    return [
        {"label": village.full_name, "url": village.get_absolute_url()},
        {"label": _("Gatherings"), "url": reverse("coaching:village_gatherings", args=village.url_parts())},
        {"label": title, "url": ""},
    ]
