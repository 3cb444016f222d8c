"""What a province's public page tells: as those are told who may see no person, whoever looks.

Its reader has no people (`NOWHERE`): counts come in steps of five and nothing under eight, on every day
(`indicators.suppression`); and of everyone only, not of groups.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from communes.scope import NOWHERE
from indicators.board import Lead, Ranking, ranking
from indicators.campaigns.board import Asked, board, moment_of, shown
from indicators.campaigns.card import HOMES, Card
from indicators.catalogue import Catalogue, Indicator
from indicators.course import Drawn, drawn
from indicators.enums import Group
from indicators.leads import DRAWN_DAYS, leads_of, small_lines
from indicators.models import Campaign
from indicators.queries.honesty import Honesty
from indicators.queries.tree import Spot, communes_of
from indicators.reading import read, trend_told
from indicators.tilemap import TileMap, tile_map


@dataclass(frozen=True)
class Told:
    """The large figures; one of them closely, over time and in the communes; and where a campaign that runs will lead."""

    leads: list[Lead]
    course: Drawn | None
    ranking: Ranking
    tiles: TileMap | None
    card: Card | None


def told(spot: Spot, catalogue: Catalogue, chosen: Indicator, *, honesty: Honesty, campaign: Campaign | None, day: date) -> Told:
    """Of a province for everybody; a fixed number of queries, however many communes it has."""
    communes = communes_of(spot.code, day).answer()
    reading = read(spot, communes, [chosen], NOWHERE, None, own=catalogue, groups=[Group.ALL]).answer()
    figures = reading.figures(communes, chosen)
    first = day - timedelta(days=DRAWN_DAYS)
    course = trend_told(spot, chosen, Group.ALL, NOWHERE, first=first, last=day)
    return Told(
        leads_of(spot, catalogue, reading, small_lines(spot, catalogue, Group.ALL, NOWHERE, day).answer()),
        drawn(course, day),
        ranking(figures.values(), order="high"),
        tile_map(communes, figures),
        _card(spot, dict.fromkeys(communes, ""), campaign, catalogue, honesty),
    )


def _card(spot: Spot, urls: dict[Spot, str], campaign: Campaign | None, catalogue: Catalogue, honesty: Honesty) -> Card | None:
    """The first figure of the campaign."""
    indicators = shown(campaign, spot, catalogue) if campaign else []
    if campaign is None or not indicators:
        return None
    asked = Asked(campaign, spot, urls, NOWHERE, moment_of(campaign, None), honesty.hearing.teams_heard)
    return board(asked, indicators, indicators[0], catalogue.by_code[HOMES]).chosen
