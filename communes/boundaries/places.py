"""The places that boundaries are wanted for."""

from datetime import date

from django.db.models import Avg

from communes.boundaries.matching import Wanted
from communes.models import Commune, Province


def wanted_in(province: Province | None, day: date) -> list[Wanted]:
    """The communes of a province on a day, or the provinces, in the order of their names. One query."""
    if province:
        communes = Commune.objects.open_on(day).filter(province=province)
        return [_wanted(*row) for row in communes.values_list("pk", "kind", "name", "latitude", "longitude")]
    middles = (Avg("communes__latitude"), Avg("communes__longitude"))
    return [_wanted(*row) for row in Province.objects.open_on(day).values_list("pk", "kind", "name", *middles)]


def _wanted(code: str, kind: str, name: str, latitude: float | None, longitude: float | None) -> Wanted:
    # Kinds are the official words without accents: "dac_khu".
    return Wanted(code, kind.replace("_", " "), name, latitude, longitude)
