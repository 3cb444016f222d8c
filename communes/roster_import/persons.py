"""One row of a file to one person, cell by cell."""

from dataclasses import dataclass
from datetime import date

from communes import personal_id
from communes.enums import Relation, ResidenceStatus, Sex
from communes.roster_import.births import parse_birth
from communes.roster_import.columns import FACTS
from communes.roster_import.findings import finding
from communes.roster_import.labels import fold
from communes.roster_import.lines import Line
from communes.roster_import.names import parse_name, split_name_and_birth
from communes.roster_import.numbers import doubts_about, parse_personal_id
from communes.roster_import.phones import first_and_others, parse_phones
from communes.roster_import.reader import Cell
from communes.roster_import.records import PersonRow
from communes.roster_import.words import parse_mark, parse_relation, parse_sex, residence_in, says_dead
from literacy_portal.kit.vietnamese import search_key


@dataclass(frozen=True, slots=True)
class Reading:
    """What the cells are read against: the roster's day, and the ethnic groups by every spelling known."""

    day: date
    ethnic_groups: dict[str, str]


def ethnic_key(text: str) -> str:
    """What the spellings of an ethnic group share: "Ê-đê", "Êđê" and "E De" are "ede"."""
    return fold(text).replace(" ", "")


def person_of(line: Line, sheet: str, reading: Reading) -> PersonRow:
    """The person of a row, with everything that is wrong or doubtful about it."""
    person = PersonRow(sheet, line.row)
    if line.hidden:
        person.findings.append(finding("hidden_row"))
    cells = dict(line.cells)
    if "name_and_birth" in cells:
        cells["full_name"], born = split_name_and_birth(cells["name_and_birth"])
        cells["birth"] = cells.get("birth") or born
    _name(person, cells)
    _sex_and_birth(person, cells, reading.day)
    _relation(person, cells.get("relation", ""))
    _ethnic_group(person, cells.get("ethnic_group", ""), reading.ethnic_groups)
    _phones(person, cells.get("phone", ""))
    _number(person, cells.get("personal_id", ""))
    _residence(person, cells)
    _facts(person, cells)
    return person


def _name(person: PersonRow, cells: dict[str, Cell]) -> None:
    named = cells.get("full_name") or (cells.get("head_name", "") if "full_name" not in cells else "")
    person.full_name, found = parse_name(named)
    person.name_key = search_key(person.full_name)
    person.findings += found


def _sex_and_birth(person: PersonRow, cells: dict[str, Cell], day: date) -> None:
    """A column "Nam" or "Nữ" holds a mark, or the birth itself."""
    born: Cell = cells.get("birth", "")
    sided = {sex: cells.get(sex.value, "") for sex in (Sex.MALE, Sex.FEMALE)}
    filled = {sex: cell for sex, cell in sided.items() if str(cell).strip() and parse_mark(cell) is not False}
    if len(filled) > 1:
        person.findings.append(finding("sex_twice", "sex"))
    elif filled:
        ((person.sex, cell),) = filled.items()
        born = born if parse_mark(cell) else cell
    if stated := str(cells.get("sex", "")).strip():
        person.sex = parse_sex(stated) or ""
        if not person.sex:
            person.findings.append(finding("sex_unclear", "sex", value=stated))
    person.birth_date, person.birth_year, found = parse_birth(born, day)
    person.findings += found


def _relation(person: PersonRow, cell: Cell) -> None:
    if not str(cell).strip():
        return
    relation = parse_relation(cell)
    if relation is None:
        person.findings.append(finding("relation_unclear", "relation", value=str(cell)))
    person.relation = relation or Relation.OTHER


def _ethnic_group(person: PersonRow, cell: Cell, groups: dict[str, str]) -> None:
    if not str(cell).strip():
        return
    person.ethnic_group = groups.get(ethnic_key(str(cell)), "")
    if not person.ethnic_group:
        person.findings.append(finding("ethnic_group_unclear", "ethnic_group", value=str(cell)))


def _phones(person: PersonRow, cell: Cell) -> None:
    numbers, found = parse_phones(cell)
    person.phone, person.other_phones, dropped = first_and_others(numbers)
    person.findings += [*found, *dropped]


def _number(person: PersonRow, cell: Cell) -> None:
    number, found = parse_personal_id(cell)
    person.findings += found
    if number:
        kept = personal_id.reduce(number)
        person.id_hash, person.id_last4 = kept.digest, kept.last4
        person.findings += doubts_about(number, sex=person.sex, birth_year=person.birth_year)


def _residence(person: PersonRow, cells: dict[str, Cell]) -> None:
    note, stated = str(cells.get("note", "")), str(cells.get("residence", ""))
    if says_dead(note) or says_dead(stated):
        person.findings.append(finding("noted_dead", "note" if says_dead(note) else "residence"))
    person.status = residence_in(stated) or residence_in(note) or ""
    if stated.strip() and not residence_in(stated) and not says_dead(stated):
        person.status = ResidenceStatus.LIVING
        person.findings.append(finding("residence_unclear", "residence", value=stated))


def _facts(person: PersonRow, cells: dict[str, Cell]) -> None:
    for key, code in FACTS.items():
        text = str(cells.get(key, "")).strip()
        if not text:
            continue
        level = _vneid_level(text) if key == "vneid" else _has(text, names_count=key in {"payment_account", "digital_signature"})
        if level is None:
            person.findings.append(finding("mark_unclear", key, value=text))
        else:
            person.facts[code] = level


def _vneid_level(text: str) -> int | None:
    digits = [c for c in text if c.isdigit()]
    if digits in (["0"], ["1"], ["2"]):
        return int(digits[0])
    return 0 if parse_mark(text) is False else None


def _has(text: str, *, names_count: bool) -> int | None:
    """A yes or a no; where a provider may be named instead ("Agribank"), a name is a yes."""
    marked = parse_mark(text)
    if marked is None:
        return 1 if names_count and any(c.isalpha() for c in text) else None
    return int(marked)
