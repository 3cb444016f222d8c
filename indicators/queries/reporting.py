"""The figures of a commune's report, counted now: for a draft, at its submission, and beside one that is frozen."""

from communes.models import Commune
from indicators.catalogue import in_force
from indicators.queries.declared import declared_of
from indicators.queries.figures import Cells, cells_of
from indicators.queries.honesty import freshness_of
from indicators.queries.report_work import TOTAL, filled, was_heard, work_of
from indicators.queries.tree import Spot, commune_spot, villages_of
from indicators.report.columns import COLUMNS, Source
from indicators.report.figures import Cell, Figures, Row
from indicators.report.periods import Period
from literacy_portal.kit.statements import together

STOCKS = [column.code for column in COLUMNS if column.source is Source.STOCK]


def report_figures(commune: Commune, period: Period) -> Figures:
    """Eight queries at most, however many villages. Reads what is stored, so news that waits is not in the stocks yet."""
    # Before anything else is read: what came earlier is in all of it.
    counted_at = freshness_of(commune.pk).counted_at
    stocked = [one for one in in_force() if one.code in STOCKS]
    versions = {one.code: one.version for one in stocked}
    total = commune_spot(commune.pk, commune.name, commune.kind, commune.province_id)
    villages = villages_of(commune.pk, commune.province_id, period.last).answer()
    places = [total.code, *(village.code for village in villages)]
    last, eve = together(*(cells_of(places, stocked, day=day) for day in (period.last, period.eve)))
    work = work_of(commune.pk, period)

    def row(spot: Spot, key: str) -> Row:
        found = work.get(key, {})
        stock = _stocks(last[spot.code], eve[spot.code])
        return Row(spot.code, spot.name, was_heard(found), filled(found) | stock)

    rows = tuple(row(village, village.code) for village in villages)
    whole = row(total, TOTAL)
    declared = Row(whole.code, whole.name, whole.is_heard, {**whole.cells, **_declared(commune.pk, period)})
    return Figures(period.first, period.last, counted_at, declared, rows, versions)


def _stocks(last: Cells, eve: Cells) -> dict[str, Cell]:
    """By indicator; on the eve of a place that was counted then, no cell is none of nobody."""
    return {code: Cell.of_stock(last.get((code, "all")), eve.get((code, "all")), counted_before=bool(eve)) for code in STOCKS}


def _declared(commune: str, period: Period) -> dict[str, Cell]:
    said = together(*(declared_of(commune, day) for day in (period.last, period.eve)))
    last, eve = ({one.indicator.code: (one.counted, one.out_of) for one in found} for found in said)
    return {
        column.code: Cell.of_stock(last.get(column.code), eve.get(column.code), counted_before=False)
        for column in COLUMNS
        if column.source is Source.DECLARED
    }
