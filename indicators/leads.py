"""The large figures of a place, alone: for the meeting room and for the public."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from communes.scope import Scope
from indicators.board import LEADS, Lead
from indicators.catalogue import Catalogue, Indicator
from indicators.course import spark_days, sparks
from indicators.enums import Group, Unit
from indicators.queries.figures import Counts, values_at
from indicators.queries.tree import Spot
from indicators.reading import NOBODY, Reading, as_told, known_inside
from literacy_portal.kit.statements import Question

DRAWN_DAYS = 90
"""So far back goes the small line beside each."""


@lru_cache(maxsize=10)
def lead_indicators(catalogue: Catalogue) -> tuple[Indicator, ...]:
    """In the order of every page, habits first."""
    return tuple(one for one in catalogue if one.code in LEADS)


def small_lines(spot: Spot, catalogue: Catalogue, group: Group, people: Scope, last: date) -> Question[dict[str, list[float]]]:
    """How each went in the last three months, by code; none where the reader knows a part exactly."""
    first = last - timedelta(days=DRAWN_DAYS)
    ones = {one.code: one for one in lead_indicators(catalogue) if group in one.groups}
    if known_inside(spot, people):
        return Question.known({})
    exact, days = spot.is_inside(people), spark_days(first, last)

    def told(values: Mapping[tuple[str, str, date], Counts]) -> dict[str, list[float]]:
        return {
            code: _line([values.get((spot.code, code, day), NOBODY) for day in days], one.unit, exact=exact)
            for code, one in ones.items()
        }

    return values_at([(spot.code, code) for code in ones], days, group).then(told)


def _line(counts: list[Counts], unit: Unit, *, exact: bool) -> list[float]:
    if exact:
        return [100 * counted / out_of for counted, out_of in counts if out_of]
    return sparks(as_told("", one, unit, exact=False) for one in counts)


def leads_of(spot: Spot, catalogue: Catalogue, reading: Reading, lines: dict[str, list[float]]) -> list[Lead]:
    """Each with its rule in words and its line; of everyone."""
    return [
        Lead(reading.figure(spot.code, one, label=one.name), str(one.rule), lines.get(one.code, ()))
        for one in lead_indicators(catalogue)
    ]
