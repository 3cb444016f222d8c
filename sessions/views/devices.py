"""Phones in which visits are kept: one's own, and those of a team; and the button for a lost one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from communes.models import Commune
from communes.scope import Scope, ScopedRequest, personal, scoped
from literacy_portal.kit.periods import today
from sessions.actions.devices import end_device
from sessions.models import Device
from sessions.queries.devices import device_of, devices_of
from teams.models import Team
from teams.queries import members_of
from teams.roles import END_DEVICE, VIEW_DEVICES


@personal
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own phones. Three queries with the session and the user."""
    user: User = request.user  # type: ignore[assignment]
    owner = {"user": user, "devices": devices_of([user]).get(user.pk, [])}
    trail = [{"label": _("My account"), "url": reverse("teams:account")}, {"label": _("Phones"), "url": ""}]
    context = {"owners": [owner], "title": _("Phones with my visits"), "trail": trail, "may_end": True, "is_mine": True}
    return render(request, "sessions/devices.html", context)


@personal
@require_POST
def end_mine(request: HttpRequest, device: UUID) -> HttpResponse:
    """One's own phone is lost."""
    found = device_of(request.user, device)  # type: ignore[arg-type]
    return _ended(request, found, reverse("coaching:devices"))


@scoped(VIEW_DEVICES)
@require_safe
def of_team(request: ScopedRequest, *, province: str, commune: str, team: int) -> HttpResponse:
    """The phones of the members of a team."""
    place, found = _team(request.scope, province, commune, team)
    members = [membership.user for membership in members_of(found, today())]
    devices = devices_of(members)
    team_url = reverse("teams:team", args=[province, commune, team])
    trail = [
        {"label": str(place), "url": place.get_absolute_url()},
        {"label": found.name, "url": team_url},
        {"label": _("Phones"), "url": ""},
    ]
    context = {
        "owners": [{"user": user, "devices": devices.get(user.pk, [])} for user in members],
        "title": _("Phones of the team"),
        "team": found,
        "place": place,
        "trail": trail,
        "may_end": Team.objects.within(request.reach.to(END_DEVICE)).filter(pk=found.pk).exists(),
    }
    return render(request, "sessions/devices.html", context)


@scoped(END_DEVICE)
@require_POST
def end_of_team(request: ScopedRequest, *, province: str, commune: str, team: int, device: UUID) -> HttpResponse:
    """The phone of a member is lost."""
    _place, found = _team(request.scope, province, commune, team)
    owned = devices_of([membership.user for membership in members_of(found, today())])
    lost = next((one for devices in owned.values() for one in devices if one.pk == device), None)
    return _ended(request, lost, reverse("coaching:team_devices", args=[province, commune, team]))


def _team(scope: Scope, province: str, commune: str, team: int) -> tuple[Commune, Team]:
    place = get_object_or_404(Commune.objects.reachable(scope), code=commune, province=province)
    return place, get_object_or_404(Team.objects.within(scope), pk=team, commune=place)


def _ended(request: HttpRequest, device: Device | None, back: str) -> HttpResponse:
    if device is None:
        raise Http404
    if end_device(by=request.user, device=device):  # type: ignore[arg-type]
        messages.success(request, _("The phone is ended: it is signed out, and its list is void."))
    else:
        messages.info(request, _("This phone was ended before."))
    return HttpResponseRedirect(back)
