"""A roster on its way in: the list, the upload, and the one page that shows each step of an import."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from communes.actions.roster_begin import begin_import, cancel_import, choose, confirm_import
from communes.forms import ChoicesForm, ConfirmForm, UploadForm
from communes.models import Commune, RosterImport
from communes.queries import communes_within, imports_of
from communes.roster_import import progress
from communes.scope import ScopedRequest, scoped
from communes.views.import_page import context_of, trail

IMPORT_ROSTER = "communes.add_rosterimport"
_PER_PAGE = 30


@require_safe
@scoped(IMPORT_ROSTER)
def index(request: ScopedRequest, *, province: str, commune: str) -> HttpResponse:
    """The imports of the commune."""
    place = _commune(request, province, commune)
    page = Paginator(imports_of(place), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "communes/imports/index.html", {"commune": place, "page": page, "trail": trail(place)})


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(IMPORT_ROSTER)
def new(request: ScopedRequest, *, province: str, commune: str) -> HttpResponse:
    """The upload."""
    place = _commune(request, province, commune)
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
    return _page(request, _import(request, province, commune, roster_import))


@require_safe
@scoped(IMPORT_ROSTER)
def step(request: ScopedRequest, *, province: str, commune: str, roster_import: UUID) -> HttpResponse:
    """How far the worker is, for the page that waits; when it is done, the page loads anew."""
    found = _import(request, province, commune, roster_import)
    if not found.is_working:
        return HttpResponseClientRefresh()
    context = {"roster_import": found, "progress": progress.heard(found.pk)}
    return render(request, "communes/imports/_progress.html", context)


@require_POST
@scoped(IMPORT_ROSTER)
def choices(request: ScopedRequest, *, province: str, commune: str, roster_import: UUID) -> HttpResponse:
    """Columns, villages and the day, as the user decided; the plan is made again."""
    found = _import(request, province, commune, roster_import)
    if found.state != RosterImport.State.PLANNED:
        return _too_late(request, found)
    form = ChoicesForm(request.POST, roster_import=found)
    if not form.is_valid():
        return _page(request, found, choices_form=form)
    kept = choose(
        by=request.user,  # type: ignore[arg-type]
        roster_import=found,
        columns=form.column_choices(),
        villages=form.village_choices(),
        village=form.cleaned_data["village"],
        day=form.cleaned_data["day"],
        year=form.cleaned_data["year"],
    )
    return HttpResponseRedirect(found.get_absolute_url()) if kept else _too_late(request, found)


@require_POST
@scoped(IMPORT_ROSTER)
def confirm(request: ScopedRequest, *, province: str, commune: str, roster_import: UUID) -> HttpResponse:
    """The plan goes to the worker."""
    found = _import(request, province, commune, roster_import)
    if found.state != RosterImport.State.PLANNED:
        return HttpResponseRedirect(found.get_absolute_url())
    form = ConfirmForm(request.POST, errors=found.counts["errors"])
    if not form.is_valid():
        return _page(request, found, confirm_form=form)
    sent = confirm_import(
        by=request.user,  # type: ignore[arg-type]
        roster_import=found,
        fingerprint=form.cleaned_data["fingerprint"],
        leave_out_errors=form.cleaned_data.get("leave_out_errors", False),
    )
    return HttpResponseRedirect(found.get_absolute_url()) if sent else _too_late(request, found)


@require_POST
@scoped(IMPORT_ROSTER)
def cancel(request: ScopedRequest, *, province: str, commune: str, roster_import: UUID) -> HttpResponse:
    """The file is forgotten."""
    found = _import(request, province, commune, roster_import)
    if not cancel_import(by=request.user, roster_import=found):  # type: ignore[arg-type]
        return _too_late(request, found)
    messages.success(request, _("Cancelled. The file and what it held are deleted; nothing was changed."))
    return HttpResponseRedirect(reverse("communes:imports", args=[province, commune]))


def _commune(request: ScopedRequest, province: str, commune: str) -> Commune:
    found: Commune = get_object_or_404(communes_within(request.scope), pk=commune, province=province)
    return found


def _import(request: ScopedRequest, province: str, commune: str, roster_import: UUID) -> RosterImport:
    found = RosterImport.objects.within(request.scope).select_related("commune__province", "village", "uploaded_by")
    return get_object_or_404(found, pk=roster_import, commune=commune, commune__province=province)


def _too_late(request: ScopedRequest, found: RosterImport) -> HttpResponse:
    messages.warning(request, _("This import has moved on meanwhile. Here is how it stands now."))
    return HttpResponseRedirect(found.get_absolute_url())


def _page(request: ScopedRequest, found: RosterImport, **forms: Any) -> HttpResponse:
    return render(request, "communes/imports/show.html", context_of(found, request.GET, **forms))
