"""Tables and choices to a plan: the whole way, for the worker, the command and the tests alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from communes.models import Commune, EthnicGroup, FormerCommune
from communes.queries import open_villages
from communes.roster_import.decoding import Text, convert
from communes.roster_import.fixes import with_fixes
from communes.roster_import.header import Header
from communes.roster_import.lines import lines
from communes.roster_import.memory import Remembered, recall, shape_of
from communes.roster_import.notes import without_notes
from communes.roster_import.persons import Reading
from communes.roster_import.plan import Plan, make_plan
from communes.roster_import.present import load
from communes.roster_import.reader import Cell, Table
from communes.roster_import.records import Roster
from communes.roster_import.rows import (
    Choices,
    EthnicNames,
    Sheet,
    ethnic_index,
    labels_of,
    left_unread,
    list_year,
    proposed_day,
    read_roster,
    understand,
)
from communes.roster_import.villages import VillageName, Villages, commune_keys
from literacy_portal.kit.periods import today

_ROWS_SHOWN = 3
_CHARACTERS_SHOWN = 60
_DIGITS_OF_A_NUMBER = 11


def _nobody(rows: int) -> None:
    """Nobody waits for the figure."""


@dataclass
class Proposal:
    """A plan and how the file was understood; `understood` is what the page shows of that, as JSON."""

    plan: Plan
    sheets: list[Sheet]
    understood: list[dict[str, Any]]
    labels: dict[str, str]


def propose(
    tables: list[Table],
    commune: Commune,
    choices: Choices,
    *,
    day: date | None = None,
    year: int | None = None,
    told: Callable[[int], object] = _nobody,
) -> Proposal:
    """What importing the tables into the commune would do. `told` hears, now and then, how many rows are understood.

    Raises:
        RefusalError: no sheet can be understood.
    """
    remembered = recall(commune)
    text, sheets = _understood([without_notes(table) for table in tables], choices, remembered)
    day = day or proposed_day(sheets, today())
    year = year or list_year(sheets, day)
    villages = villages_of(commune, {**remembered.villages, **choices.villages})
    roster = read_roster(sheets, villages, choices, Reading(day, _ethnic_groups()), text.undecided, told=told)
    plan = make_plan(roster, _present(commune, roster, year), choices.answered, day=day, year=year)
    labels = {label: villages.resolve(label) for label in labels_of(roster)}
    shown = [_shown(sheet, remembered, text) for sheet in sheets]
    shown += [_unread(name, reason) for name, reason in left_unread(text.tables, sheets, roster).items()]
    return Proposal(plan, sheets, shown, labels)


def _understood(tables: list[Table], choices: Choices, remembered: Remembered) -> tuple[Text, list[Sheet]]:
    """The text as the user chose, now or in an earlier file of this shape, and its sheets."""
    text = convert(tables, choices.decoding)
    sheets = understand(with_fixes(text.tables, choices.cells), choices)
    decoding = remembered.decoding(sheets, choices.decoding)
    if decoding != choices.decoding:
        text = convert(tables, decoding)
        sheets = understand(with_fixes(text.tables, choices.cells), choices)
    return text, [remembered.applied(sheet, choices) for sheet in sheets]


def villages_of(commune: Commune, chosen: dict[str, str]) -> Villages:
    """The open villages of a commune, its own names of today and of before, and what labels were chosen to mean."""
    rows = open_villages(commune).values_list("pk", "kind", "name")
    former = FormerCommune.objects.filter(commune=commune).values_list("name", flat=True)
    names = commune_keys([commune.name, *former])
    return Villages([VillageName(*row) for row in rows], names, chosen)


def _ethnic_groups() -> dict[str, str]:
    groups = EthnicGroup.objects.values_list("slug", "name", "aliases", "code_1979", "code_census")
    return ethnic_index(EthnicNames(slug, (name, *aliases), tuple(codes)) for slug, name, aliases, *codes in groups)


def _present(commune: Commune, roster: Roster, year: int) -> Any:
    people = [person for household in roster.households for person in household.people]
    return load(
        commune.code,
        {household.village for household in roster.households if household.village},
        year=year,
        id_hashes={person.id_hash for person in people if person.id_hash},
        name_keys={person.name_key for person in people if person.birth_date},
        codes={person.code for person in people if person.code},
    )


def _unread(name: str, reason: str) -> dict[str, Any]:
    """A sheet that says nothing, and why: a code of `refusals.UNREAD`."""
    return {"name": name, "row": 0, "columns": [], "unread": reason}


def _shown(sheet: Sheet, remembered: Remembered, text: Text) -> dict[str, Any]:
    """Titles, keys and the first rows of a sheet, what is offered for old fonts; of personal numbers the last four digits."""
    about_people = (line.row for line in lines(sheet.table, sheet.header) if line.kind == "person")
    rows = [sheet.table.rows[number - 1] for number in islice(about_people, _ROWS_SHOWN)]
    columns = [
        {
            "index": index,
            "title": title,
            "key": sheet.header.keys[index],
            "sure": sheet.header.confidences[index],
            "cells": [_sample(row, index, sheet.header) for row in rows],
            "hidden": index in sheet.table.hidden_columns,
            "decoding": offer.as_json() if (offer := text.offers.get((sheet.table.name, index))) else None,
        }
        for index, title in enumerate(sheet.header.titles)
        if title or any(index < len(row) and str(row[index]).strip() for row in rows)
    ]
    return {
        "name": sheet.table.name,
        "row": sheet.header.row,
        "columns": columns,
        "unread": "",
        "shape": shape_of(sheet.header),
        "remembered": remembered.note(sheet),
    }


def _sample(row: list[Cell], index: int, header: Header) -> str:
    text = " ".join(str(row[index]).split()) if index < len(row) else ""
    if header.keys[index] in ("personal_id", "head_id") or sum(c.isdigit() for c in text) >= _DIGITS_OF_A_NUMBER:
        return f"…{text[-4:]}" if text else ""
    return text[:_CHARACTERS_SHOWN]
