"""Places with what contains them and what they contain, as figures show them."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Avg
from django.urls import reverse
from django.utils.translation import gettext as _

from communes.enums import CommuneKind, VillageKind
from communes.models import Commune, Province, Village
from communes.models.places import COUNTRY
from communes.scope import Scope
from literacy_portal.kit.vietnamese import search_key


@dataclass(frozen=True, slots=True)
class Spot:
    """One place: its code, its name with its kind, its address, and the codes of the places that contain it, widest first.

    `plain` is its name without its kind, and `centre` where it lies (degrees north and east), both only where a map asks.
    """

    code: str
    name: str
    url: str
    above: tuple[str, ...] = ()
    plain: str = ""
    centre: tuple[float, float] | None = None

    def is_inside(self, scope: Scope) -> bool:
        """Whether the whole place lies in the scope."""
        return scope.everything or any(
            code in scope.provinces or code in scope.communes or code in scope.villages for code in (*self.above, self.code)
        )

    def figure_url(self, indicator: str) -> str:
        """The address of one figure of the place, looked at closely."""
        return f"{self.url}figures/{indicator}/"

    def url_parts(self) -> list[str]:
        """Province, and of what lies in one commune and serial: the arguments of every address under it."""
        if len(self.above) <= 1:
            return [self.code] if self.above else []
        commune, serial = self.code[:5], self.code[5:]
        return [self.above[1], commune, serial] if serial else [self.above[1], commune]

    def holds_part_of(self, scope: Scope) -> bool:
        """Whether the place lies in the scope, or a place of the scope lies in it: then its figures are open."""
        return self.is_inside(scope) or any(self.code == code[:5] for code in scope.villages)


def country() -> Spot:
    """Vietnam."""
    return Spot(COUNTRY, _("Vietnam"), reverse("indicators:country"))


def province_spot(code: str, name: str) -> Spot:
    """A province."""
    return Spot(code, name, reverse("indicators:province", args=[code]), (COUNTRY,))


def commune_spot(code: str, name: str, kind: str, province: str) -> Spot:
    """A commune, ward or special zone, with its Vietnamese kind only when a language has a word for it."""
    label = f"{CommuneKind(kind).label} {name}"
    return Spot(code, label, commune_url(province, code), (COUNTRY, province))


def commune_url(province: str, code: str) -> str:
    """The address of a commune's page."""
    return reverse("indicators:commune", args=[province, code])


def village_spot(code: str, name: str, kind: str, province: str) -> Spot:
    """A village, with its kind once."""
    word = VillageKind(kind).label
    label = name if search_key(name).startswith(search_key(str(word))) else f"{word} {name}"
    return Spot(code, label, village_url(province, code), (COUNTRY, province, code[:5]))


def village_url(province: str, code: str) -> str:
    """The address of a village's page."""
    return reverse("indicators:village", args=[province, code[:5], code[5:]])


def provinces(day: date) -> list[Spot]:
    """The provinces of a day in the order of their names, each where its communes lie on average. One query."""
    middles = (Avg("communes__latitude"), Avg("communes__longitude"))
    rows = Province.objects.open_on(day).values_list("code", "name", *middles)
    return [_laid(province_spot(code, name), name, *centre) for code, name, *centre in rows]


def communes_of(province: str, day: date) -> list[Spot]:
    """The communes of a province on a day in the order of their names. One query."""
    rows = Commune.objects.open_on(day).filter(province=province).values_list("code", "name", "kind", "latitude", "longitude")
    return [_laid(commune_spot(code, name, kind, province), name, *centre) for code, name, kind, *centre in rows]


def _laid(spot: Spot, plain: str, latitude: float | None, longitude: float | None) -> Spot:
    lies = None if latitude is None or longitude is None else (latitude, longitude)
    return replace(spot, plain=plain, centre=lies)


def villages_of(commune: str, province: str, day: date) -> list[Spot]:
    """The villages of a commune on a day in the order of their names. One query."""
    rows = Village.objects.open_on(day).filter(commune=commune).values_list("code", "name", "kind")
    return [village_spot(*row, province) for row in rows]


def villages_in(province: str, day: date, *, commune: str = "") -> list[Spot]:
    """All villages of a province on a day, or those of one commune of it, in the order of their names. One query."""
    rows = Village.objects.open_on(day).filter(commune__province=province)
    if commune:
        rows = rows.filter(commune=commune)
    return [village_spot(*row, province) for row in rows.values_list("code", "name", "kind")]


def above_all(scope: Scope) -> dict[str, tuple[str, ...]]:
    """The places of a scope, each once, with all that contain them, widest first. At most one query."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(scope.provinces, (COUNTRY,))
    codes = {*scope.communes, *(village[:5] for village in scope.villages)}
    province_of = dict(Commune.objects.filter(code__in=codes).values_list("code", "province")) if codes else {}
    for commune in scope.communes:
        if province_of[commune] not in found:
            found[commune] = (COUNTRY, province_of[commune])
    for village in scope.villages:
        if village[:5] not in found and province_of[village[:5]] not in found:
            found[village] = (COUNTRY, province_of[village[:5]], village[:5])
    return found


def open_provinces(scope: Scope) -> set[str]:
    """The codes of provinces whose figures are open in a scope. One query."""
    return set(Province.objects.reachable(scope).values_list("code", flat=True))
