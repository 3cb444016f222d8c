"""What a plan says: rows for the page, figures for the command. The user's own workbook with notes: `annotate`."""

from collections.abc import Iterable, Iterator
from typing import Any

from communes.enums import Relation, Verdict
from communes.models import PlannedRow
from communes.roster_import.findings import Finding
from communes.roster_import.plan import Plan, PlannedHousehold, PlannedPerson, counts_of, warnings_of
from communes.roster_import.pointing import Pointing
from communes.roster_import.rows import Sheet

FIELDS = (
    "verdict", "subject", "village", "household",
    "name", "sheet", "row", "text", "changes", "findings", "cells", "warned", "doubt", "about",
)  # fmt: skip
"""Of `PlannedRow`: what a line says."""
IN_JSON = ("changes", "findings", "cells", "doubt")
_SHEET = 60


def planned_rows(plan: Plan, sheets: Iterable[Sheet] = ()) -> Iterator[dict[str, Any]]:
    """The lines of a plan as the page lists them, by field of `PlannedRow`, without the unchanged ones that nothing is said of.

    `sheets` are those the plan was made of: the cells that findings are about are copied from them.
    """
    lines = _Lines(plan, sheets)
    for rows, refused in plan.errors:
        yield lines.row(
            Verdict.ERROR, village=rows.village, household=rows.number, name=refused.full_name, at=refused, found=refused.findings
        )
    for household in plan.households:
        if household.verdict in (Verdict.NEW, Verdict.CHANGED):
            yield lines.household(household)
    for person in plan.people:
        if person.verdict != Verdict.UNCHANGED or (person.row.sheet, person.row.row) in plan.doubts or warnings_of(person):
            yield lines.person(person)
    yield from lines.missing()


class _Lines:
    """Makes the lines of one plan."""

    def __init__(self, plan: Plan, sheets: Iterable[Sheet]) -> None:
        self.plan = plan
        self.pointing = Pointing(sheets)

    def household(self, planned: PlannedHousehold) -> dict[str, Any]:
        """A household that is new or changes; what is doubtful about it stands at its first person."""
        rows = planned.rows
        head = rows.head or rows.sound_people[0]
        changes = [change.as_json() for change in planned.changes]
        if planned.known is None and rows.poverty:
            changes = [["poverty_class", "", str(rows.poverty)]]
        return self.row(
            planned.verdict,
            subject=PlannedRow.Subject.HOUSEHOLD,
            village=rows.village,
            household=rows.number or (planned.known.number if planned.known else ""),
            name=head.full_name,
            at=rows,
            changes=changes,
        )

    def person(self, planned: PlannedPerson) -> dict[str, Any]:
        """A person who comes in, or of whom something is to be asked."""
        row = planned.row
        return self.row(
            planned.verdict,
            village=planned.household.rows.village,
            household=planned.household.rows.number,
            name=row.full_name,
            at=row,
            text=" · ".join(str(part) for part in (row.sex, row.birth_date or row.birth_year, row.relation) if part),
            changes=[change.as_json() for change in planned.changes],
            found=warnings_of(planned),
        )

    def missing(self) -> Iterator[dict[str, Any]]:
        """Whom the file does not name, with how they leave if the user said so."""
        heads = {person.household: person.full_name for person in self.plan.missing_people if person.relation == Relation.HEAD}
        for household in self.plan.missing_households:
            yield self.row(
                Verdict.MISSING,
                subject=PlannedRow.Subject.HOUSEHOLD,
                village=household.village,
                household=household.number,
                name=heads.get(household.id, ""),
                about=household.id,
            )
        gone = {entry.known.id: entry.changes() for entry in self.plan.leaving}
        for person in self.plan.missing_people:
            text, changes = str(person.birth_year or ""), gone.get(person.id, [])
            yield self.row(
                Verdict.MISSING, village=person.village, name=person.full_name, text=text, changes=changes, about=person.id
            )

    def row(
        self,
        verdict: Verdict,
        *,
        at: Any = None,
        subject: str = PlannedRow.Subject.RESIDENT,
        found: Iterable[Finding] = (),
        **said: Any,
    ) -> dict[str, Any]:
        """A line; `at` is the row of the file, `found` what is wrong or doubtful about it."""
        findings = list(found)
        where: tuple[str, Any] = (at.sheet, at.row) if at else ("", None)
        doubt = self.plan.doubts.get(where) if at and subject == PlannedRow.Subject.RESIDENT else None
        return {
            "verdict": str(verdict), "subject": str(subject), "village": "", "household": "", "name": "", "text": "",
            "changes": [],
            "sheet": where[0][:_SHEET], "row": where[1],
            "findings": [one.as_json() for one in findings],
            "cells": self.pointing.cells(where[0], where[1], findings) if findings else [],
            "warned": bool(findings) and verdict != Verdict.ERROR,
            "doubt": doubt.as_json() if doubt else None,
            "about": None,
            **said,
        }  # fmt: skip


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
