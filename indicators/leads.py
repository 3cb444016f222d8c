"""The large figures of a place, alone: for the meeting room and for the public."""

from collections.abc import Mapping
from datetime import date, timedelta

from communes.scope import Scope
from indicators.board import LEADS, Lead
from indicators.catalogue import Catalogue, Indicator
from indicators.course import sparks
from indicators.enums import Group
from indicators.queries.figures import Pair, Trend, courses_of
from indicators.queries.tree import Spot
from indicators.reading import Reading, as_told_daily, known_inside
from literacy_portal.kit.statements import Question

DRAWN_DAYS = 90
"""So far back goes the small line beside each."""


def lead_indicators(catalogue: Catalogue) -> list[Indicator]:
    """In the order of every page, habits first."""
    return [one for one in catalogue if one.code in LEADS]


def small_lines(spot: Spot, catalogue: Catalogue, group: Group, people: Scope, last: date) -> Question[dict[str, list[float]]]:
    """How each went in the last three months, by code; none where the reader knows a part exactly."""
    first = last - timedelta(days=DRAWN_DAYS)
    ones = {one.code: one for one in lead_indicators(catalogue) if group in one.groups}
    if known_inside(spot, people):
        return Question.known({})

    def told(trends: Mapping[Pair, Trend]) -> dict[str, list[float]]:
        exact = spot.is_inside(people)
        points = {code: as_told_daily(trends[spot.code, code], one.unit, exact=exact) for code, one in ones.items()}
        return {code: sparks(told, first, last) for code, told in points.items()}

    return courses_of([(spot.code, code) for code in ones], first, last, group).then(told)


def leads_of(spot: Spot, catalogue: Catalogue, reading: Reading, lines: dict[str, list[float]]) -> list[Lead]:
    """Each with its rule in words and its line; of everyone."""
    return [
        Lead(reading.figure(spot.code, one, label=one.name), str(one.rule), lines.get(one.code, ()))
        for one in lead_indicators(catalogue)
    ]
