"""A roster on its way in: the list, the upload, and the one page that shows each step of an import."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from communes.actions.roster_begin import begin_import, cancel_import, choose, confirm_import
from communes.forms import ChoicesForm, ConfirmForm, UploadForm
from communes.models import RosterImport
from communes.queries import imports_of
from communes.roster_import import progress
from communes.scope import ScopedRequest, scoped
from communes.views.finding import IMPORT_ROSTER, commune_of, import_of
from communes.views.import_page import Refused, context_of, trail
from communes.views.planning import plan_soon, too_late

_PER_PAGE = 30


@require_safe
@scoped(IMPORT_ROSTER)
def index(request: ScopedRequest, *, province: str, commune: str) -> HttpResponse:
    """The imports of the commune."""
    place = commune_of(request, province, commune)
    page = Paginator(imports_of(place), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "communes/imports/index.html", {"commune": place, "page": page, "trail": trail(place)})


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(IMPORT_ROSTER)
def new(request: ScopedRequest, *, province: str, commune: str) -> HttpResponse:
    """The upload."""
    place = commune_of(request, province, commune)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    initial = {"village": f"{place.pk}{request.GET.get('village', '')}"}
    form = UploadForm(*sent, commune=place, initial=initial)
    if request.method == "POST" and form.is_valid():
        name, content = form.cleaned_data["file"]
        roster_import = begin_import(
            by=request.user,  # type: ignore[arg-type]
            commune=place,
            village=form.cleaned_data["village"],
            file_name=name,
            content=content,
        )
        return HttpResponseRedirect(roster_import.get_absolute_url())
    steps = [{"label": _("Send a roster"), "url": ""}]
    return render(request, "communes/imports/new.html", {"commune": place, "form": form, "trail": trail(place, *steps)})


@require_safe
@scoped(IMPORT_ROSTER)
def show(request: ScopedRequest, *, province: str, commune: str, roster_import: UUID) -> HttpResponse:
    """One import, whatever its state."""
    return _page(request, import_of(request, province, commune, roster_import))


@require_safe
@scoped(IMPORT_ROSTER)
def step(request: ScopedRequest, *, province: str, commune: str, roster_import: UUID) -> HttpResponse:
    """How far the worker is, for the page that waits; when it is done, the page loads anew."""
    found = import_of(request, province, commune, roster_import)
    if not found.is_working:
        return HttpResponseClientRefresh()
    context = {"roster_import": found, "progress": progress.heard(found.pk)}
    return render(request, "communes/imports/_progress.html", context)


@require_POST
@scoped(IMPORT_ROSTER)
def choices(request: ScopedRequest, *, province: str, commune: str, roster_import: UUID) -> HttpResponse:
    """Columns, villages and the day, as the user decided; the plan is made again."""
    found = import_of(request, province, commune, roster_import)
    if found.state != RosterImport.State.PLANNED:
        return too_late(request, found)
    form = ChoicesForm(request.POST, roster_import=found)
    if not form.is_valid():
        return _page(request, found, Refused(choices=form))
    kept = choose(
        by=request.user,  # type: ignore[arg-type]
        roster_import=found,
        columns=form.column_choices(),
        villages=form.village_choices(),
        village=form.cleaned_data["village"],
        day=form.cleaned_data["day"],
        year=form.cleaned_data["year"],
        decoding=form.decoding_choices(),
        wake=False,
    )
    return plan_soon(found) if kept else too_late(request, found)


@require_POST
@scoped(IMPORT_ROSTER)
def confirm(request: ScopedRequest, *, province: str, commune: str, roster_import: UUID) -> HttpResponse:
    """The plan goes to the worker."""
    found = import_of(request, province, commune, roster_import)
    if found.state != RosterImport.State.PLANNED:
        return HttpResponseRedirect(found.get_absolute_url())
    form = ConfirmForm(request.POST, errors=found.counts["errors"])
    if not form.is_valid():
        return _page(request, found, Refused(confirm=form))
    sent = confirm_import(
        by=request.user,  # type: ignore[arg-type]
        roster_import=found,
        fingerprint=form.cleaned_data["fingerprint"],
        leave_out_errors=form.cleaned_data.get("leave_out_errors", False),
    )
    return HttpResponseRedirect(found.get_absolute_url()) if sent else too_late(request, found)


@require_POST
@scoped(IMPORT_ROSTER)
def cancel(request: ScopedRequest, *, province: str, commune: str, roster_import: UUID) -> HttpResponse:
    """The file is forgotten."""
    found = import_of(request, province, commune, roster_import)
    if not cancel_import(by=request.user, roster_import=found):  # type: ignore[arg-type]
        return too_late(request, found)
    messages.success(request, _("Cancelled. The file and what it held are deleted; nothing was changed."))
    return HttpResponseRedirect(reverse("communes:imports", args=[province, commune]))


def _page(request: ScopedRequest, found: RosterImport, refused: Refused | None = None) -> HttpResponse:
    return render(request, "communes/imports/show.html", context_of(found, request.GET, refused))
