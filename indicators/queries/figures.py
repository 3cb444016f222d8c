"""Figures as stored: the only reader of measurements and headcounts, always of the latest day counted."""

from collections.abc import Collection

from indicators.models import Headcount, Measurement

Counts = tuple[int, int]

Cells = dict[tuple[str, str], Counts]
"""By indicator and group: counted, out of."""


def cells_of(places: Collection[str], indicators: Collection[str] | None = None) -> dict[str, Cells]:
    """The figures of each place, by code, of all indicators or only these. One query; a place without rows has no cells."""
    rows = Measurement.objects.filter(place__in=places).order_by()
    if indicators is not None:
        rows = rows.filter(indicator__in=indicators)
    cells: dict[str, Cells] = {place: {} for place in places}
    for place, indicator, group, counted, out_of in rows.values_list("place", "indicator", "group", "counted", "out_of"):
        cells[place][indicator, group] = (counted, out_of)
    return cells


def heads_of(place: str) -> dict[tuple[str, str], int]:
    """The plain numbers of a place by kind and detail. One query."""
    rows = Headcount.objects.filter(place=place).order_by("kind", "detail")
    return {(kind, detail): number for kind, detail, number in rows.values_list("kind", "detail", "number")}
