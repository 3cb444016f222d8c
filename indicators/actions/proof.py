"""The proof: everything recounted from scratch beside what is stored, compared, published, repaired.

Each comparison is one statement, so it sees one moment, whatever the workers do meanwhile.
"""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils import timezone

from communes.models import Commune, Province, Village
from communes.models.places import COUNTRY
from indicators.actions.ledger import hold_sums, rewrite_sums, rewrite_villages
from indicators.actions.recount import drain
from indicators.actions.statistics import refresh_statistics
from indicators.models import Recount
from indicators.queries.days import counting_day
from indicators.queries.differences import Difference, in_sums, in_villages
from indicators.queries.levels import COMMUNE_DIGITS, VILLAGE_DIGITS, containers, villages_condition
from indicators.statement.ledgers import LEDGERS

CHUNK = 300
"""Villages compared by one statement."""


def compare(place: str = COUNTRY) -> list[Difference]:
    """Every figure of the place, and of all that lies in it, that differs from a recount. First drains what is stale.

    Villages are recounted from the base tables; commune, province and country are the sums of the recounted villages.
    """
    drain()
    villages = list(Village.objects.filter(villages_condition(place)).order_by("code").values_list("code", flat=True))
    day = counting_day()
    found = [one for chunk in chunks(villages) for one in in_villages(chunk, day)]
    return [*found, *in_sums(levels_above(place), found)]


def chunks(villages: Sequence[str]) -> Iterator[Sequence[str]]:
    """The villages, so many at a time as one statement takes."""
    return (villages[start : start + CHUNK] for start in range(0, len(villages), CHUNK))


def levels_above(place: str) -> list[str]:
    """The codes of the places above the village that lie in the place, itself included."""
    if len(place) == VILLAGE_DIGITS:
        return []
    if len(place) == COMMUNE_DIGITS:
        return [place]
    provinces = Province.objects.order_by("code").values_list("code", flat=True)
    communes = Commune.objects.order_by("code").values_list("code", flat=True)
    if place == COUNTRY:
        return [COUNTRY, *provinces, *communes]
    return [place, *communes.filter(province=place)]


def repair(differences: Sequence[Difference]) -> None:
    """Recounts the villages found different, and sets the places above them, and those found different, to their sums."""
    places = {difference.place for difference in differences}
    villages = sorted(place for place in places if len(place) == VILLAGE_DIGITS)
    for chunk in chunks(villages):
        _repair(chunk, containers(chunk))
    _repair([], sorted(places - set(villages)))


@transaction.atomic
def _repair(villages: Sequence[str], places: Sequence[str]) -> None:
    day = counting_day()
    # Held as the worker holds them, in its order: villages first, sums last.
    list(Village.objects.select_for_update(no_key=True).filter(code__in=villages).order_by("code").values_list("code"))
    for ledger in LEDGERS if villages else ():
        rewrite_villages(ledger, dict.fromkeys(villages, day), day)
    hold_sums()
    for ledger in LEDGERS if places else ():
        rewrite_sums(ledger, places, day)


def prove(*, place: str = COUNTRY, repairing: bool = True) -> list[Difference]:
    """Compares a place, repairs what differs unless told not to, and returns it. A recount of everything is published."""
    recount = Recount.objects.create(day=counting_day(), villages=Village.objects.count()) if place == COUNTRY else None
    if recount:
        refresh_statistics()
    differences = compare(place)
    if repairing:
        repair(differences)
    if recount:
        recount.day, recount.differences, recount.finished_at = counting_day(), len(differences), timezone.now()
        recount.save()
    return differences
