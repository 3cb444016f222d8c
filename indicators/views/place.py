"""The page of a place: the same at every level, from the country to the village.

Open are the places of the reader's scope, and those that contain one of them. Any other is a 404, as is an
address whose commune does not lie in its province.
"""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from communes.models import Commune, Province, Village
from communes.models.places import COUNTRY
from communes.scope import Scope, ScopedRequest, scoped
from indicators.queries import tree
from indicators.queries.tree import Spot
from indicators.reading import Floor
from indicators.views.page import Page, show
from teams.roles import VIEW_FIGURES


@require_safe
@scoped(VIEW_FIGURES)
def country(request: ScopedRequest) -> HttpResponse:
    """All provinces."""
    opened = frozenset(tree.open_provinces(request.scope))
    return show(request, Page(tree.country(), children=tree.provinces(), opened=opened))


@require_safe
@scoped(VIEW_FIGURES)
def province(request: ScopedRequest, province: str) -> HttpResponse:
    """A province and its communes."""
    found = get_object_or_404(Province.objects.reachable(request.scope), code=province)
    spot = tree.province_spot(found.code, found.name)
    children = tree.communes_of(found.code)
    page = Page(spot, [tree.country()], children, opened_of(children, request.scope), lambda: [_provinces()])
    return show(request, page)


@require_safe
@scoped(VIEW_FIGURES)
def commune(request: ScopedRequest, province: str, commune: str) -> HttpResponse:
    """A commune and its villages."""
    communes = Commune.objects.reachable(request.scope).select_related("province")
    found = get_object_or_404(communes, code=commune, province=province)
    children = tree.villages_of(found.code, found.province_id)
    page = Page(
        _spot(found), _above(found), children, opened_of(children, request.scope), lambda: [_provinces(), _communes(found)]
    )
    return show(request, page)


@require_safe
@scoped(VIEW_FIGURES)
def village(request: ScopedRequest, province: str, commune: str, serial: str) -> HttpResponse:
    """A village, and the way to its doors for those who go there."""
    villages = Village.objects.within(request.scope).select_related("commune__province")
    found = get_object_or_404(villages, code=f"{commune}{serial}", commune=commune, commune__province=province)
    spot = tree.village_spot(found.code, found.name, found.kind, province)
    above = [*_above(found.commune), _spot(found.commune)]
    page = Page(spot, above, floors=lambda: [_provinces(), _communes(found.commune), _villages(found)], village=found)
    return show(request, page)


def opened_of(children: list[Spot], scope: Scope) -> frozenset[str]:
    """The codes of the children whose pages are open."""
    return frozenset(child.code for child in children if child.holds_part_of(scope))


def _provinces() -> Floor:
    return COUNTRY, [one.code for one in tree.provinces()]


def _communes(found: Commune) -> Floor:
    return found.province_id, [one.code for one in tree.communes_of(found.province_id)]


def _villages(found: Village) -> Floor:
    return found.commune_id, [one.code for one in tree.villages_of(found.commune_id, found.commune.province_id)]


def _above(found: Commune) -> list[Spot]:
    return [tree.country(), tree.province_spot(found.province_id, found.province.name)]


def _spot(found: Commune) -> Spot:
    return tree.commune_spot(found.code, found.name, found.kind, found.province_id)
