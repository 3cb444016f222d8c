"""The steps from the door to the habit, and the hours at which doors open."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.extracts.about import about, as_of, counted_names
from indicators.strip_words import Cell as OfHour
from indicators.strip_words import weekday_name
from literacy_portal.kit.tables import Cell, Extract, Share, Table, cells_of
from literacy_portal.kit.templatetags.portal import day


def steps(page: Mapping[str, Any]) -> Extract:
    """Of what the template of the page is given: a row for each skill and step."""
    spot, choice = page["spot"], page["choice"]
    lines = about(capfirst(spot.name), as_of(page["honesty"], choice.group.label), page["honesty"], exact=page["is_exact"])
    rows: list[list[Cell]] = [
        [funnel.title, *([step.figure.label, *cells_of(step.figure), step.of_before or None])]
        for funnel in page["funnels"]
        for step in funnel.steps
    ]
    title = _("From the door to the habit")
    headings = [_("Skill"), _("Step"), *counted_names(), _("Of the step before")]
    lost = [f"{funnel.title}: {funnel.lost}" for funnel in page["funnels"] if funnel.lost]
    return Extract(title, [*lines, *lost], [Table(title, headings, rows)])


def evenings(page: Mapping[str, Any]) -> Extract:
    """Of what the template of the page is given: a row for each weekday and hour with visits. What is not told is empty."""
    shown = page["strip"]
    asked = _("From %(first)s to %(last)s") % {"first": day(page["first"]), "last": day(page["last"])}
    lines = about(capfirst(page["spot"].name), asked, page["honesty"], exact=page["is_exact"])
    rows: list[list[Cell]] = [
        [weekday_name(cell.weekday), hour, cell.visits, *_share(cell)]
        for hour, cells in shown.rows
        for cell in cells
        if cell.visits
    ]
    title = _("When doors open")
    headings = [_("Weekday"), _("Hour"), _("Visits"), _("Visits that met someone"), _("Share")]
    return Extract(title, [*lines, *filter(None, (shown.best, shown.busiest))], [Table(title, headings, rows)])


def _share(cell: OfHour) -> list[Cell]:
    return [cell.met, Share(cell.met, cell.visits)] if cell.has_share else [None, None]
