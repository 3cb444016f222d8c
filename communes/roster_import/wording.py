"""A stored plan in the reader's words: names of fields, values as people write them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.enums import PovertyClass, Relation, ResidenceEnd, ResidenceStatus, Sex
from communes.models import PlannedRow
from communes.roster_import.columns import BY_KEY
from communes.roster_import.findings import Finding
from communes.roster_import.likeness import REASONS

FIELDS = {
    "full_name": gettext_lazy("name"),
    "sex": gettext_lazy("sex"),
    "birth_date": gettext_lazy("birth date"),
    "birth_year": gettext_lazy("birth year"),
    "ethnic_group": gettext_lazy("ethnic group"),
    "phone": gettext_lazy("phone"),
    "other_phones": gettext_lazy("other phones"),
    "id_last4": gettext_lazy("personal number, last digits"),
    "village": gettext_lazy("village"),
    "household": gettext_lazy("household"),
    "ended_on": gettext_lazy("left on"),
    "end_reason": gettext_lazy("reason"),
    "relation": gettext_lazy("relation to the head"),
    "status": gettext_lazy("state of residence"),
    "number": gettext_lazy("household number"),
    "address": gettext_lazy("address"),
    "livelihood": gettext_lazy("livelihood"),
    "has_internet": gettext_lazy("Internet at home"),
    "declared_members": gettext_lazy("members, as declared"),
    "poverty_class": gettext_lazy("poverty class"),
}
_CHOICES: dict[str, Any] = {
    "sex": Sex,
    "relation": Relation,
    "status": ResidenceStatus,
    "poverty_class": PovertyClass,
    "end_reason": ResidenceEnd,
}
_DATES = ("birth_date", "ended_on")


@dataclass(frozen=True, slots=True)
class Names:
    """Names behind codes: villages by code, ethnic groups by slug."""

    villages: dict[str, str]
    ethnic_groups: dict[str, str]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change in words; `old` is "" where nothing stood."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding in words, with the column it is about."""

    column: str
    message: str
    is_error: bool


@dataclass(frozen=True, slots=True)
class ShownDoubt:
    """With whom a row may be one, and why that is thought; `row` is None for a person of the roster. `score` is out of 100."""

    kind: str
    name: str
    birth: str
    sheet: str
    row: int | None
    score: int
    reasons: str


def describe(rows: Iterable[PlannedRow], names: Names) -> list[PlannedRow]:
    """The rows, each with `village_name`, `summary`, `shown_changes`, `shown_findings` and `shown_doubt`."""
    shown = list(rows)
    for row in shown:
        row.village_name = names.villages.get(row.village, "")  # type: ignore[attr-defined]
        row.summary = summary(row.text)  # type: ignore[attr-defined]
        row.shown_changes = [_change(change, names) for change in row.changes]  # type: ignore[attr-defined]
        row.shown_findings = [_finding(stored) for stored in row.findings]  # type: ignore[attr-defined]
        row.shown_doubt = _doubt(row.doubt) if row.doubt else None  # type: ignore[attr-defined]
    return shown


def summary(text: str) -> str:
    """The few words by which a person is known in a list: sex, birth, relation."""
    return " · ".join(_word(part) for part in text.split(" · ") if part)


def _word(part: str) -> str:
    for choices in (Sex, Relation):
        if part in choices.values:
            return str(choices(part).label)
    return _day(part) if "-" in part else part


def _change(stored: list[Any], names: Names) -> ShownChange:
    field, old, new = stored
    return ShownChange(str(FIELDS.get(field, field)), _value(field, old, names), _value(field, new, names))


def _value(field: str, value: Any, names: Names) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field in _CHOICES:
        return str(_CHOICES[field](value).label)
    if field in _DATES:
        return _day(value)
    known = {"village": names.villages, "ethnic_group": names.ethnic_groups}.get(field, {})
    return str(known.get(value, value))


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "SHORT_DATE_FORMAT")


def _finding(stored: list[Any]) -> ShownFinding:
    found = Finding.from_json(stored)
    column = BY_KEY.get(found.column)
    return ShownFinding(str(column.name) if column else "", found.message, found.is_error)


def _doubt(stored: dict[str, Any]) -> ShownDoubt:
    reasons = ", ".join(str(REASONS[reason]) for reason in stored["reasons"])
    birth = _day(stored["birth"]) if "-" in stored["birth"] else stored["birth"]
    return ShownDoubt(stored["kind"], stored["name"], birth, stored["sheet"], stored["row"], stored["score"], reasons)
