"""Tables to a roster: every sheet with its titles, its village, its households."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from communes.enums import Relation
from communes.roster_import.findings import finding
from communes.roster_import.header import Header, find
from communes.roster_import.households import Grouping
from communes.roster_import.leaving import Answered
from communes.roster_import.lines import Line, lines
from communes.roster_import.persons import Reading, ethnic_key
from communes.roster_import.reader import Table, sheet_names
from communes.roster_import.records import HouseholdRows, PersonRow, Roster, Skipped
from communes.roster_import.refusals import RefusalError
from communes.roster_import.titles import Title, title_of
from communes.roster_import.villages import Villages, label_in_title, split_address

_ADDRESS = 200
_TOLD_EVERY = 5_000
_CLASSES = ("poor", "near_poor", "poverty")
_YEAR = re.compile(r"20\d\d")
_NUMBERED = re.compile(r"^\s*(?:[IVX]{1,5}|\d{1,2}|[A-Z])\s*[.)\-:/]\s*")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user decided about a file: columns by sheet, villages by label, one village for all, corrected cells, answers.

    `cells` are kept by `fixes.address`, `decoding` by `decoding.column_key` or for the whole file.
    """

    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    villages: dict[str, str] = field(default_factory=dict)
    village: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    answered: Answered = field(default_factory=Answered)
    decoding: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, stored: dict[str, Any], village: str = "") -> "Choices":
        """The choices as an import keeps them."""
        answered = Answered(stored.get("same", {}), stored.get("missing", {}))
        return cls(
            stored.get("columns", {}),
            stored.get("villages", {}),
            village,
            stored.get("cells", {}),
            answered,
            stored.get("decoding", {}),
        )


@dataclass(frozen=True, slots=True)
class EthnicNames:
    """How lists name an ethnic group: its spellings, and its codes in the lists of 1979 and of the census."""

    slug: str
    spellings: tuple[str, ...]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was understood: its table, the titles of its columns, what stands above them."""

    table: Table
    header: Header
    title: Title


def understand(tables: list[Table], choices: Choices) -> list[Sheet]:
    """The sheets that have column titles. A hidden sheet is read only if no visible one can be.

    Raises:
        RefusalError: no sheet has them.
    """
    visible = [table for table in tables if not table.hidden]
    for candidates in (visible, tables):
        sheets = [_sheet(table, header, choices) for table in candidates if (header := find(table))]
        if sheets:
            return sheets
    raise RefusalError("no_header", sheets=sheet_names([table for table in tables if table.rows]))


def _sheet(table: Table, header: Header, choices: Choices) -> Sheet:
    header = header.corrected(
        {index: key for index, key in choices.columns.get(table.name, {}).items() if int(index) < len(header.keys)}
    )
    return Sheet(table, header, title_of(table, header))


def left_unread(tables: list[Table], sheets: list[Sheet], roster: Roster) -> dict[str, str]:
    """The sheets that say nothing, each with the reason, a code of `refusals.UNREAD`."""
    read = {sheet.table.name for sheet in sheets}
    peopled = {household.sheet for household in roster.households}
    reasons = {}
    for table in tables:
        if not table.rows:
            reasons[table.name] = "no_rows"
        elif table.name not in read:
            reasons[table.name] = "hidden" if table.hidden else "no_header"
        elif table.name not in peopled:
            reasons[table.name] = "no_people"
    return reasons


def read_roster(
    sheets: list[Sheet],
    villages: Villages,
    choices: Choices,
    reading: Reading,
    undecided: Mapping[str, frozenset[int]] = MappingProxyType({}),
    *,
    told: Callable[[int], object] = lambda _rows: None,
) -> Roster:
    """The households of all sheets, each with its village where that is known.

    `undecided`: by sheet, the rows whose text waits for a decision about its old font. `told` hears of every 5,000 rows.

    Raises:
        RefusalError: below the titles, as they were recognised, there is nobody.
    """
    roster, done = Roster(), 0
    for sheet in sheets:
        of_sheet = replace(reading, epoch_1904=sheet.table.epoch_1904)
        grouping = Grouping(sheet.table.name, sheet.header, of_sheet)
        waiting = undecided.get(sheet.table.name, frozenset())
        placing = _Placing(sheet, villages, choices)
        for line in lines(sheet.table, sheet.header):
            done += 1
            if done % _TOLD_EVERY == 0:
                told(done)
            if line.kind == "furniture":
                placing.enter(line)
                roster.skipped.append(Skipped(sheet.table.name, line.row, line.text))
                continue
            grouping.take(line)
            if line.kind == "person":
                placing.place(grouping.households, line)
                if line.row in waiting:
                    grouping.last.findings.append(finding("decoding_undecided"))
        for household in grouping.households:
            placing.finish(household)
        roster.households += [household for household in grouping.households if household.people]
    if not roster.households and not choices.columns:
        raise RefusalError("no_people", sheets=sheet_names([sheet.table for sheet in sheets]))
    roster.heads_only = bool(roster.households) and all(_names_head_only(sheet.header) for sheet in sheets)
    _check_heads(roster)
    return roster


def _names_head_only(header: Header) -> bool:
    return "head_name" in header.columns and "full_name" not in header.columns and "name_and_birth" not in header.columns


class _Placing:
    """Says in which village the households of a sheet are."""

    def __init__(self, sheet: Sheet, villages: Villages, choices: Choices) -> None:
        self.villages = villages
        self.chosen = choices.village
        labels = sheet.title.labels
        self.default_label = next((label for label in labels if villages.resolve(label)), labels[0] if labels else "")
        self.section = ""

    def enter(self, line: Line) -> None:
        """A line of its own that names a village speaks for the rows below it."""
        text = _NUMBERED.sub("", line.text)
        label = label_in_title(text) or text
        if not line.is_total and self.villages.resolve(label):
            self.section = label

    def place(self, households: list[HouseholdRows], line: Line) -> None:
        """What the row says about where its household lives."""
        person_row = line.row
        household = next(h for h in reversed(households) if h.people and h.people[-1].row == person_row)
        address = split_address(str(line.cells.get("address", "")))
        if not self.villages.is_this_commune(address.commune):
            household.people[-1].findings.append(finding("other_commune", "address", value=address.commune))
        label = str(line.cells.get("village", "")).strip() or address.village or self.section
        household.village_label = household.village_label or label
        household.address = household.address or address.line[:_ADDRESS]
        self._compare(household.people[-1], label)

    def _compare(self, person: PersonRow, label: str) -> None:
        code = self.villages.resolve(label) if label else ""
        if self.chosen and code and code != self.chosen:
            person.findings.append(finding("village_differs", "village", value=label))

    def finish(self, household: HouseholdRows) -> None:
        """Settles the village of a household; its first row asks where that is unknown."""
        label = household.village_label or self.default_label
        household.village_label = label
        household.village = self.chosen or self.villages.resolve(label)
        if not household.village and household.people:
            asked = finding("village_unknown", "village", value=label) if label else finding("village_missing", "village")
            for person in household.people:
                person.findings.append(asked)


def _check_heads(roster: Roster) -> None:
    """A household waits for its head's row; a household without a head is said, not refused."""
    for household in roster.households:
        head = household.head or _assumed_head(household)
        if head is None:
            household.people[0].findings.append(finding("no_head", "relation"))
        elif head.has_error:
            for person in household.people:
                if person is not head:
                    person.findings.append(finding("head_in_error", row=head.row))


