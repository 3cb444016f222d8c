"""The sides of a place that are made as plain rows: each figure among them becomes its counts and its share."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import capfirst

from indicators.extracts.about import about, as_of, counted_names
from literacy_portal.kit.figures import Figure
from literacy_portal.kit.tables import Cell, Extract, Table, cells_of

Rows = tuple[list[str], list[list[object]]]
"""Headings, and rows of texts, numbers and figures."""


def side(page: Mapping[str, Any], tables: Sequence[Rows], *lines: str) -> Extract:
    """Of what the template of the page is given, its tables as rows, and what else there is to say of them."""
    honesty, title = page["honesty"], page["title"]
    told = about(capfirst(page["spot"].name), as_of(honesty, page["choice"].group.label), honesty, exact=page["is_exact"])
    return Extract(title, [*told, *lines], [_table(title, *rows) for rows in tables if rows[1]])


def _table(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    of_figures = {index for row in rows for index, cell in enumerate(row) if isinstance(cell, Figure)}
    names = [
        name
        for index, heading in enumerate(headings)
        for name in (_names(heading, alone=len(of_figures) == 1) if index in of_figures else [heading])
    ]
    return Table(title, names, [[one for cell in row for one in _cells(cell)] for row in rows])


def _names(heading: str, *, alone: bool) -> list[str]:
    return [name if alone else f"{heading}: {name}" for name in counted_names()]


def _cells(cell: Any) -> list[Cell]:
    return cells_of(cell) if isinstance(cell, Figure) else [cell]
