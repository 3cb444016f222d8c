"""What became of the rosters of a commune: the history, each import's own page, its undo, its kept file."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communes.actions.roster_export import take_kept_file
from communes.actions.roster_undo import ask_undo
from communes.models import RosterChange, RosterImport
from communes.roster_history import (
    applied_imports,
    balance,
    can_undo,
    events_of,
    foreseen,
    has_kept_file,
    kept_of,
    planned,
)
from communes.roster_import.undo import Verdicts, weigh
from communes.scope import ScopedRequest, scoped
from communes.views.finding import IMPORT_ROSTER, commune_of, import_of
from communes.views.import_page import trail

_PER_PAGE = 30
_ROWS = 50


@require_safe
@scoped(IMPORT_ROSTER)
def history(request: ScopedRequest, *, province: str, commune: str) -> HttpResponse:
    """Every import of the commune that wrote."""
    place = commune_of(request, province, commune)
    page = Paginator(applied_imports(place), _PER_PAGE).get_page(request.GET.get("page"))
    steps = {"label": _("History"), "url": ""}
    return render(request, "communes/imports/history.html", {"commune": place, "page": page, "trail": trail(place, steps)})


@require_safe
@scoped(IMPORT_ROSTER)
def about(request: ScopedRequest, *, province: str, commune: str, roster_import: UUID) -> HttpResponse:
    """One import: its file, its steps, what it changed, what its undo left alone."""
    found = import_of(request, province, commune, roster_import)
    context: dict[str, Any] = {
        "roster_import": found,
        "events": events_of(found),
        "can_undo": can_undo(found),
        "has_kept_file": has_kept_file(found),
        "planned": planned(found),
        "trail": _trail(found, _("History")),
    }
    if found.state == RosterImport.State.UNDONE:
        rows = RosterChange.objects.within(request.scope).filter(roster_import=found).exclude(kept="").order_by("kind", "pk")
        page = Paginator(rows, _ROWS).get_page(request.GET.get("page"))
        context |= {
            "page": page,
            "kept": kept_of(found, page.object_list, request.scope),
            "balance": balance(Verdicts.from_json(found.undo.report)),
        }
    return render(request, "communes/imports/about.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(IMPORT_ROSTER)
def undo(request: ScopedRequest, *, province: str, commune: str, roster_import: UUID) -> HttpResponse:
    """What taking the import back would restore and what it would leave alone; by POST it is done."""
    found = import_of(request, province, commune, roster_import)
    if not can_undo(found):
        messages.warning(request, _("This import cannot be undone, or not any more. Here is how it stands."))
        return HttpResponseRedirect(reverse("communes:import_about", args=found.url_parts()))
    if request.method == "POST":
        ask_undo(by=request.user, roster_import=found)  # type: ignore[arg-type]
        return HttpResponseRedirect(found.get_absolute_url())
    verdicts = weigh(found.pk, found.undo.learned)
    context = {
        "roster_import": found,
        "balance": balance(verdicts),
        "kept": foreseen(found, verdicts, request.scope),
        "stays": sum(verdicts.kept.values()),
        "goes_back": sum(verdicts.back.values()) + len(found.undo.learned),
        "learned": len(found.undo.learned),
        "trail": _trail(found, _("Undo")),
    }
    return render(request, "communes/imports/undo.html", context)


@require_POST
@scoped(IMPORT_ROSTER)
def file(request: ScopedRequest, *, province: str, commune: str, roster_import: UUID) -> HttpResponseBase:
    """The workbook as it was sent, where it is kept."""
    found = import_of(request, province, commune, roster_import)
    content = take_kept_file(by=request.user, roster_import=found)  # type: ignore[arg-type]
    if content is None:
        raise Http404
    return FileResponse(BytesIO(content), as_attachment=True, filename=found.file_name, content_type="application/octet-stream")


def _trail(found: RosterImport, label: str) -> list[dict[str, str]]:
    return trail(found.commune, {"label": found.file_name, "url": found.get_absolute_url()}, {"label": label, "url": ""})
