"""The page of a campaign in a place, put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from communes.models.places import COUNTRY
from communes.scope import Scope
from indicators.campaigns.card import Card, aim_of, card
from indicators.campaigns.courses import Courses, courses_at
from indicators.campaigns.moment import Moment
from indicators.campaigns.numbers import Numbers, Reader, steps_of
from indicators.campaigns.ranking import Ranking, Row, ranking
from indicators.catalogue import Catalogue, Indicator
from indicators.enums import Unit
from indicators.models import Campaign
from indicators.pace import SUM, Aim, Stretch
from indicators.queries.campaigns import Targets, course_targets_of, kinds_in, parts_in, targets_of
from indicators.queries.levels import COMMUNE_DIGITS, VILLAGE_DIGITS
from indicators.queries.obstacles import obstacles_in
from indicators.queries.tree import Spot
from literacy_portal.kit.climb import Climb
from literacy_portal.kit.periods import today

MOVERS = 3
"""So many places are named in the daily note."""


@dataclass(frozen=True)
class Board:
    """What the page shows: a card for each indicator, one of them closely, and the places inside."""

    moment: Moment
    cards: list[Card]
    chosen: Card
    climb: Climb | None
    ranking: Ranking
    movers: list[Row]
    courses: list[Courses]


@dataclass(frozen=True)
class Asked:
    """What a board is made for: who reads which campaign where.

    `children` are the places inside with where they lead, if they are open; `teams` are those that were out lately.
    """

    campaign: Campaign
    spot: Spot
    children: Mapping[Spot, str]
    people: Scope
    moment: Moment
    teams: int

    def parts(self, spot: Spot) -> list[str]:
        """What of a place takes part, by code."""
        return parts_in(self.campaign, spot)

    def above(self, code: str) -> tuple[str, ...]:
        """The codes of what contains a part of the campaign."""
        for spot in (self.spot, *self.children):
            if spot.code == code:
                return spot.above
        province = self.campaign.province_id or ""
        return (COUNTRY, province, code[:COMMUNE_DIGITS]) if len(code) == VILLAGE_DIGITS else (COUNTRY, province)


def shown(campaign: Campaign, spot: Spot, catalogue: Catalogue) -> list[Indicator]:
    """The indicators of a campaign that a place has, in its order; what counts villages is left to places that contain some."""
    known = [catalogue.by_code[code] for code in campaign.indicators if code in catalogue.by_code]
    return [one for one in known if len(spot.code) != VILLAGE_DIGITS or one.unit is not Unit.VILLAGES]


def board(asked: Asked, indicators: Sequence[Indicator], chosen: Indicator, homes: Indicator) -> Board:
    """Everything, in at most eight queries whatever the place. `homes` is the indicator whose population is households."""
    spot, moment, children = asked.spot, asked.moment, {child: asked.parts(child) for child in asked.children}
    own, inside = asked.parts(spot), {child: parts for child, parts in children.items() if parts}
    above = {code: asked.above(code) for parts in (own, *inside.values()) for code in parts}
    reader = Reader.of(spot, asked.people)
    targets = targets_of(asked.campaign, kinds_in(spot))
    summed = {one.code for one in indicators if _is_sum(targets, spot, inside, one)}
    pairs = {
        *reader.pairs(own, [*(one.code for one in indicators), homes.code]),
        *reader.pairs([code for parts in inside.values() for code in parts], {chosen.code, *summed}),
    }
    numbers = Numbers.read(reader, above, pairs, moment.days)
    steps = steps_of(reader, above, own, indicators, (moment.stretch.eve, moment.day))
    households = numbers.figure(own, homes, moment.day).out_of
    aims = {
        one.code: _sum(targets, inside, one, numbers, moment.day)
        if one.code in summed
        else aim_of(spot, targets.at(spot, one.code))
        for one in indicators
    }
    cards = [
        replace(
            card(own, one, numbers, moment, aims[one.code], label=one.name, url=f"?indicator={one.code}"),
            steps=steps[one.code],
            households=households,
            teams=asked.teams,
        )
        for one in indicators
    ]
    ranked = ranking(_cards(asked, inside, chosen, numbers, targets), obstacles_in(spot.code, moment.day) if inside else {})
    front = next(one for one in cards if one.indicator.code == chosen.code)
    return Board(moment, cards, front, front.climb(moment.day), ranked, _movers(ranked), _courses(asked, reader))


def _cards(
    asked: Asked, inside: Mapping[Spot, list[str]], chosen: Indicator, numbers: Numbers, targets: Targets
) -> dict[str, Card]:
    return {
        child.code: card(
            parts,
            chosen,
            numbers,
            asked.moment,
            aim_of(child, targets.at(child, chosen.code)),
            label=child.name,
            url=asked.children[child],
        )
        for child, parts in inside.items()
    }


def _is_sum(targets: Targets, spot: Spot, inside: Mapping[Spot, object], indicator: Indicator) -> bool:
    """Whether a place has no target, and every place inside has one."""
    return bool(inside) and not targets.at(spot, indicator.code) and all(targets.at(child, indicator.code) for child in inside)


def _sum(targets: Targets, inside: Mapping[Spot, list[str]], indicator: Indicator, numbers: Numbers, day: date) -> Aim:
    """What the targets of the places inside come to together."""
    aims = [(aim_of(child, targets.at(child, indicator.code)), parts) for child, parts in inside.items()]
    count = sum(aim.count(numbers.figure(parts, indicator, day).out_of) for aim, parts in aims if aim)
    return Aim(Decimal(count), is_percent=False, source=SUM)


def _movers(ranked: Ranking) -> list[Row]:
    moved = sorted((row for row in ranked.rows if row.card.moved > 0), key=lambda row: -row.card.moved)
    return moved[:MOVERS]


def _courses(asked: Asked, reader: Reader) -> list[Courses]:
    targets = course_targets_of(asked.campaign, asked.spot.code)
    exact = reader.is_exact(asked.spot.code, asked.spot.above)
    return courses_at(targets, asked.spot.code, asked.moment.stretch, asked.moment.day, exact=exact)


def moment_of(campaign: Campaign, asked: date | None) -> Moment:
    """Of when a campaign is told. What moved is that of the last day that is over, or of the day asked for."""
    stretch, looked_at = Stretch(campaign.first_day, campaign.last_day), asked or today()
    note = min(asked or looked_at - timedelta(days=1), stretch.last)
    return Moment(stretch, min(looked_at, stretch.last), looked_at, note)
