"""What an address names, within the scope of the request; 404 for everyone else. And the way back up from it."""

from collections.abc import Sequence
from typing import Any, TypedDict
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from communes.models import Household, Village
from communes.scope import Scope, ScopedRequest
from sessions.models import Visit
from sessions.queries.visits import shown

LOG_VISIT = "coaching.add_visit"
VIEW_PEOPLE = "communes.view_resident"


class Step(TypedDict):
    """One step of the breadcrumbs."""

    label: str
    url: str


def village_or_404(scope: Scope, province: str, commune: str, serial: str) -> Village:
    """The village of the address, if it lies in the scope."""
    villages: Any = Village.objects.within(scope)
    village: Village = get_object_or_404(
        villages.select_related("commune__province"), code=f"{commune}{serial}", commune__province=province
    )
    return village


def household_or_404(request: ScopedRequest, province: str, commune: str, serial: str, household: UUID) -> Household:
    """The household of the address, if it lies in a village of the request's scope."""
    households = Household.objects.within(request.scope).select_related("village__commune__province")
    return get_object_or_404(households, pk=household, village=f"{commune}{serial}", village__commune__province=province)


def visit_or_404(request: ScopedRequest, household: Household, visit: UUID) -> Visit:
    """The household's visit of the address, with all that a page says of it."""
    return get_object_or_404(shown(Visit.objects.within(request.scope)), pk=visit, household=household)


def may_log(request: ScopedRequest, household: Household) -> bool:
    """Whether the user may record a visit there. One query."""
    return Village.objects.within(request.reach.to(LOG_VISIT)).filter(pk=household.village_id).exists()


def address(name: str, household: Household, *more: object) -> str:
    """The URL of a page under the household."""
    return reverse(f"coaching:{name}", args=[*household.village.url_parts(), household.pk, *more])


def trail(village: Village, *steps: Step) -> Sequence[Step]:
    """From the province down to the page."""
    commune = village.commune
    return [
        {"label": commune.province.name, "url": commune.province.get_absolute_url()},
        {"label": str(commune), "url": commune.get_absolute_url()},
        {"label": village.full_name, "url": village.get_absolute_url()},
        {"label": _("Households"), "url": reverse("coaching:village_households", args=village.url_parts())},
        *steps,
    ]


def title_of(household: Household) -> str:
    """How pages call a household: by its number in the village's list."""
    return _("Household %(number)s") % {"number": household.number} if household.number else _("Household")
