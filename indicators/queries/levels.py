"""Places as figures know them: a code is of a village (8 digits), a commune (5), a province (2) or the country ("vn")."""

from collections.abc import Iterable

from django.db.models import Q

from communes.models import Commune
from communes.models.places import COUNTRY

VILLAGE_DIGITS, COMMUNE_DIGITS = 8, 5


def villages_condition(place: str, village: str = "") -> Q:
    """The filter on the villages of a place, where `village` is the path to the village ("" for the village itself)."""
    path = f"{village}__" if village else ""
    if place == COUNTRY:
        return Q()
    if len(place) == VILLAGE_DIGITS:
        return Q(**{village or "code": place})
    if len(place) == COMMUNE_DIGITS:
        return Q(**{f"{path}commune": place})
    return Q(**{f"{path}commune__province": place})


def containers(villages: Iterable[str]) -> list[str]:
    """The codes of all places that contain one of the villages (codes of villages or communes)."""
    communes = {code[:COMMUNE_DIGITS] for code in villages}
    provinces = Commune.objects.filter(code__in=communes).values_list("province", flat=True)
    return sorted({COUNTRY, *communes, *provinces}) if communes else []
