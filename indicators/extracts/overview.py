"""The page of a place: all its figures for a group, the places inside for one of them, what is declared, who lives there."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.board import Board
from indicators.catalogue import Catalogue
from indicators.extracts.about import about, as_of, counted_names
from indicators.extracts.places import declared_table, places_table
from indicators.queries.tree import Spot
from indicators.reading import Reading
from literacy_portal.kit.tables import Extract, Table, cells_of


def overview(page: Mapping[str, Any], catalogue: Catalogue, reading: Reading, children: Sequence[Spot]) -> Extract:
    """Of what the template of the page is given."""
    spot, choice = page["spot"], page["choice"]
    lines = about(capfirst(spot.name), as_of(page["honesty"], choice.group.label), page["honesty"], exact=page["is_exact"])
    tables = [_figures(spot, choice.kept, catalogue, page["board"])]
    if children:
        one = choice.indicator
        compared = choice.group if choice.group in one.groups else one.groups[0]
        tables.append(places_table(children, one, compared, reading, page["ranking"]))
    if page["declared"]:
        tables.append(declared_table(page["declared"]))
    if facts := page.get("facts"):
        tables.append(Table(_("Who lives here"), [_("What"), _("Value")], facts))
    return Extract(_("Overview"), lines, tables)


def _figures(spot: Spot, kept: str, catalogue: Catalogue, board: Board) -> Table:
    """In the order of the page: by family, its large figures first."""
    by_url = {f"{spot.figure_url(one.code)}{kept}": one for one in catalogue}
    shown = [
        (section.title, by_url[figure.url], figure)
        for section in board.sections
        for figure in [*(lead.figure for lead in section.leads), *section.others]
    ]
    rows = [
        [title, one.code, one.name, *cells_of(figure), figure.note, str(one.rule), one.version] for title, one, figure in shown
    ]
    headings = [_("Kind"), _("Code"), _("Figure"), *counted_names(), _("Remark"), _("What is counted"), _("Definition version")]
    return Table(_("Figures"), headings, rows)
