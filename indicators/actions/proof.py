"""The proof: everything recounted from scratch beside what is stored, compared, published, repaired.

Each comparison is one statement, so it sees one moment, whatever the workers do meanwhile.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from communes.models import Commune, Province, Village
from communes.models.places import COUNTRY
from indicators.actions.editions import publish
from indicators.actions.ledger import hold_sums, rewrite_sums, rewrite_villages
from indicators.actions.recount import drain, earliest
from indicators.actions.statistics import refresh_statistics
from indicators.catalogue import in_force
from indicators.models import Recount
from indicators.queries.days import counting_day
from indicators.queries.differences import Comparison, Difference
from indicators.queries.levels import COMMUNE_DIGITS, VILLAGE_DIGITS, containers, villages_condition
from indicators.statement.ledgers import LEDGERS

CHUNK, CHUNK_OF_HISTORIES = 300, 50
"""Villages compared by one statement: on one day, and on all days."""

NIGHTS = 28
"""After so many nights the history of every place was compared."""


def compare(place: str = COUNTRY, day: date | None = None) -> list[Difference]:
    """Every figure of the place, and of all that lies in it, that differs from a recount: on the day, or on any (None).

    First drains what is stale. Villages are recounted from the base tables; commune, province and country are the sums of
    the recounted villages.
    """
    drain()
    return _compare(_villages_in(place), levels_above(place), day)


@transaction.atomic
def _compare(villages: Sequence[str], above: Sequence[str], day: date | None) -> list[Difference]:
    catalogue, found = in_force(), Comparison()
    since, until = (date.min, counting_day()) if day is None else (day, day)
    for chunk in _chunks(villages, CHUNK_OF_HISTORIES if day is None else CHUNK):
        found.villages(dict.fromkeys(chunk, since), until, catalogue)
    if above:
        found.sums(above, since, until, catalogue)
    return found.differences


def _villages_in(place: str) -> list[str]:
    return list(Village.objects.filter(villages_condition(place)).order_by("code").values_list("code", flat=True))


def _chunks(villages: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (villages[start : start + size] for start in range(0, len(villages), size))


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


def repair(differences: Iterable[Difference]) -> None:
    """Recounts all days of the villages that differ, and sets the places above them, and those that differ, to their sums.

    Sums are made anew and not added to: those above a wrong village may be right.
    """
    places = {difference.place for difference in differences}
    villages = sorted(place for place in places if len(place) == VILLAGE_DIGITS)
    for chunk in _chunks(villages, CHUNK_OF_HISTORIES):
        _repair(chunk, containers(chunk))
    _repair([], sorted(places - set(villages)))


@transaction.atomic
def _repair(villages: Sequence[str], above: Sequence[str]) -> None:
    day, catalogue = counting_day(), in_force()
    # Held as the worker holds them, in its order: villages first, sums last.
    list(Village.objects.select_for_update(no_key=True).filter(code__in=villages).order_by("code").values_list("code"))
    since = dict.fromkeys(villages, date.min)
    written = [rewrite_villages(ledger, since, day, catalogue) for ledger in LEDGERS] if villages else []
    hold_sums()
    written += [rewrite_sums(ledger, above, catalogue) for ledger in LEDGERS] if above else []
    publish(earliest(written), day=day)


def prove(*, place: str = COUNTRY, day: date | None = None, repairing: bool = True) -> list[Difference]:
    """Compares a place, on the day or on all (None), repairs what differs unless told not to, and returns it.

    A comparison of everything on all days is published.
    """
    recount = _begin() if place == COUNTRY and day is None else None
    differences = compare(place, day)
    if repairing:
        repair(differences)
    if recount:
        _finish(recount, histories=recount.villages, differences=differences)
    return differences


def prove_tonight() -> list[Difference]:
    """Compares and repairs every figure as of today, and all days of the places whose turn it is. Publishes how much differed."""
    recount = _begin()
    day = counting_day()
    differences = compare(COUNTRY, day)
    turn = [place for place in levels_above(COUNTRY) if is_turn_of(place, day)]
    villages = [village for village in _villages_in(COUNTRY) if is_turn_of(village[:COMMUNE_DIGITS], day)]
    known = {(one.place, one.figure) for one in differences}
    differences += [one for one in _compare(villages, turn, None) if (one.place, one.figure) not in known]
    repair(differences)
    _finish(recount, histories=len(villages), differences=differences)
    return differences


def _begin() -> Recount:
    refresh_statistics()
    return Recount.objects.create(day=counting_day(), villages=Village.objects.count())


def _finish(recount: Recount, *, histories: int, differences: Sequence[Difference]) -> None:
    recount.day, recount.histories, recount.differences = counting_day(), histories, len(differences)
    recount.finished_at = timezone.now()
    recount.save()


def is_turn_of(place: str, day: date) -> bool:
    """Whether the history of a place above the village, with its villages, is compared in the night of the day."""
    number = 0 if place == COUNTRY else int(place)
    return number % NIGHTS == day.toordinal() % NIGHTS
