"""Tables to a roster: every sheet with its titles, its village, its households."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from communes.enums import Relation
from communes.roster_import.findings import finding
from communes.roster_import.header import Header, find
from communes.roster_import.households import Grouping
from communes.roster_import.labels import fold
from communes.roster_import.lines import Line, lines
from communes.roster_import.persons import Reading
from communes.roster_import.reader import Table
from communes.roster_import.records import HouseholdRows, PersonRow, Roster, Skipped
from communes.roster_import.refusals import RefusalError
from communes.roster_import.titles import Title, title_of
from communes.roster_import.villages import Villages, split_address

_ADDRESS = 200


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user decided about a file: columns by sheet, villages by label, one village for all, the day, the year."""

    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    villages: dict[str, str] = field(default_factory=dict)
    village: str = ""

    @classmethod
    def from_json(cls, stored: dict[str, Any], village: str = "") -> "Choices":
        """The choices as an import keeps them."""
        return cls(stored.get("columns", {}), stored.get("villages", {}), village)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was understood: its table, the titles of its columns, what stands above them."""

    table: Table
    header: Header
    title: Title


def understand(tables: list[Table], choices: Choices) -> list[Sheet]:
    """The sheets that have column titles. A hidden sheet is read only if no visible one can be.

    Raises:
        RefusalError: no sheet has them; typed in an old font, or without titles.
    """
    visible = [table for table in tables if not table.hidden]
    for candidates in (visible, tables):
        sheets = [_sheet(table, header, choices) for table in candidates if (header := find(table))]
        if sheets:
            return sheets
    raise RefusalError("legacy_font" if looks_legacy(tables) else "no_header")


def _sheet(table: Table, header: Header, choices: Choices) -> Sheet:
    header = header.corrected(
        {index: key for index, key in choices.columns.get(table.name, {}).items() if int(index) < len(header.keys)}
    )
    return Sheet(table, header, title_of(table, header))


def looks_legacy(tables: list[Table]) -> bool:
    """Whether the text has the letters of TCVN3 fonts and none of Vietnamese Unicode (domain.md §3.5)."""
    text = "".join(str(cell) for table in tables for row in table.rows[:200] for cell in row if isinstance(cell, str))
    return any(c in "¬®§µ¸¹¨©ª«\xad" for c in text) and not any("\u1e00" <= c <= "\u1eff" for c in text)


def read_roster(sheets: list[Sheet], villages: Villages, choices: Choices, reading: Reading) -> Roster:
    """The households of all sheets, each with its village where that is known."""
    roster = Roster()
    for sheet in sheets:
        grouping = Grouping(sheet.table.name, sheet.header, reading)
        placing = _Placing(sheet, villages, choices)
        for line in lines(sheet.table, sheet.header):
            if line.kind == "furniture":
                roster.skipped.append(Skipped(sheet.table.name, line.row, line.text))
                continue
            grouping.take(line)
            if line.kind == "person":
                placing.place(grouping.households, line)
        for household in grouping.households:
            placing.finish(household)
        roster.households += [household for household in grouping.households if household.people]
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
        self.default = villages.resolve(self.default_label)

    def place(self, households: list[HouseholdRows], line: Line) -> None:
        """What the row says about where its household lives."""
        person_row = line.row
        household = next(h for h in reversed(households) if h.people and h.people[-1].row == person_row)
        address = split_address(str(line.cells.get("address", "")))
        if not self.villages.is_this_commune(address.commune):
            household.people[-1].findings.append(finding("other_commune", "address", value=address.commune))
        label = str(line.cells.get("village", "")).strip() or address.village
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


def ethnic_index(spellings: dict[str, list[str]]) -> dict[str, str]:
    """Every spelling of every group, folded -> slug, from slug -> spellings."""
    return {fold(text).replace(" ", ""): slug for slug, texts in spellings.items() for text in [slug.replace("_", " "), *texts]}


def proposed_day(sheets: list[Sheet], today: date) -> date:
    """The day in a title, unless it lies ahead; else today."""
    days = [sheet.title.day for sheet in sheets if sheet.title.day and sheet.title.day <= today]
    return max(days, default=today)


def list_year(sheets: list[Sheet], day: date) -> int:
    """The year of the poverty list: that in a title, else the roster day's."""
    return next((sheet.title.year for sheet in sheets if sheet.title.year), day.year)
