"""How a report and its period are called."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from indicators.enums import ReportKind
from indicators.models import Report
from indicators.report.periods import Period

MONTHS_OF_A_QUARTER = 3


def period_text(kind: str, period: Period) -> str:
    """A day; a month or a quarter of a year; or from one day to another."""
    first = period.first
    match kind:
        case ReportKind.DAILY:
            return _("day %(day)s") % {"day": _day(first)}
        case ReportKind.MONTHLY:
            return _("month %(month)s of %(year)s") % {"month": first.month, "year": first.year}
        case ReportKind.QUARTERLY:
            return _("quarter %(quarter)s of %(year)s") % {"quarter": _quarter(first), "year": first.year}
    return _("%(first)s to %(last)s") % {"first": _day(first), "last": _day(period.last)}


def _quarter(first: date) -> int:
    return (first.month - 1) // MONTHS_OF_A_QUARTER + 1


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def name_of(kind: str, period: Period, campaign: str = "") -> str:
    """Kind, campaign and period in words."""
    first = period.first
    match kind:
        case ReportKind.DAILY:
            return _("Daily report, %(day)s") % {"day": _day(first)}
        case ReportKind.MONTHLY:
            return _("Monthly report, month %(month)s of %(year)s") % {"month": first.month, "year": first.year}
        case ReportKind.QUARTERLY:
            return _("Quarterly report, quarter %(quarter)s of %(year)s") % {"quarter": _quarter(first), "year": first.year}
    return " ".join(filter(None, (_("Report on the campaign"), campaign, period_text(kind, period))))


def title_of(report: Report) -> str:
    """What a report is called on pages."""
    return name_of(report.kind, Period(report.first, report.last), report.title)
