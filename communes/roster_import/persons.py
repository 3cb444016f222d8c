"""One row of a file to one person, cell by cell."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from communes import personal_id
from communes.enums import Relation, ResidenceStatus, Sex
from communes.roster_import.births import parse_birth
from communes.roster_import.columns import FACTS
from communes.roster_import.findings import Finding, finding
from communes.roster_import.labels import fold
from communes.roster_import.lines import Line
from communes.roster_import.names import parse_name, split_name_and_birth
from communes.roster_import.numbers import doubts_about, parse_code, parse_personal_id
from communes.roster_import.phones import first_and_others, parse_phones
from communes.roster_import.reader import Cell
from communes.roster_import.records import PersonRow
from communes.roster_import.words import parse_mark, parse_relation, parse_sex, poverty_in, residence_in, says_dead
from literacy_portal.kit.vietnamese import clean, search_key

_PARTS_OF_A_NOTE = re.compile(r"[;,.\n]")


_SIDES = (("male", Sex.MALE), ("female", Sex.FEMALE))


@dataclass(frozen=True, slots=True)
class Reading:
    """What the cells are read against: the roster's day, the ethnic groups by every spelling known, how days are numbered."""

    day: date
    ethnic_groups: dict[str, str]
    epoch_1904: bool = False


@lru_cache(maxsize=8192)
def ethnic_key(text: str) -> str:
    """What the spellings of an ethnic group share: "Ê-đê", "Êđê" and "E De" are "ede"; codes 1 and "01" are "1"."""
    key = fold(text).replace(" ", "")
    return key.lstrip("0") if key.isdecimal() else key


def person_of(line: Line, sheet: str, reading: Reading) -> PersonRow:
    """The person of a row, with everything that is wrong or doubtful about it."""
    person = PersonRow(sheet, line.row, code=parse_code(line.cells.get("person_code", "")))
    if line.hidden:
        person.findings.append(finding("hidden_row"))
    cells = line.cells
    if "name_and_birth" in cells:
        name, born = split_name_and_birth(cells["name_and_birth"])
        cells = {**cells, "full_name": name, "birth": cells.get("birth") or born}
    _name(person, cells)
    _sex_and_birth(person, cells, reading)
    _relation(person, cells.get("relation", ""))
    _ethnic_group(person, cells.get("ethnic_group", ""), reading.ethnic_groups)
    _phones(person, cells.get("phone", ""))
    _number(person, cells.get("personal_id", ""))
    _residence(person, cells)
    _note(person, cells.get("note", ""))
    _facts(person, cells)
    return person


def _name(person: PersonRow, cells: dict[str, Cell]) -> None:
    named = cells.get("full_name") or cells.get("head_name", "")
    if named and "full_name" in cells and not str(cells["full_name"]).strip():
        # A column of heads beside one of members: the head's own row leaves the second empty.
        person.relation = Relation.HEAD
    person.full_name, person.name_key, found = _name_and_key(named)
    person.findings += found


@lru_cache(maxsize=8192, typed=True)
def _name_and_key(cell: Cell) -> tuple[str, str, list[Finding]]:
    """The name, what it is searched by, and what is wrong with it: many share one."""
    name, found = parse_name(cell)
    return name, search_key(name), found


def _sex_and_birth(person: PersonRow, cells: dict[str, Cell], reading: Reading) -> None:
    """A column "Nam" or "Nữ" holds a mark, or the birth itself."""
    born: Cell = cells.get("birth", "")
    sided = [(sex, cells[column]) for column, sex in _SIDES if column in cells]
    filled = {sex: cell for sex, cell in sided if str(cell).strip() and parse_mark(cell) is not False}
    if len(filled) > 1:
        person.findings.append(finding("sex_twice", "sex"))
    elif filled:
        ((person.sex, cell),) = filled.items()
        born = born if parse_mark(cell) else cell
    if stated := str(cells.get("sex", "")).strip():
        person.sex = parse_sex(stated) or ""
        if not person.sex:
            person.findings.append(finding("sex_unclear", "sex", value=stated))
    person.birth_date, person.birth_year, found = parse_birth(born, reading.day, epoch_1904=reading.epoch_1904)
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
    key = ethnic_key(str(cell))
    person.ethnic_group = groups.get(key, "")
    if not person.ethnic_group:
        code = "ethnic_code_unclear" if key.isdecimal() else "ethnic_group_unclear"
        person.findings.append(finding(code, "ethnic_group", value=str(cell)))


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
    note, stated = str(cells.get("note", "")).strip(), str(cells.get("residence", ""))
    if not note and not stated:
        return
    if says_dead(note) or says_dead(stated):
        person.findings.append(finding("noted_dead", "note" if says_dead(note) else "residence"))
    person.status = residence_in(stated) or residence_in(note) or ""
    if stated.strip() and not residence_in(stated) and not says_dead(stated):
        person.status = ResidenceStatus.LIVING
        person.findings.append(finding("residence_unclear", "residence", value=stated))


def _note(person: PersonRow, cell: Cell) -> None:
    """What a note says beyond poverty and residence is shown: the roster has no place for what anyone may write of anyone."""
    if cell == "":
        return
    parts = (clean(part) for part in _PARTS_OF_A_NOTE.split(str(cell)))
    rest = [part for part in parts if part and not (poverty_in(part) or residence_in(part) or says_dead(part))]
    if rest:
        person.findings.append(finding("note_kept", "note", value="; ".join(rest)))


def _facts(person: PersonRow, cells: dict[str, Cell]) -> None:
    for key, code in FACTS.items():
        if key not in cells or not (text := str(cells[key]).strip()):
            continue
        level = _vneid_level(text) if key == "vneid" else _has(text, names_count=key in {"payment_account", "digital_signature"})
        if level is None:
            person.findings.append(finding("mark_unclear", key, value=text))
        else:
            person.facts = {**person.facts, code: level}


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
