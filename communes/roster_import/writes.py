"""A plan as the rows it writes: what an import keeps until it is confirmed, so that applying neither reads nor plans again."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from itertools import chain
from typing import Any

from communes.enums import ResidenceEnd, ResidenceStatus
from communes.models.roster import number_key
from communes.roster_import.plan import Plan, PlannedHousehold, PlannedPerson
from literacy_portal.kit.vietnamese import name_sort_key, search_key

Row = list[Any]
_QUICKLY = 1
PIECE = 2_000
"""Households or people of one part."""

HOUSEHOLD = ("village", "number", "number_key", "address", "livelihood", "has_internet", "declared_members")
RESIDENT = (
    "full_name", "sort_key", "search_key", "sex", "birth_date", "birth_year", "ethnic_group",
    "phone", "other_phones", "id_last4", "id_hash",
)  # fmt: skip
ENDED = ("ended_on", "end_reason")
STAYING = ("household", "village", "relation", "status")
OPENED = ("resident", *STAYING, "started_on", "end_reason")


@dataclass
class Part:
    """Rows of some households or people by table, the key first, ids and days as text.

    Columns are those of `HOUSEHOLD`, `RESIDENT` and, of residences, `ENDED`, `STAYING` and (without a key) `OPENED`; a
    poverty class is household, year, class and decision, a fact resident, code and level. `gone` are the residents who leave
    as the user said. Whatever is written of one person or household stands in one part.
    """

    new_households: list[Row] = field(default_factory=list)
    households: list[Row] = field(default_factory=list)
    new_residents: list[Row] = field(default_factory=list)
    residents: list[Row] = field(default_factory=list)
    ended: list[Row] = field(default_factory=list)
    staying: list[Row] = field(default_factory=list)
    opened: list[Row] = field(default_factory=list)
    poverty: list[Row] = field(default_factory=list)
    facts: list[Row] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Writes:
    """What an import keeps: `packed`, from which `parts` takes the rows bit by bit, households before people.

    `villages` are those of the file, `touched` also those that people come from, `since` the earliest day touched. `state` is
    that of the commune's roster on which the plan was made, `changes` whether the roster changes at all; `households` and
    `people` are how many the parts go through.
    """

    state: str
    day: str
    since: str
    villages: list[str]
    touched: list[str]
    changes: bool
    households: int
    people: int
    packed: bytes

    @classmethod
    def unpacked(cls, packed: bytes) -> "Writes":
        """What `packed_writes` packed."""
        with gzip.open(BytesIO(packed)) as lines:
            return cls(**json.loads(lines.readline()), packed=packed)

    def parts(self) -> Iterator[Part]:
        """The rows; all of them at once would take ten times the memory of what is kept."""
        with gzip.open(BytesIO(self.packed)) as lines:
            lines.readline()
            yield from (Part(**json.loads(line)) for line in lines)


def packed_writes(plan: Plan, state: str) -> bytes:
    """Everything that applying the plan writes, as an import keeps it; nothing for what is unchanged."""
    head = {
        "state": state,
        "day": plan.day.isoformat(),
        "since": _since(plan).isoformat(),
        "villages": plan.villages,
        "touched": _touched(plan),
        "changes": plan.writes,
        "households": len(plan.households),
        "people": len(plan.people),
    }
    kept = BytesIO()
    with gzip.GzipFile(fileobj=kept, mode="wb", compresslevel=_QUICKLY, mtime=0) as out:
        for told in chain([head], (_filled(part) for part in _parts(plan))):
            out.write(f"{json.dumps(told)}\n".encode())
    return kept.getvalue()


def _filled(part: Part) -> dict[str, list[Any]]:
    return {table: rows for table, rows in vars(part).items() if rows}


def _parts(plan: Plan) -> Iterator[Part]:
    for start in range(0, len(plan.households), PIECE):
        part = Part()
        for household in plan.households[start : start + PIECE]:
            _add_household(part, household, plan.year)
        yield part
    for start in range(0, len(plan.people), PIECE):
        part = Part()
        for person in plan.people[start : start + PIECE]:
            if person.known is None or person.changes:
                _add_person(part, person, plan.day)
            part.facts += [[str(person.id), code, level] for code, level in person.row.facts.items()]
        yield part
    yield Part(
        ended=[[gone.known.residence, gone.on.isoformat(), str(gone.reason)] for gone in plan.leaving],
        gone=[str(gone.known.id) for gone in plan.leaving],
    )


def _since(plan: Plan) -> date:
    """The earliest day on which a figure may differ: what was wrong is corrected from the beginning (indicators.md)."""
    days = [plan.day]
    if any(_says_poverty(household) for household in plan.households):
        days.append(date(plan.year, 1, 1))
    days += [person.known.started_on for person in plan.people if person.known and person.changes]
    days += [gone.on for gone in plan.leaving]
    return min(days)


def _touched(plan: Plan) -> list[str]:
    """The villages of the file, and those that people come from or leave."""
    come_from = (person.known.village for person in plan.people if person.known)
    return sorted({*plan.villages, *come_from, *(gone.known.village for gone in plan.leaving)})


def _says_poverty(planned: PlannedHousehold) -> bool:
    """Whether the file names another class than is known; no class is no class of another year."""
    said = planned.rows.poverty
    return bool(said) and (planned.known is None or said != planned.known.poverty)


def _add_household(part: Part, planned: PlannedHousehold, year: int) -> None:
    if planned.known is None:
        part.new_households.append([str(planned.id), *_household_values(planned), "", ""])
    elif planned.changes:
        part.households.append([str(planned.id), *_household_values(planned)])
    if _says_poverty(planned):
        part.poverty.append([str(planned.id), year, str(planned.rows.poverty), ""])


def _household_values(planned: PlannedHousehold) -> Row:
    rows, known = planned.rows, planned.known
    number = rows.number or (known.number if known else "")
    if known and number_key(number) == known.number_key:
        number = known.number
    return [rows.village, number, number_key(number), *(
        _said_or_known(name, rows, known) for name in ("address", "livelihood", "has_internet", "declared_members")
    )]  # fmt: skip


def _add_person(part: Part, person: PlannedPerson, day: date) -> None:
    """A new person with their first residence; of a known one, what ends, is corrected in place or begins."""
    values = [str(person.id), *_resident_values(person)]
    known = person.known
    if known is None:
        part.new_residents.append(values)
        part.opened.append(_opened(person, day))
        return
    part.residents.append(values)
    if not _begins_anew(person, day):
        part.staying.append([known.residence, str(person.household.id), person.household.rows.village, *_how(person)])
        return
    if known.is_here:
        part.ended.append([known.residence, day.isoformat(), str(_end_reason(person))])
    part.opened.append(_opened(person, day))


def _resident_values(person: PlannedPerson) -> Row:
    row, known = person.row, person.known
    if known is None:
        name, key, born = row.full_name, row.name_key, row.birth_date
        said = [row.sex, row.birth_year, row.ethnic_group, row.phone, row.other_phones, row.id_last4, row.id_hash]
    else:
        renamed = any(change.field == "full_name" for change in person.changes)
        name = row.full_name if renamed else known.full_name
        key = search_key(name)
        born = row.birth_date or (known.birth_date if row.birth_year in (None, known.birth_year) else None)
        said = [
            _said_or_known(field, row, known)
            for field in ("sex", "birth_year", "ethnic_group", "phone", "other_phones", "id_last4", "id_hash")
        ]
    sex, year, group, *numbers = said
    return [name, name_sort_key(name), key, str(sex), born and born.isoformat(), year, group or None, *numbers]


def _said_or_known(field: str, said: Any, known: Any) -> Any:
    value = getattr(said, field)
    unsaid = value is None or value == ""
    return getattr(known, field) if known and unsaid else value


def _begins_anew(person: PlannedPerson, day: date) -> bool:
    """Whether a new row of residence begins: came back, or moved or changed status after the present row began."""
    known = person.known
    if known is None or not known.is_here:
        return True
    fields = {change.field for change in person.changes}
    return bool(fields & {"village", "household", "status"}) and day > known.started_on


def _end_reason(person: PlannedPerson) -> ResidenceEnd:
    fields = {change.field for change in person.changes}
    if "village" in fields:
        return ResidenceEnd.MOVED
    return ResidenceEnd.HOUSEHOLD if "household" in fields else ResidenceEnd.STATUS


def _how(person: PlannedPerson) -> tuple[str, str]:
    known = person.known
    relation = person.row.relation or (known.relation if known and known.is_here else "")
    status = person.row.status or (known.status if known and known.is_here else ResidenceStatus.LIVING)
    return str(relation), str(status)


def _opened(person: PlannedPerson, day: date) -> Row:
    """A row from the roster's day on; of someone who left later than that, from the day of leaving."""
    left = person.known.ended_on if person.known else None
    start = max(day, left) if left else day
    return [str(person.id), str(person.household.id), person.household.rows.village, *_how(person), start.isoformat(), ""]
