"""The work lists of a place by count: names stay on the lists, which cannot be taken along."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.extracts.about import about
from indicators.worklists import Tally
from literacy_portal.kit.figures import number_text
from literacy_portal.kit.tables import Cell, Extract, Table
from literacy_portal.kit.templatetags.portal import day


def waiting(page: Mapping[str, Any]) -> Extract:
    """Of what the template of the page is given."""
    when = _("What is still to be done, as of %(day)s.") % {"day": day(page["day"])}
    rows: list[list[Cell]] = [[str(one.title), _cell(tally), str(one.rule)] for one, tally in page["cards"]]
    tables = [Table(_("Work lists"), [_("What"), _("Number"), _("What is counted")], rows)]
    if page["rows"]:
        headings = [_("Code"), _("Place"), *(str(title) for title in page["columns"])]
        inside: list[list[Cell]] = [
            [row.spot.code, row.spot.name, *(_cell(tally) for tally in row.tallies.values())]
            for row, _url, _paper in page["rows"]
        ]
        tables.append(Table(_("By place, the most waiting first"), headings, inside))
    return Extract(_("Work lists"), about(capfirst(page["spot"].name), when, None, exact=page["is_exact"]), tables)


def _cell(tally: Tally) -> Cell:
    """The number where the page tells it, else what the page says instead."""
    return tally.number if tally.text == number_text(tally.number) else tally.text
