"""What is a list on its page: campaigns, declared figures, how figures are counted."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.catalogue import Indicator
from indicators.catalogue.declared import Declared
from indicators.extracts.about import about
from indicators.extracts.places import declared_table
from indicators.stated import Stated
from literacy_portal.kit.tables import Cell, Extract, Table


def campaigns(place: str, groups: Iterable[tuple[str, Sequence[Any]]]) -> Extract:
    """Each campaign with its days and how many are left."""
    headings = [_("Campaign"), _("Kind"), _("Of"), _("First day"), _("Last day"), _("State"), _("Days left")]
    rows: list[list[Cell]] = [
        [
            entry.campaign.name,
            entry.campaign.get_kind_display(),
            str(entry.campaign.province or _("Vietnam")),
            entry.campaign.first_day,
            entry.campaign.last_day,
            _("called off") if entry.campaign.closed_on else title,
            entry.left if entry.state == "running" else None,
        ]
        for title, entries in groups
        for entry in entries
    ]
    return Extract(_("Campaigns"), [capfirst(place)], [Table(_("Campaigns"), headings, rows)])


def declared(place: str, figures: Sequence[Stated], *, exact: bool) -> Extract:
    """What stands; who declared it and what was said before stay on the page."""
    return Extract(_("Declared figures"), about(capfirst(place), "", None, exact=exact), [declared_table(figures)])


def definitions(families: Mapping[str, Sequence[Indicator | Declared]]) -> Extract:
    """Every figure with its rule, version and source."""
    headings = [_("Kind"), _("Code"), _("Figure"), _("What is counted"), _("Definition version"), _("Reviewed on"), _("Source")]
    rows: list[list[Cell]] = [
        [family, one.code, one.name, str(one.rule), one.version, one.reviewed_on, one.source]
        for family, figures in families.items()
        for one in figures
    ]
    title = _("How figures are counted")
    return Extract(title, [], [Table(title, headings, rows)])
