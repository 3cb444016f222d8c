"""Takes back what an import did: row for row where nobody has touched it since, and nothing of what somebody has.

One statement (`_VERDICTS`) says of each change whether it goes back (`why` = "") or why it stays; the preview counts it, the
undo stores it and then follows it. A new household is one thing: if it, or anyone new in it, has been touched, it stays whole.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from communes.models import Household, PovertyStatus, Residence, Resident, RosterChange
from communes.roster_import.footprints import NEW, prints

Kind = RosterChange.Kind

EDITED, LOST, PEOPLE, HOME = "edited", "lost", "people", "home"
"""Why something stays: changed since; its former household is gone; people live there since; its household stays.

Any other reason is the label of the model that refers to it since, such as `coaching.visit`.
"""

_SHOWN = 200
_VERDICTS = """
WITH mine AS MATERIALIZED (
    SELECT id, kind, subject, before, after FROM communes_rosterchange WHERE roster_import_id = %(import)s
), now AS ({prints}), refs AS (
    SELECT kind, subject, min(why) AS why FROM ({references}) found GROUP BY kind, subject
), lost AS (
    SELECT mine.id FROM mine CROSS JOIN LATERAL jsonb_array_elements(mine.before) AS stay
    WHERE mine.kind = 'stays'
      AND NOT EXISTS (SELECT FROM communes_household h WHERE h.id = (stay ->> 'household_id')::uuid)
), direct AS (
    SELECT mine.id, mine.kind, mine.subject, CASE
        WHEN now.print IS DISTINCT FROM mine.after THEN 'edited'
        WHEN refs.why IS NOT NULL THEN refs.why
        WHEN mine.id IN (SELECT id FROM lost) THEN 'lost'
        ELSE '' END AS why
    FROM mine LEFT JOIN now USING (kind, subject) LEFT JOIN refs USING (kind, subject)
), homes AS (
    SELECT direct.id, direct.why, s.household_id FROM direct
    JOIN communes_residence s ON s.resident_id = direct.subject
    JOIN mine home ON home.kind = 'new_house' AND home.subject = s.household_id
    WHERE direct.kind IN ('new_person', 'stays')
), whole AS (
    SELECT subject AS household_id FROM direct WHERE kind = 'new_house' AND why <> ''
    UNION SELECT household_id FROM homes WHERE why <> ''
    UNION SELECT s.household_id FROM communes_residence s
    JOIN mine home ON home.kind = 'new_house' AND home.subject = s.household_id
    WHERE NOT EXISTS (
        SELECT FROM mine person WHERE person.kind IN ('new_person', 'stays') AND person.subject = s.resident_id)
)
SELECT id, kind, subject, CASE
    WHEN why <> '' THEN why
    WHEN kind = 'new_house' AND subject IN (SELECT household_id FROM whole) THEN 'people'
    WHEN id IN (SELECT homes.id FROM homes JOIN whole USING (household_id)) THEN 'home'
    ELSE '' END AS why
FROM direct
"""
_COUNT = "SELECT kind, why, count(*), (array_agg(subject))[1:%(shown)s] FROM ({verdicts}) v GROUP BY kind, why ORDER BY kind, why"
_SETTLED = "SELECT kind, kept, count(*), NULL FROM communes_rosterchange WHERE roster_import_id = %(import)s GROUP BY kind, kept"
_DECIDE = """
UPDATE communes_rosterchange c SET kept = v.why FROM ({verdicts}) v WHERE v.id = c.id AND v.why <> ''
"""
# Whoever logs a visit locks the household first: after this, what the undo sees is what there is.
_LOCK = """
SELECT h.id FROM communes_household h WHERE h.id IN (
    SELECT subject FROM communes_rosterchange WHERE roster_import_id = %(import)s AND kind IN ('new_house', 'house')
    UNION SELECT s.household_id FROM communes_residence s JOIN communes_rosterchange c
    ON c.roster_import_id = %(import)s AND c.kind IN ('new_person', 'stays') AND c.subject = s.resident_id
) ORDER BY h.id FOR NO KEY UPDATE
"""
_OWN = "(SELECT subject FROM mine WHERE kind = '{kind}')"
_REFERENCE = """
SELECT mine.kind, mine.subject, '{label}' AS why FROM mine JOIN {table} x ON x.{column} = mine.subject WHERE mine.kind = '{kind}'
"""
_GOES_BACK = "c.roster_import_id = %(import)s AND c.kept = '' AND c.kind = '{kind}'"
_DELETE = "DELETE FROM {table} t USING communes_rosterchange c WHERE {goes_back} AND t.{column} = c.subject"
_DELETE_ADDED = _DELETE + " AND NOT c.before @> jsonb_build_array(jsonb_build_object('id', t.id))"
_RESTORE_ONE = """
UPDATE {table} t SET {pairs} FROM communes_rosterchange c
JOIN {table} old ON old.id = c.subject CROSS JOIN LATERAL jsonb_populate_record(old, c.before) b
WHERE {goes_back} AND t.id = c.subject
"""
_RESTORE_EACH = """
UPDATE {table} t SET {pairs} FROM communes_rosterchange c
CROSS JOIN LATERAL jsonb_array_elements(c.before) AS stored
JOIN {table} old ON old.id = (stored ->> 'id')::bigint CROSS JOIN LATERAL jsonb_populate_record(old, stored) b
WHERE {goes_back} AND t.id = old.id AND t IS DISTINCT FROM b
"""
_VILLAGES = """
SELECT s.village_id FROM communes_rosterchange c JOIN communes_residence s ON s.resident_id = c.subject
WHERE c.roster_import_id = %(import)s AND c.kept = ''
UNION SELECT s.village_id FROM communes_rosterchange c JOIN communes_residence s ON s.household_id = c.subject
WHERE c.roster_import_id = %(import)s AND c.kept = ''
"""


@dataclass
class Verdicts:
    """What an undo does, or would do: how many of each kind go back, and for each kind and reason those that stay.

    Of those that stay, `samples` names the first ones.
    """

    back: Counter[str] = field(default_factory=Counter)
    kept: Counter[tuple[str, str]] = field(default_factory=Counter)
    samples: dict[tuple[str, str], list[UUID]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The counts, as an undo keeps them."""
        return {"back": dict(self.back), "kept": [[kind, why, count] for (kind, why), count in sorted(self.kept.items())]}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Verdicts":
        """The counts that `as_json` stored."""
        return cls(Counter(stored["back"]), Counter({(kind, why): count for kind, why, count in stored["kept"]}))


