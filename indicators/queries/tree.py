"""Places with what contains them and what they contain, as figures show them."""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communes.enums import CommuneKind, VillageKind
from communes.models import Commune, Province, Village
from communes.models.places import COUNTRY
from communes.scope import Scope
from literacy_portal.kit.statements import Question, Rows, Statement
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
        places = (*self.above, self.code)
        return scope.everything or not (
            scope.provinces.isdisjoint(places) and scope.communes.isdisjoint(places) and scope.villages.isdisjoint(places)
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


_PARTS = ("00", "11111", "222")
"""Stand for the parts of an address: province, commune, serial."""


@cache
def _pattern(level: str, parts: int) -> str:
    """The address of a place of a level with a hole for each part: a page has hundreds, and Django looks up each anew."""
    address = reverse(f"indicators:{level}", args=_PARTS[:parts])
    for number, part in enumerate(_PARTS[:parts]):
        address = address.replace(part, f"{{{number}}}")
    return address


def country() -> Spot:
    """Vietnam."""
    return Spot(COUNTRY, _("Vietnam"), reverse("indicators:country"))


Centre = tuple[float, float] | None


def province_spot(code: str, name: str, centre: Centre = None) -> Spot:
    """A province."""
    return Spot(code, name, _pattern("province", 1).format(code), (COUNTRY,), name, centre)


def commune_spot(code: str, name: str, kind: str, province: str, centre: Centre = None) -> Spot:
    """A commune, ward or special zone, with its Vietnamese kind only when a language has a word for it."""
    return _commune_spot(code, name, kind, province, centre, get_language())


@lru_cache(maxsize=10_000)
def _commune_spot(code: str, name: str, kind: str, province: str, centre: Centre, _language: str | None) -> Spot:
    """The same in the active language: a page has a hundred of them, and they seldom change."""
    label = f"{CommuneKind(kind).label} {name}"
    return Spot(code, label, commune_url(province, code), (COUNTRY, province), name, centre)


def commune_url(province: str, code: str) -> str:
    """The address of a commune's page."""
    return _pattern("commune", 2).format(province, code)


def village_spot(code: str, name: str, kind: str, province: str) -> Spot:
    """A village, with its kind once."""
    word = VillageKind(kind).label
    label = name if search_key(name).startswith(search_key(str(word))) else f"{word} {name}"
    return Spot(code, label, village_url(province, code), (COUNTRY, province, code[:5]))


def village_url(province: str, code: str) -> str:
    """The address of a village's page."""
    return _pattern("village", 3).format(province, code[:5], code[5:])


_OPEN = "(p.opened_on IS NULL OR p.opened_on <= $1) AND (p.closed_on IS NULL OR p.closed_on > $1)"
"""`PlaceQuerySet.open_on`."""
_PROVINCES = Statement(
    f"""
    SELECT p.code, p.name, avg(c.latitude), avg(c.longitude)
    FROM communes_province p LEFT JOIN communes_commune c ON c.province_id = p.code
    WHERE {_OPEN} GROUP BY p.code ORDER BY p.sort_key, p.code
    """,  # noqa: S608 -- our own texts only
    "indicators_provinces",
    "date",
)
_COMMUNES = Statement(
    f"""
    SELECT p.code, p.name, p.kind, p.latitude, p.longitude FROM communes_commune p
    WHERE p.province_id = $2 AND {_OPEN} ORDER BY p.sort_key, p.code
    """,  # noqa: S608 -- our own texts only
    "indicators_communes",
    "date, text",
)
_VILLAGES = Statement(
    f"""
    SELECT p.code, p.name, p.kind FROM communes_village p
    WHERE p.commune_id = $2 AND {_OPEN} ORDER BY p.sort_key, p.code
    """,  # noqa: S608 -- our own texts only
    "indicators_villages",
    "date, text",
)


def provinces(day: date) -> Question[list[Spot]]:
    """The provinces of a day in the order of their names, each where its communes lie on average."""

    def told(rows: Rows) -> list[Spot]:
        return [province_spot(code, name, _centre(*lies)) for code, name, *lies in rows]

    return Question.of(_PROVINCES(day), told)


def communes_of(province: str, day: date) -> Question[list[Spot]]:
    """The communes of a province on a day in the order of their names, each where it lies."""
    return Question.of(_COMMUNES(day, province), lambda rows: list(_commune_spots(tuple(rows), province, get_language())))


@lru_cache(maxsize=200)
def _commune_spots(rows: tuple[tuple[Any, ...], ...], province: str, language: str | None) -> tuple[Spot, ...]:
    """Seldom others than a moment ago."""
    return tuple(_commune_spot(code, name, kind, province, _centre(*lies), language) for code, name, kind, *lies in rows)


_PROVINCE = Statement("SELECT p.name FROM communes_province p WHERE p.code = $1", "indicators_province", "text")
_COMMUNE = Statement(
    """
    SELECT c.name, c.kind, p.name FROM communes_commune c JOIN communes_province p ON p.code = c.province_id
    WHERE c.code = $1 AND c.province_id = $2
    """,
    "indicators_commune",
    "text, text",
)


def province_of(code: str) -> Question[list[Spot]]:
    """The province with this code, below what contains it; empty where there is none."""
    return Question.of(_PROVINCE(code), lambda rows: [country(), province_spot(code, rows[0][0])] if rows else [])


def commune_of(code: str, province: str) -> Question[list[Spot]]:
    """The commune with this code in this province, below what contains it; empty where there is none."""

    def told(rows: Rows) -> list[Spot]:
        return [
            spot
            for name, kind, above in rows
            for spot in (country(), province_spot(province, above), commune_spot(code, name, kind, province))
        ]

    return Question.of(_COMMUNE(code, province), told)


def _centre(latitude: float | None, longitude: float | None) -> Centre:
    return None if latitude is None or longitude is None else (latitude, longitude)


def villages_of(commune: str, province: str, day: date) -> Question[list[Spot]]:
    """The villages of a commune on a day in the order of their names."""
    return Question.of(
        _VILLAGES(day, commune), lambda rows: [village_spot(code, name, kind, province) for code, name, kind in rows]
    )


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
