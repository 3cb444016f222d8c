"""One figure of a place: how it went, for whom, and the places inside."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.board import Comparison
from indicators.catalogue import Indicator
from indicators.course import Drawn
from indicators.extracts.about import about, as_of, counted_names, defined
from indicators.extracts.places import places_table
from indicators.queries.tree import Spot
from indicators.reading import Reading
from literacy_portal.kit.tables import Extract, Table, cells_of, table_of


def closely(page: Mapping[str, Any], reading: Reading, children: Sequence[Spot]) -> Extract:
    """Of what the template of the page is given."""
    spot, choice, honesty = page["spot"], page["choice"], page["honesty"]
    one: Indicator = page["indicator"]
    lines = about(capfirst(spot.name), as_of(honesty, choice.group.label), honesty, exact=page["is_exact"])
    now = table_of(_("Figure"), _("For whom"), counted_names(), [page["figure"]])
    tables = [now, *_course(page["course"]), *_groups(page["comparison"])]
    if children:
        tables.append(places_table(children, one, choice.group, reading, page["ranking"]))
    return Extract(one.name, [*lines, str(one.rule), defined(one)], tables)


def _course(course: Drawn | None) -> list[Table]:
    """As the table under the chart."""
    if course is None:
        return []
    rows = [[day, *cells_of(figure)] for day, figure in course.rows]
    return [Table(_("How it went"), [_("Since the end of"), *counted_names()], rows)]


def _groups(comparison: Comparison | None) -> list[Table]:
    if comparison is None:
        return []
    return [table_of(_("For whom"), _("Group"), counted_names(), [comparison.everyone, *comparison.groups])]