def weigh(roster_import: UUID, learned: list[UUID]) -> Verdicts:
    """What undoing an import would do now. What its columns taught (`learned`) refers to its people and counts for nothing."""
    return _counted(_COUNT.format(verdicts=_verdicts()), {"import": roster_import, "learned": learned, "shown": _SHOWN})


def settled(roster_import: UUID) -> Verdicts:
    """What `decide` settled."""
    return _counted(_SETTLED, {"import": roster_import})


def _counted(statement: str, told: dict[str, Any]) -> Verdicts:
    found = Verdicts()
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        for kind, why, count, subjects in cursor.fetchall():
            if why:
                found.kept[kind, why] = count
                found.samples[kind, why] = subjects or []
            else:
                found.back[kind] = count
    return found


def decide(roster_import: UUID, learned: list[UUID]) -> None:
    """Waits for whoever is writing to these households now, then settles in `RosterChange.kept` what stays."""
    told: dict[str, Any] = {"import": roster_import, "learned": learned}
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, told)
        cursor.execute(_DECIDE.format(verdicts=_verdicts()), told)


def put_back(roster_import: UUID) -> set[str]:
    """Does what `decide` settled; answers the villages whose people it touched."""
    villages = _touched(roster_import)
    told = {"import": roster_import}
    with connection.cursor() as cursor:
        for statement in _statements():
            cursor.execute(statement, told)
    return villages | _touched(roster_import)


def _touched(roster_import: UUID) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_VILLAGES, {"import": roster_import})
        return {village for (village,) in cursor.fetchall()}


def _statements() -> Iterator[str]:
    """What was added goes first: a person has one open residence at a time."""
    person, house = _goes_back(Kind.NEW_RESIDENT), _goes_back(Kind.NEW_HOUSEHOLD)
    yield _DELETE.format(table=_table(Residence), column="resident_id", goes_back=person)
    yield _DELETE.format(table=_table(Resident), column="id", goes_back=person)
    yield from _restored(Residence, "resident_id", Kind.STAYS)
    yield _RESTORE_ONE.format(table=_table(Resident), pairs=_pairs(Resident), goes_back=_goes_back(Kind.RESIDENT))
    yield from _restored(PovertyStatus, "household_id", Kind.POVERTY)
    yield _RESTORE_ONE.format(table=_table(Household), pairs=_pairs(Household), goes_back=_goes_back(Kind.HOUSEHOLD))
    yield _DELETE.format(table=_table(PovertyStatus), column="household_id", goes_back=house)
    yield _DELETE.format(table=_table(Household), column="id", goes_back=house)


def _restored(model: type[models.Model], column: str, kind: Kind) -> Iterator[str]:
    table = _table(model)
    yield _DELETE_ADDED.format(table=table, column=column, goes_back=_goes_back(kind))
    yield _RESTORE_EACH.format(table=table, pairs=_pairs(model), goes_back=_goes_back(kind))


def _goes_back(kind: Kind) -> str:
    return _GOES_BACK.format(kind=kind.value)


@cache
def _verdicts() -> str:
    own = {kind: _OWN.format(kind=kind.value) for kind in Kind}
    return _VERDICTS.format(prints=prints(tuple(Kind), own), references=" UNION ALL ".join(_references()))


def _references() -> Iterator[str]:
    """A SELECT for every table of any app that refers to residents or households, but those that make them up."""
    for kind, model in zip(NEW, (Resident, Household), strict=True):
        for relation in model._meta.get_fields(include_hidden=True):  # noqa: SLF001 -- Django's documented door
            if isinstance(relation, models.ManyToOneRel) and relation.related_model not in (Residence, PovertyStatus):
                yield _reference(kind, relation)


def _reference(kind: Kind, relation: models.ManyToOneRel) -> str:
    options: Any = relation.related_model._meta  # noqa: SLF001
    # The table of a many-to-many relation stands for the model that declares it.
    named = options.auto_created._meta if options.auto_created else options  # noqa: SLF001
    column = relation.field.column
    select = _REFERENCE.format(label=named.label_lower, table=options.db_table, column=column, kind=kind.value)
    is_uuid = isinstance(options.pk, models.UUIDField)
    return f"{select} AND NOT (x.{options.pk.column} = ANY (%(learned)s::uuid[]))" if is_uuid else select


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table  # noqa: SLF001


def _pairs(model: type[models.Model]) -> str:
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001
    return ", ".join(f"{column} = b.{column}" for column in columns)


def referring_model(why: str) -> type[models.Model]:
    """The model whose label is the reason."""
    return apps.get_model(why)
