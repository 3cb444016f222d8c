"""The work of the teams in a place over a period."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.extracts.about import about
from literacy_portal.kit.tables import Cell, Extract, Table
from literacy_portal.kit.templatetags.portal import day


def work(page: Mapping[str, Any]) -> Extract:
    """Of what the template of the page is given."""
    asked = _("From %(first)s to %(last)s") % {"first": day(page["first"]), "last": day(page["last"])}
    lines = about(capfirst(page["spot"].name), asked, None, exact=page["is_exact"])
    tables = [_table(_("Work of the teams"), _("What"), page["rows"])]
    if page["walk_ins"]:
        tables.append(_table(_("People on no roster"), _("Who"), page["walk_ins"]))
    return Extract(_("Work of the teams"), lines, tables)


def _table(title: str, first: str, rows: Sequence[Sequence[Cell]]) -> Table:
    return Table(title, [first, _("In this time"), _("Since the first day")], rows)