def _assumed_head(household: HouseholdRows) -> PersonRow | None:
    if any(person.relation for person in household.people):
        return None
    first = household.people[0]
    first.relation = Relation.HEAD
    first.findings.append(finding("head_assumed", "relation"))
    return first


def labels_of(roster: Roster) -> list[str]:
    """The village labels of a roster, in its order, each once."""
    return list(dict.fromkeys(household.village_label for household in roster.households))


def ethnic_index(groups: Iterable[EthnicNames]) -> dict[str, str]:
    """Every spelling of every group, folded -> slug; and the codes, where the two official lists do not contradict each other."""
    index: dict[str, str] = {}
    by_code: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        index |= {ethnic_key(text): group.slug for text in (group.slug.replace("_", " "), *group.spellings)}
        for code in filter(None, group.codes):
            by_code[code.lstrip("0")].add(group.slug)
    return index | {code: next(iter(slugs)) for code, slugs in by_code.items() if len(slugs) == 1}


def proposed_day(sheets: list[Sheet], today: date) -> date:
    """The day in a title, unless it lies ahead; else today."""
    days = [sheet.title.day for sheet in sheets if sheet.title.day and sheet.title.day <= today]
    return max(days, default=today)


def list_year(sheets: list[Sheet], day: date) -> int:
    """The year of the poverty list: that in a title of the sheet or of its columns, else the roster day's."""
    in_titles = (sheet.title.year or _year_of_class(sheet.header) for sheet in sheets)
    return next((year for year in in_titles if year), day.year)


def _year_of_class(header: Header) -> int | None:
    """The year in a title such as "Hộ nghèo năm 2025"."""
    titles = (header.titles[header.columns[key]] for key in _CLASSES if key in header.columns)
    return next((int(found[0]) for text in titles if (found := _YEAR.search(text))), None)
