"""Boundaries of the places inside a province, or of the provinces: sent, looked at, shown, removed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communes.actions.boundaries import drop_boundaries, show_boundaries, take_in
from communes.boundaries.places import wanted_in
from communes.boundaries.refusals import RefusalError
from communes.boundaries.turns import take_turn
from communes.boundary_forms import BoundariesFileForm, SourceForm
from communes.models import Boundaries, Province
from communes.models.places import COUNTRY
from communes.scope import ScopedRequest, scoped
from literacy_portal.kit.periods import today

BRING_BOUNDARIES = "communes.add_boundaries"


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(BRING_BOUNDARIES)
def index(request: ScopedRequest, province: str = "") -> HttpResponse:
    """What is shown now, and the upload."""
    place = _place(request, province)
    form = BoundariesFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid() and (draft := _taken_in(request, place, form)):
        return HttpResponseRedirect(draft.get_absolute_url())
    shown = Boundaries.objects.within(request.scope).of(province or COUNTRY).filter(is_shown=True).first()
    context = {**_about(place), "form": form, "shown": shown, **(_matched(shown) if shown else {})}
    return render(request, "communes/boundaries/index.html", context)


def _taken_in(request: ScopedRequest, place: Province | None, form: BoundariesFileForm) -> Boundaries | None:
    name, content = form.cleaned_data["file"]
    try:
        take_turn(request.user)  # type: ignore[arg-type]
        return take_in(by=request.user, province=place, file_name=name, content=content)  # type: ignore[arg-type]
    except RefusalError as refusal:
        form.add_error("file", refusal.message)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(BRING_BOUNDARIES)
def draft(request: ScopedRequest, boundaries: UUID, province: str = "") -> HttpResponse:
    """What was made of a file, before anything is shown; and saying yes to it."""
    found = _own(request, boundaries, province)
    form = SourceForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        done = show_boundaries(by=request.user, boundaries=found, **form.cleaned_data)  # type: ignore[arg-type]
        if done:
            messages.success(request, _("The map is now drawn by these boundaries."))
        else:
            messages.warning(request, _("This file is no longer kept. Send it again."))
        return HttpResponseRedirect(_index_url(found.province))
    context = {**_about(found.province, _("What was found in the file")), "form": form, "draft": found, **_matched(found)}
    return render(request, "communes/boundaries/draft.html", context)


@require_POST
@scoped(BRING_BOUNDARIES)
def drop(request: ScopedRequest, boundaries: UUID, province: str = "") -> HttpResponse:
    """Forgets what was sent, or takes what is shown off the maps."""
    found = _found(request, boundaries, province)
    if not found.is_shown and found.uploaded_by_id != request.user.pk:
        raise Http404
    drop_boundaries(by=request.user, boundaries=found)  # type: ignore[arg-type]
    is_off = found.is_shown
    messages.success(request, _("Removed. The map is one of tiles again.") if is_off else _("Cancelled. The file is forgotten."))
    return HttpResponseRedirect(_index_url(found.province))


def _place(request: ScopedRequest, province: str) -> Province | None:
    """The province of the address; None for the country, which is open to those who administer all of it."""
    if province:
        found: Province = get_object_or_404(Province.objects.within(request.scope), pk=province)
        return found
    if not request.scope.everything:
        raise Http404
    return None


def _found(request: ScopedRequest, boundaries: UUID, province: str) -> Boundaries:
    within = Boundaries.objects.within(request.scope).of(province or COUNTRY).select_related("province")
    found: Boundaries = get_object_or_404(within, pk=boundaries)
    return found


def _own(request: ScopedRequest, boundaries: UUID, province: str) -> Boundaries:
    """What the reader sent and has not said yes to."""
    found = _found(request, boundaries, province)
    if found.is_shown or found.uploaded_by_id != request.user.pk:
        raise Http404
    return found


def _index_url(place: Province | None) -> str:
    level = "province" if place else "country"
    return reverse(f"communes:{level}_boundaries", args=[place.pk] if place else [])


def _about(place: Province | None, *steps: str) -> dict[str, Any]:
    name = place.name if place else _("Vietnam")
    trail = [{"label": _("Vietnam"), "url": reverse("indicators:country")}]
    if place:
        trail.append({"label": name, "url": place.get_absolute_url()})
    trail += [{"label": label, "url": ""} for label in steps]
    trail.insert(len(trail) - len(steps), {"label": _("Boundaries"), "url": _index_url(place) if steps else ""})
    return {"place": place, "place_name": name, "trail": trail, "index_url": _index_url(place)}


def _matched(found: Boundaries) -> dict[str, Any]:
    """Which of today's places are drawn and which are not. One query."""
    names = {one.code: one.name for one in wanted_in(found.province, today())}
    drawn = [code for code, *_mark in found.marks]
    return {
        "pieces": [(code, names.get(code, code)) for code in drawn],
        "map_url": found.address("boundaries_map"),
        "map": found,
        "missing": [name for code, name in names.items() if code not in set(drawn)],
        "joined": [names.get(code, code) for code in found.understood["joined"]],
        "said": found.understood,
    }
