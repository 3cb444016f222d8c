"""The doors of one's villages: a list to work down, and to find a house or a person in."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communes.models import Village
from communes.scope import Scope, ScopedRequest, scoped
from literacy_portal.kit.periods import today
from sessions.enums import Result
from sessions.queries.doors import Doors, doors, is_poor, is_searchable, matching, most_pressing_first
from sessions.views.found import LOG_VISIT, VIEW_PEOPLE, trail, village_or_404

PER_PAGE = 40
SOUGHT = "sought_household"
"""Where the session keeps the words sought: a name must not stand in an address, which ends in logs."""


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(VIEW_PEOPLE)
def all_doors(request: ScopedRequest) -> HttpResponse:
    """Across all villages of the user."""
    if request.method == "POST":
        return _seek(request)
    return _list(
        request,
        doors(request.scope, today()),
        {
            "heading": _("Households of my villages"),
            "many": _is_wide(request.scope),
            "paper_url": reverse("coaching:paper") if request.reach.to(LOG_VISIT) else "",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(VIEW_PEOPLE)
def village_doors(request: ScopedRequest, *, province: str, commune: str, serial: str) -> HttpResponse:
    """Of one village."""
    village = village_or_404(request.scope, province, commune, serial)
    if request.method == "POST":
        return _seek(request)
    heading = _("Households of %(village)s") % {"village": village.full_name}
    context = {"heading": heading, "village": village, "trail": trail(village), "paper_url": _paper_url(request, village)}
    return _list(request, doors(request.scope, today()).filter(village=village), context)


def _paper_url(request: ScopedRequest, village: Village) -> str:
    """Where rounds are printed, for who may log visits there. No query when the village stands in the scope by its code."""
    scope = request.reach.to(LOG_VISIT)
    may = scope.everything or village.pk in scope.villages or village.commune_id in scope.communes
    return reverse("coaching:village_paper", args=village.url_parts()) if may else ""


def _is_wide(scope: Scope) -> bool:
    """Whether the scope can hold more than one village."""
    return bool(scope.everything or scope.provinces or scope.communes or len(scope.villages) > 1)


def _seek(request: HttpRequest) -> HttpResponse:
    sought = request.POST.get("q", "").strip()[:80]
    request.session[SOUGHT] = sought
    return HttpResponseRedirect(f"{request.path}?found=1" if sought else request.path)


def _list(request: HttpRequest, found: Doors, context: dict[str, Any]) -> HttpResponse:
    sought = request.session.get(SOUGHT, "") if "found" in request.GET else ""
    show = request.GET.get("show", "")
    if sought:
        found, show = matching(found, sought, today()), ""
    counts = found.aggregate(
        all=Count("pk"),
        asked=Count("pk", filter=Q(asked_on__isnull=False)),
        due=Count("pk", filter=Q(due_on__lte=today())),
        never=Count("pk", filter=Q(met_on__isnull=True)),
    )
    page = Paginator(most_pressing_first(_shown(found, show)), PER_PAGE).get_page(request.GET.get("page"))
    for household in page:
        household.is_poor = is_poor(household.poverty_class)
        household.last_result_words = Result(household.last_result).label if household.last_result else ""
    context |= {
        "page": page,
        "sought": sought,
        "is_too_short": bool(sought) and not is_searchable(sought),
        "tabs": _tabs(request.path, show, counts),
        "show": show,
        "today": today(),
    }
    return render(request, "sessions/doors.html", context)


def _shown(found: Doors, show: str) -> Doors:
    if show == "asked":
        return found.filter(asked_on__isnull=False)
    if show == "due":
        return found.filter(due_on__lte=today())
    if show == "never":
        return found.filter(met_on__isnull=True)
    return found


def _tabs(path: str, show: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {"": (_("All"), "all"), "due": (_("Due"), "due"), "never": (_("Not met yet"), "never")}
    if counts["asked"] or show == "asked":
        labels["asked"] = (_("Asked for by the commune"), "asked")
    return [
        {
            "label": f"{label} ({counts[count]})",
            "url": f"{path}?show={key}" if key else path,
            "is_current": key == (show if show in labels else ""),
        }
        for key, (label, count) in labels.items()
    ]
