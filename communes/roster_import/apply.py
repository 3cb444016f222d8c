"""Writes a plan: set-based, inside the caller's transaction, nothing for what is unchanged."""

from collections.abc import Callable
from datetime import date
from typing import Any

from communes.enums import ResidenceEnd, ResidenceStatus
from communes.models import Household, PovertyStatus, Residence, Resident
from communes.models.roster import number_key
from communes.roster_import import staging
from communes.roster_import.plan import Plan, PlannedHousehold, PlannedPerson
from literacy_portal.kit.vietnamese import name_sort_key, search_key

Told = Callable[[str, int, int], None]

_HOUSEHOLD = ("village", "number", "number_key", "address", "livelihood", "has_internet", "declared_members")
_HOUSEHOLD_DEFAULTS = ("best_time", "language")
_RESIDENT = (
    "full_name", "sort_key", "search_key", "sex", "birth_date", "birth_year", "ethnic_group",
    "phone", "other_phones", "id_last4", "id_hash",
)  # fmt: skip
_RESIDENCE = ("resident", "household", "village", "relation", "status", "started_on", "end_reason")


def write(plan: Plan, told: Told) -> None:
    """Everything that the plan changes. `told(step, done, total)` hears how far it is."""
    _write_households(plan, told)
    _write_residents(plan, told)
    _write_residences(plan, told)
    _write_poverty(plan)


def touched_since(plan: Plan) -> date:
    """The earliest day on which a figure may differ: what was wrong is corrected from the beginning (indicators.md)."""
    days = [plan.day]
    if any(change.field == "poverty_class" for household in plan.households for change in household.changes) or any(
        household.known is None and household.rows.poverty for household in plan.households
    ):
        days.append(date(plan.year, 1, 1))
    days += [person.known.started_on for person in plan.people if person.known and person.changes]
    return min(days)


def touched_villages(plan: Plan) -> set[str]:
    """The villages of the file, and those that people come from."""
    return {*plan.villages, *(person.known.village for person in plan.people if person.known)}


def _write_households(plan: Plan, told: Told) -> None:
    new = [household for household in plan.households if household.known is None]
    rows = ([household.id, *_household_values(household), "", ""] for household in new)
    staging.insert(Household, ["id", *_HOUSEHOLD, *_HOUSEHOLD_DEFAULTS], rows, lambda done: told("households", done, len(new)))
    changed = [household for household in plan.households if household.known and household.changes]
    staging.update(Household, _HOUSEHOLD, [[household.id, *_household_values(household)] for household in changed])


def _household_values(planned: PlannedHousehold) -> list[Any]:
    rows, known = planned.rows, planned.known
    number = rows.number or (known.number if known else "")
    if known and number_key(number) == known.number_key:
        number = known.number
    return [rows.village, number, number_key(number), *(
        _said_or_known(name, rows, known) for name in ("address", "livelihood", "has_internet", "declared_members")
    )]  # fmt: skip


def _write_residents(plan: Plan, told: Told) -> None:
    new = [person for person in plan.people if person.known is None]
    rows = ([person.id, *_resident_values(person)] for person in new)
    staging.insert(Resident, ["id", *_RESIDENT], rows, lambda done: told("residents", done, len(new)))
    changed = [person for person in plan.people if person.known and person.changes]
    staging.update(Resident, _RESIDENT, [[person.id, *_resident_values(person)] for person in changed])


def _resident_values(person: PlannedPerson) -> list[Any]:
    row, known = person.row, person.known
    renamed = known is None or any(change.field == "full_name" for change in person.changes)
    name = row.full_name if known is None or renamed else known.full_name
    birth_date = row.birth_date or (known.birth_date if known and row.birth_year in (None, known.birth_year) else None)
    said = {
        field: _said_or_known(field, row, known)
        for field in ("sex", "birth_year", "phone", "other_phones", "id_last4", "id_hash")
    }
    return [
        name, name_sort_key(name), search_key(name), str(said["sex"]), birth_date, said["birth_year"],
        _said_or_known("ethnic_group", row, known) or None,
        said["phone"], said["other_phones"], said["id_last4"], said["id_hash"],
    ]  # fmt: skip


def _said_or_known(field: str, said: Any, known: Any) -> Any:
    value = getattr(said, field)
    unsaid = value is None or value == ""
    return getattr(known, field) if known and unsaid else value


def _write_residences(plan: Plan, told: Told) -> None:
    """Closes what ended, corrects in place what cannot begin anew, opens what began."""
    changed = [person for person in plan.people if person.known and person.changes]
    closing = [person for person in changed if _begins_anew(person, plan.day) and person.known and person.known.is_here]
    staging.update(Residence, ("ended_on", "end_reason"), [[_residence(p), plan.day, _end_reason(p)] for p in closing])
    staying = [person for person in changed if not _begins_anew(person, plan.day)]
    staging.update(
        Residence,
        ("household", "village", "relation", "status"),
        [[_residence(p), p.household.id, p.household.rows.village, *_how(p)] for p in staying],
    )
    opening = [person for person in plan.people if person.known is None or _begins_anew(person, plan.day)]
    rows = (_opened(person, plan.day) for person in opening)
    staging.insert(Residence, _RESIDENCE, rows, lambda done: told("residences", done, len(opening)))


def _begins_anew(person: PlannedPerson, day: date) -> bool:
    """Whether a new row of residence begins: came back, or moved or changed status after the present row began."""
    known = person.known
    if known is None:
        return False
    if not known.is_here:
        return True
    fields = {change.field for change in person.changes}
    return bool(fields & {"village", "household", "status"}) and day > known.started_on


def _end_reason(person: PlannedPerson) -> ResidenceEnd:
    fields = {change.field for change in person.changes}
    if "village" in fields:
        return ResidenceEnd.MOVED
    return ResidenceEnd.HOUSEHOLD if "household" in fields else ResidenceEnd.STATUS


def _residence(person: PlannedPerson) -> Any:
    return person.known.residence if person.known else None


def _how(person: PlannedPerson) -> tuple[str, str]:
    known = person.known
    relation = person.row.relation or (known.relation if known and known.is_here else "")
    status = person.row.status or (known.status if known and known.is_here else ResidenceStatus.LIVING)
    return str(relation), str(status)


def _opened(person: PlannedPerson, day: date) -> list[Any]:
    """A row from the roster's day on; of someone who left later than that, from the day of leaving."""
    left = person.known.ended_on if person.known else None
    start = max(day, left) if left else day
    return [person.id, person.household.id, person.household.rows.village, *_how(person), start, ""]


def _write_poverty(plan: Plan) -> None:
    said = [
        PovertyStatus(household_id=planned.id, year=plan.year, poverty_class=planned.rows.poverty)
        for planned in plan.households
        if planned.rows.poverty and (planned.known is None or planned.rows.poverty != planned.known.poverty)
    ]
    PovertyStatus.objects.bulk_create(
        said,
        batch_size=5_000,
        update_conflicts=True,
        unique_fields=["household", "year"],
        update_fields=["poverty_class"],
    )
