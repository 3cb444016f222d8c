"""A campaign in a place: its figures with target, pace and forecast; the places inside, what is expected of them and why."""

from fractions import Fraction

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.campaigns.board import Board
from indicators.campaigns.card import Card
from indicators.campaigns.ranking import Row
from indicators.campaigns.words import day_text
from indicators.extracts.about import about, counted_names, defined
from indicators.models import Campaign
from indicators.queries.honesty import Honesty
from indicators.queries.tree import Spot
from literacy_portal.kit.tables import Cell, Extract, Table, cells_of


def extract_of(campaign: Campaign, spot: Spot, board: Board, honesty: Honesty, *, exact: bool) -> Extract:
    """The cards of all figures, and the ranking for the one that is looked at."""
    stretch, chosen = board.moment.stretch, board.chosen.indicator
    when = _("From %(first)s to %(last)s; as of the end of %(day)s") % {
        "first": day_text(stretch.first),
        "last": day_text(stretch.last),
        "day": day_text(board.moment.day),
    }
    ranking = Table(chosen.name, [_("Code"), _("Place"), *_headings(), _("Why")], [_row(row) for row in board.ranking.rows])
    cards = [[card.indicator.name, *_cells(card)] for card in board.cards]
    rule = f"{chosen.name}: {chosen.rule}"
    lines = [*about(capfirst(spot.name), when, honesty, exact=exact), rule, defined(chosen), board.ranking.headline]
    tables = [ranking] if board.ranking.rows else []
    return Extract(
        f"{campaign.name} – {spot.name}",
        [line for line in lines if line],
        [*tables, Table(_("Figures of the campaign"), [_("Figure"), *_headings()], cards)],
    )


def _headings() -> list[str]:
    return [
        *counted_names(), _("Target"), _("Target, number"), _("Straight line today"),
        _("Last 14 days, a day"), _("Needed, a day"), _("Forecast"), _("At least"), _("At most"), _("Expected"),
    ]  # fmt: skip


def _row(row: Row) -> list[Cell]:
    return [row.code, row.name, *_cells(row.card), "; ".join(row.reasons)]


def _cells(card: Card) -> list[Cell]:
    pace = card.pace
    known, ahead = card.figure.is_known, card.has_forecast
    return [
        *cells_of(card.figure),
        card.goal,
        _number(pace.target),
        *(_number(one) if known else None for one in (pace.straight, pace.recent, pace.needed)),
        *(_number(one) if ahead else None for one in (pace.forecast, pace.low, pace.high)),
        card.verdict,
    ]


def _number(value: float | Fraction | None) -> Cell:
    return None if value is None else round(float(value), 1)
