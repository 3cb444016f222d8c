"""The place that an address names, in the reader's scope; 404 for others, and for parts that do not belong together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404

from communes.models import Boundaries, Commune, Village
from communes.models.places import COUNTRY
from communes.queries import shown_boundaries
from communes.scope import Scope
from indicators.queries import tree
from indicators.queries.tree import Spot
from literacy_portal.kit.statements import Question

BOUNDED = (0, 1)
"""How many places contain one whose children may have boundaries: the country, a province."""


@dataclass(frozen=True)
class Found:
    """A place, and what contains it, widest first; of a village also its row."""

    spot: Spot
    above: Sequence[Spot] = ()
    village: Village | None = None

    def children(self, day: date) -> Question[list[Spot]]:
        """The places directly inside it on a day; none for a village."""
        match [*self.spot.above, self.spot.code]:
            case [_country]:
                return tree.provinces(day)
            case [_country, province]:
                return tree.communes_of(province, day)
            case [_country, province, commune]:
                return tree.villages_of(commune, province, day)
        return Question.known([])

    def boundaries(self) -> Question[Boundaries | None]:
        """Those of the places directly inside it, to be asked together with other questions; villages have none."""
        return shown_boundaries(self.spot.code) if len(self.spot.above) in BOUNDED else Question.known(None)

    def trail(self, *steps: tuple[str, str]) -> list[dict[str, str]]:
        """The breadcrumbs down to the place, and further steps: label, address."""
        places = [(one.name, one.url) for one in (*self.above, self.spot)]
        return [{"label": label, "url": url} for label, url in (*places, *steps)]


def code_of(province: str, commune: str, serial: str) -> str:
    """The code of the place that an address names, whether or not there is one."""
    return f"{commune}{serial}" or province or COUNTRY


def place_or_404(scope: Scope, province: str, commune: str, serial: str) -> Found:
    """Open are the places of the scope, and those that contain one of them. One query; two where only a part is in the scope."""
    if serial:
        return _village(scope, province, commune, serial)
    if not province:
        return Found(tree.country())
    found = (tree.commune_of(commune, province) if commune else tree.province_of(province)).answer()
    if not found or not _is_open(found[-1], scope):
        raise Http404
    return Found(found[-1], found[:-1])


def _is_open(spot: Spot, scope: Scope) -> bool:
    """As `reachable` of provinces and communes: figures only, never people."""
    return spot.holds_part_of(scope) or (len(spot.above) == 1 and spot.code in tree.open_provinces(scope))


def _village(scope: Scope, province: str, commune: str, serial: str) -> Found:
    villages = Village.objects.within(scope).select_related("commune__province")
    found = get_object_or_404(villages, code=f"{commune}{serial}", commune=commune, commune__province=province)
    spot = tree.village_spot(found.code, found.name, found.kind, province)
    return Found(spot, [*_above(found.commune), _spot(found.commune)], found)


def opened(children: Sequence[Spot], found: Found, scope: Scope) -> frozenset[str]:
    """The codes of the children whose pages are open to the reader. At most one query."""
    if not found.above:
        return frozenset(tree.open_provinces(scope))
    is_whole = found.spot.is_inside(scope)
    return frozenset(child.code for child in children if is_whole or child.holds_part_of(scope))


def _above(found: Commune) -> list[Spot]:
    return [tree.country(), tree.province_spot(found.province_id, found.province.name)]


def _spot(found: Commune) -> Spot:
    return tree.commune_spot(found.code, found.name, found.kind, found.province_id)
