"""The places inside a place, with their codes, in the order of the page; and what is declared."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from indicators.board import Ranking
from indicators.catalogue import Indicator
from indicators.enums import Group
from indicators.extracts.about import counted_names
from indicators.queries.tree import Spot
from indicators.reading import Reading
from indicators.stated import Stated
from literacy_portal.kit.tables import Cell, Table, cells_of


def places_table(children: Sequence[Spot], indicator: Indicator, group: Group, reading: Reading, ranking: Ranking) -> Table:
    """One figure of each."""
    order = {one.label: number for number, one in enumerate([*ranking.figures, *ranking.silent])}
    rows: list[list[Cell]] = [
        [child.code, child.name, *cells_of(reading.figure(child.code, indicator, group, label=child.name))]
        for child in sorted(children, key=lambda one: order.get(one.name, len(order)))
    ]
    title = _("Places: %(figure)s, %(group)s") % {"figure": indicator.name, "group": group.label}
    return Table(title, [_("Code"), _("Place"), *counted_names()], rows)


def declared_table(declared: Sequence[Stated]) -> Table:
    """What offices state themselves, as this reader is told it."""
    rows: list[list[Cell]] = [
        [one.said.indicator.name, *cells_of(one.figure), one.said.day, one.said.places, one.evidence] for one in declared
    ]
    return Table(_("Declared"), [_("Figure"), *counted_names(), _("Day"), _("Places"), _("Evidence")], rows)
