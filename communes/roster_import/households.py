"""Rows to households: by the head's number, by one row each, by band, or by number and head (domain.md §3.9)."""

from uuid import UUID

from communes.enums import Relation
from communes.roster_import.findings import finding
from communes.roster_import.header import Header
from communes.roster_import.labels import fold
from communes.roster_import.lines import Line, band
from communes.roster_import.numbers import parse_code, parse_household_number, parse_members, parse_personal_id
from communes.roster_import.persons import Reading, person_of
from communes.roster_import.records import HouseholdRows, PersonRow
from communes.roster_import.words import parse_mark, poverty_class, poverty_in
from literacy_portal.kit.vietnamese import clean

_LIVELIHOOD = 120


class Grouping:
    """Collects the people of one sheet into households, in the order of the rows."""

    def __init__(self, sheet: str, header: Header, reading: Reading) -> None:
        columns = header.columns
        self.sheet = sheet
        self.reading = reading
        self.households: list[HouseholdRows] = []
        self.by_head_id = "head_id" in columns
        self.one_row_each = "head_name" in columns and "full_name" not in columns and "name_and_birth" not in columns
        self.number_key = "household_number" if "household_number" in columns else "ordinal" if self.one_row_each else ""
        self.by_head_name = "head_name" in columns and not self.one_row_each and not self.number_key and not self.by_head_id
        self._head_name = ""
        self._by_key: dict[str, HouseholdRows] = {}
        self._by_code: dict[UUID, HouseholdRows] = {}
        self._banded = False
        self._last = PersonRow(sheet, 0)

    def take(self, line: Line) -> None:
        """Adds the row to the household it belongs to, or begins one."""
        if line.kind == "band":
            self._begin_band(line)
            return
        person = person_of(line, self.sheet, self.reading)
        if self.one_row_each:
            person.relation = Relation.HEAD
        household = self._household_for(line, person)
        household.people.append(person)
        self._last = person
        _say_of_household(household, person, line)

    @property
    def last(self) -> PersonRow:
        """The person taken last."""
        return self._last

    def _begin_band(self, line: Line) -> None:
        number, _, address = band(line.text) or ("", "", "")
        self._banded = True
        self.households.append(HouseholdRows(self.sheet, line.row, number, address=address))

    def _household_for(self, line: Line, person: PersonRow) -> HouseholdRows:
        number = parse_household_number(line.cells.get(self.number_key, "")) if self.number_key else ""
        if code := parse_code(line.cells.get("household_code", "")):
            return self._of_code(line, number, code)
        if self.by_head_id and not self.one_row_each:
            return self._of_head(line, person, number)
        if self.one_row_each or (self.by_head_name and self._names_another_head(line)):
            return self._begin(line, number)
        current = self.households[-1] if self.households else None
        if current is None:
            return self._first(line, person, number)
        if self._starts_another(current, person, number):
            return self._begin(line, number)
        return current

    def _names_another_head(self, line: Line) -> bool:
        """Whether the column of heads names someone else than before; members below may repeat the name or leave it out."""
        name = fold(str(line.cells["head_name"]))
        before, self._head_name = self._head_name, name or self._head_name
        return bool(name) and name != before

    def _first(self, line: Line, person: PersonRow, number: str) -> HouseholdRows:
        household = self._begin(line, number)
        if not number and person.relation not in (Relation.HEAD, ""):
            person.findings.append(finding("no_household", "household_number"))
        return household

    def _starts_another(self, current: HouseholdRows, person: PersonRow, number: str) -> bool:
        if number and number != current.number:
            return not (self._banded and not current.people)
        if person.relation == Relation.HEAD and current.people and current.head:
            if not self._banded and number:
                current.findings.append(finding("second_head", "relation", row=person.row))
            return True
        return False

    def _begin(self, line: Line, number: str) -> HouseholdRows:
        household = HouseholdRows(self.sheet, line.row, number)
        self.households.append(household)
        return household

    def _of_code(self, line: Line, number: str, code: UUID) -> HouseholdRows:
        if code not in self._by_code:
            self._by_code[code] = self._begin(line, number)
            self._by_code[code].code = code
        return self._by_code[code]

    def _of_head(self, line: Line, person: PersonRow, number: str) -> HouseholdRows:
        head, found = parse_personal_id(line.cells.get("head_id", ""))
        person.findings += [f for f in found if f.is_error]
        key = head or (person.id_hash if person.relation == Relation.HEAD else "")
        if key and key in self._by_key:
            return self._by_key[key]
        household = self._begin(line, number)
        household.head_key = key
        if key:
            self._by_key[key] = household
        elif person.relation != Relation.HEAD:
            person.findings.append(finding("no_household", "head_id"))
        return household


def _say_of_household(household: HouseholdRows, person: PersonRow, line: Line) -> None:
    """What a row says about the household as a whole; what an earlier row said stays."""
    cells = line.cells
    household.livelihood = household.livelihood or clean(str(cells.get("livelihood", "")))[:_LIVELIHOOD]
    if household.declared_members is None:
        household.declared_members, found = parse_members(cells.get("members", ""))
        person.findings += found
    if household.has_internet is None and str(cells.get("internet", "")).strip():
        household.has_internet = parse_mark(cells["internet"])
        if household.has_internet is None:
            person.findings.append(finding("mark_unclear", "internet", value=str(cells["internet"])))
    household.poverty = household.poverty or _poverty(person, line)


def _poverty(person: PersonRow, line: Line) -> str:
    cells = line.cells
    poor, near_poor = (_marked(person, cells.get(key, ""), key) for key in ("poor", "near_poor"))
    if poor and near_poor:
        person.findings.append(finding("declared_twice", "poor"))
        return ""
    if poor or near_poor:
        return "poor" if poor else "near_poor"
    return poverty_class(str(cells.get("poverty", ""))) or poverty_in(str(cells.get("note", ""))) or ""


def _marked(person: PersonRow, cell: object, key: str) -> bool:
    text = str(cell).strip()
    marked = parse_mark(text) if text else False
    if marked is None:
        marked = poverty_in(text) is not None
        if not marked:
            person.findings.append(finding("mark_unclear", key, value=text))
    return marked
