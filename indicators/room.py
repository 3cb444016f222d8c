"""What the meeting room is shown of a place: few things, each large."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from communes.scope import Scope
from indicators.board import Comparison, Lead, Ranking, comparison
from indicators.campaigns.board import Asked, Board, board, moment_of, shown
from indicators.campaigns.card import HOMES
from indicators.catalogue import Catalogue
from indicators.leads import lead_indicators, leads_of
from indicators.models import Campaign
from indicators.queries.tree import Spot
from indicators.reading import Reading
from literacy_portal.kit.figures import Figure

MOST_PLACES, EITHER_END = 10, 5
"""So many places are read from ten metres; of more, so many of the first and the last."""

MOST_CAMPAIGNS = 3
MOST_MISSING = 6


@dataclass(frozen=True)
class Race:
    """A campaign that runs: which day it is, its figures, and the places that will miss the first of them."""

    campaign: Campaign
    number: int
    days: int
    left: int
    board: Board

    @property
    def missing(self) -> list[str]:
        """The names of the first that will miss it."""
        rows = [row for row in self.board.ranking.rows if row.card.tone == "bad"]
        return [row.name for row in rows[:MOST_MISSING]]


def ends_of(ranking: Ranking) -> list[list[Figure]]:
    """The places in order, or of many the first and the last."""
    figures = ranking.figures
    return [figures] if len(figures) <= MOST_PLACES else [figures[:EITHER_END], figures[-EITHER_END:]]


def large(
    spot: Spot, catalogue: Catalogue, reading: Reading, lines: dict[str, list[float]], notes: Mapping[str, str]
) -> list[Lead]:
    """The large figures with how they moved and what is aimed at."""
    codes = [one.code for one in lead_indicators(catalogue)]
    return [
        replace(lead, figure=lead.figure._replace(note=notes.get(code, "")))
        for code, lead in zip(codes, leads_of(spot, catalogue, reading, lines), strict=True)
    ]


def races(
    spot: Spot, children: Sequence[Spot], campaigns: Sequence[Campaign], people: Scope, catalogue: Catalogue, *, teams: int
) -> list[Race]:
    """The campaigns that run, those that end first in front; as many queries for each as on its page."""
    found = []
    for one in campaigns[:MOST_CAMPAIGNS]:
        moment, indicators = moment_of(one, None), shown(one, spot, catalogue)
        if not indicators:
            continue
        asked = Asked(one, spot, dict.fromkeys(children, ""), people, moment, teams)
        seen = board(asked, indicators, indicators[0], catalogue.by_code[HOMES])
        stretch = moment.stretch
        found.append(Race(one, stretch.number(moment.day), stretch.days, stretch.left(moment.day), seen))
    return found


def behind(spot: Spot, catalogue: Catalogue, reading: Reading) -> list[tuple[str, Comparison]]:
    """Of the large figures that groups are counted of: its name, and each group against everyone."""
    compared = [one for one in lead_indicators(catalogue) if len(one.groups) > 1]
    found = [(one.name, comparison(spot.code, one, reading)) for one in compared]
    return [(name, seen) for name, seen in found if seen.everyone.is_known]
