"""What an import writes over: how every person and household was before it, and a fingerprint of how it left them.

Set-based, in the import's own transaction: a few statements for each part of it. New people and households are
one fingerprint each; of known ones details, homes and poverty classes are kept apart, so that each can go back alone.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from communes.models import RosterChange, RosterUndo
from communes.roster_import.writes import Part

Kind = RosterChange.Kind

RESIDENT = (
    "full_name", "sex", "birth_date", "birth_year", "ethnic_group_id", "phone", "other_phones", "id_last4", "id_hash",
)  # fmt: skip
RESIDENCE = ("id", "household_id", "village_id", "relation", "status", "started_on", "ended_on", "end_reason")
HOUSEHOLD = (
    "village_id", "number", "address", "livelihood", "has_internet", "best_time", "language", "declared_members",
)  # fmt: skip
POVERTY = ("id", "year", "poverty_class", "decision")


def _hash(alias: str, columns: tuple[str, ...]) -> str:
    return f"hash_record_extended(({', '.join(f'{alias}.{column}' for column in columns)}), 0)"


def _all_of(alias: str, columns: tuple[str, ...]) -> str:
    return f"coalesce(bit_xor({_hash(alias, columns)}) FILTER (WHERE {alias}.id IS NOT NULL), 0)"


_STAYS = "LEFT JOIN communes_residence s ON s.resident_id = m.subject"
_CLASSES = "LEFT JOIN communes_povertystatus p ON p.household_id = m.subject"
_RESIDENT = "JOIN communes_resident r ON r.id = m.subject"
_HOUSEHOLD = "JOIN communes_household h ON h.id = m.subject"
_PRINTS = {
    Kind.NEW_RESIDENT: (
        f"{_hash('r', RESIDENT)} # {_all_of('s', RESIDENCE)} AS print", f"{_RESIDENT} {_STAYS} GROUP BY m.subject, r.id"
    ),
    Kind.NEW_HOUSEHOLD: (
        f"{_hash('h', HOUSEHOLD)} # {_all_of('p', POVERTY)} AS print", f"{_HOUSEHOLD} {_CLASSES} GROUP BY m.subject, h.id"
    ),
    Kind.RESIDENT: (f"{_hash('r', RESIDENT)} AS print", _RESIDENT),
    Kind.STAYS: (f"{_all_of('s', RESIDENCE)} AS print", f"{_STAYS} GROUP BY m.subject"),
    Kind.HOUSEHOLD: (f"{_hash('h', HOUSEHOLD)} AS print", _HOUSEHOLD),
    Kind.POVERTY: (f"{_all_of('p', POVERTY)} AS print", f"{_CLASSES} GROUP BY m.subject"),
}  # fmt: skip
_IMAGES = {
    Kind.RESIDENT: "(SELECT to_jsonb(r) FROM communes_resident r WHERE r.id = m.subject)",
    Kind.STAYS: "(SELECT coalesce(jsonb_agg(s), '[]') FROM communes_residence s WHERE s.resident_id = m.subject)",
    Kind.HOUSEHOLD: "(SELECT to_jsonb(h) FROM communes_household h WHERE h.id = m.subject)",
    Kind.POVERTY: "(SELECT coalesce(jsonb_agg(p), '[]') FROM communes_povertystatus p WHERE p.household_id = m.subject)",
}
_SUBJECTS = {
    Kind.NEW_RESIDENT: "unnest(%(new_residents)s::uuid[])",
    Kind.NEW_HOUSEHOLD: "unnest(%(new_households)s::uuid[])",
    Kind.RESIDENT: "unnest(%(residents)s::uuid[])",
    Kind.STAYS: "unnest(%(residents)s::uuid[])",
    Kind.HOUSEHOLD: "unnest(%(households)s::uuid[])",
    Kind.POVERTY: "unnest(%(households)s::uuid[])",
}
NEW = (Kind.NEW_RESIDENT, Kind.NEW_HOUSEHOLD)
_KNOWN = tuple(_IMAGES)


_PRINT = "SELECT '{kind}' AS kind, m.subject, {hash} FROM {subjects} AS m (subject) {tables}"


def prints(kinds: tuple[Kind, ...], subjects: dict[Kind, str]) -> str:
    """SQL for (kind, subject, print) as things are now; a subject that is gone has no row."""
    selects = []
    for kind in kinds:
        value, tables = _PRINTS[kind]
        selects.append(_PRINT.format(kind=kind.value, hash=value, subjects=subjects[kind], tables=tables))
    return " UNION ALL ".join(selects)


_CASES = " ".join(f"WHEN '{kind.value}' THEN {image}" for kind, image in _IMAGES.items())
_FOUND = """
INSERT INTO communes_rosterchange (roster_import_id, kind, subject, before, after, kept)
SELECT %(import)s, m.kind, m.subject, CASE m.kind {cases} END, m.print, '' FROM ({now}) m
"""
_UNTOUCHED = """
DELETE FROM communes_rosterchange c USING ({now}) now
WHERE c.roster_import_id = %(import)s AND c.kind = now.kind AND c.subject = now.subject AND c.after = now.print
"""
_LEFT = """
UPDATE communes_rosterchange c SET after = now.print FROM ({now}) now
WHERE c.roster_import_id = %(import)s AND c.kind = now.kind AND c.subject = now.subject
"""
_MADE = """
INSERT INTO communes_rosterchange (roster_import_id, kind, subject, before, after, kept)
SELECT %(import)s, now.kind, now.subject, NULL, now.print, '' FROM ({now}) now
"""
_BEFORE, _FORGET_UNTOUCHED, _AFTER = (
    statement.format(cases=_CASES, now=prints(_KNOWN, _SUBJECTS)) for statement in (_FOUND, _UNTOUCHED, _LEFT)
)
_NEW = _MADE.format(now=prints(NEW, _SUBJECTS))


@dataclass(frozen=True, slots=True)
class Subjects:
    """The people and households that a writer is about to write: those that exist, and those that it makes."""

    residents: list[str] = field(default_factory=list)
    households: list[str] = field(default_factory=list)
    new_residents: list[str] = field(default_factory=list)
    new_households: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.residents or self.households or self.new_residents or self.new_households)


def subjects_of(part: Part) -> Subjects:
    """Everyone whom a part of an import makes or changes."""
    return Subjects(
        residents=[row[0] for row in part.residents] + part.gone,
        households=[row[0] for row in part.households],
        new_residents=[row[0] for row in part.new_residents],
        new_households=[row[0] for row in part.new_households],
    )


@contextmanager
def recorded(roster_import: UUID, subjects: Subjects) -> Iterator[None]:
    """Keeps what the writer inside does to the subjects; call it within the writer's transaction."""
    told: dict[str, Any] = {
        "import": roster_import,
        "residents": subjects.residents,
        "households": subjects.households,
        "new_residents": subjects.new_residents,
        "new_households": subjects.new_households,
    }
    known = bool(subjects.residents or subjects.households)
    with connection.cursor() as cursor:
        if known:
            cursor.execute(_BEFORE, told)
        yield
        if known:
            cursor.execute(_FORGET_UNTOUCHED, told)
            cursor.execute(_AFTER, told)
        if subjects:
            cursor.execute(_NEW, told)


def make_undoable(roster_import: UUID, *, villages: Collection[str], since: date, learned: list[UUID]) -> None:
    """Notes what an undo has to tell others, unless the import has written nothing that could be taken back."""
    if learned or RosterChange.objects.filter(roster_import=roster_import).exists():
        RosterUndo.objects.create(roster_import_id=roster_import, villages=sorted(villages), since=since, learned=learned)
