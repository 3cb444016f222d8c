"""What a plan says: rows for the page, figures for the command; later the user's own workbook with notes."""

from collections.abc import Iterator
from typing import Any

from communes.enums import Verdict
from communes.models import PlannedRow
from communes.roster_import.plan import Plan, PlannedHousehold, PlannedPerson, counts_of, warnings_of

FIELDS = (
    "roster_import", "position", "verdict", "subject", "village", "household",
    "name", "sheet", "row", "text", "changes", "findings",
)  # fmt: skip
_SHEET = 60


def planned_rows(plan: Plan) -> Iterator[dict[str, Any]]:
    """The lines of a plan as the page lists them, without the unchanged ones, by field of `PlannedRow`."""
    for rows, refused in plan.errors:
        findings = [found.as_json() for found in refused.findings]
        yield _row(
            Verdict.ERROR, village=rows.village, household=rows.number, name=refused.full_name, at=refused, findings=findings
        )
    for household in plan.households:
        if household.verdict in (Verdict.NEW, Verdict.CHANGED):
            yield _household(household)
    for person in plan.people:
        if person.verdict != Verdict.UNCHANGED:
            yield _person(person)
    yield from _missing(plan)


def _household(planned: PlannedHousehold) -> dict[str, Any]:
    rows = planned.rows
    head = rows.head or rows.sound_people[0]
    changes = [change.as_json() for change in planned.changes]
    if planned.known is None and rows.poverty:
        changes = [["poverty_class", "", str(rows.poverty)]]
    return _row(
        planned.verdict,
        subject=PlannedRow.Subject.HOUSEHOLD,
        village=rows.village,
        household=rows.number or (planned.known.number if planned.known else ""),
        name=head.full_name,
        at=rows,
        changes=changes,
    )


def _person(planned: PlannedPerson) -> dict[str, Any]:
    row = planned.row
    return _row(
        planned.verdict,
        village=planned.household.rows.village,
        household=planned.household.rows.number,
        name=row.full_name,
        at=row,
        text=" · ".join(str(part) for part in (row.sex, row.birth_date or row.birth_year, row.relation) if part),
        changes=[change.as_json() for change in planned.changes],
        findings=[found.as_json() for found in warnings_of(planned)],
    )


def _missing(plan: Plan) -> Iterator[dict[str, Any]]:
    for household in plan.missing_households:
        yield _row(Verdict.MISSING, subject=PlannedRow.Subject.HOUSEHOLD, village=household.village, household=household.number)
    for person in plan.missing_people:
        yield _row(Verdict.MISSING, village=person.village, name=person.full_name, text=str(person.birth_year or ""))


def _row(verdict: Verdict, *, at: Any = None, subject: str = PlannedRow.Subject.RESIDENT, **said: Any) -> dict[str, Any]:
    empty = {"village": "", "household": "", "name": "", "text": "", "changes": [], "findings": []}
    place = {"sheet": at.sheet[:_SHEET] if at else "", "row": at.row if at else None}
    return {"verdict": str(verdict), "subject": str(subject), **empty, **place, **said}


def report(plan: Plan) -> dict[str, Any]:
    """The figures of a plan and its errors by row, without anyone's name: for the command and for scripts."""
    return {
        **counts_of(plan),
        "day": plan.day.isoformat(),
        "year": plan.year,
        "errors_by_row": [
            {"sheet": person.sheet, "row": person.row, "findings": [found.code for found in person.findings if found.is_error]}
            for _, person in plan.errors
        ],
    }
