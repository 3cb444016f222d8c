"""Facts that a roster says of people and households, kept as dated outcomes."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from accounts import audit
from accounts.models import User
from communes.signals import Fact
from literacy_portal.kit.ids import new_id
from sessions.enums import Source
from sessions.models import Outcome, Skill
from sessions.signals import outcomes_changed

# One statement whatever the size of the roster. A fact is written only where it differs from the level that
# stands on the roster's day, and only if the roster of that day has not said it before (what was taken back is not said).
_LEARN = """
INSERT INTO coaching_outcome (id, resident_id, household_id, skill_id, level, observed_on, mode, source,
                              recorded_by_id, received_at)
SELECT said.id, said.resident, said.household, said.skill, said.level, %(on)s, '', %(source)s, %(by)s, now()
FROM unnest(%(ids)s::uuid[], %(residents)s::uuid[], %(households)s::uuid[], %(skills)s::text[], %(levels)s::smallint[])
     AS said (id, resident, household, skill, level)
LEFT JOIN LATERAL (
    SELECT o.level FROM coaching_outcome o
    WHERE o.skill_id = said.skill AND o.observed_on <= %(on)s AND o.level IS NOT NULL
      AND (o.resident_id = said.resident OR o.household_id = said.household)
      AND NOT EXISTS (SELECT 1 FROM coaching_outcome later WHERE later.replaces_id = o.id)
    ORDER BY o.observed_on DESC, o.received_at DESC, o.id DESC LIMIT 1
) standing ON true
WHERE coalesce(standing.level, 0) <> said.level
  AND NOT EXISTS (
    SELECT 1 FROM coaching_outcome same
    WHERE same.skill_id = said.skill AND same.observed_on = %(on)s AND same.source = %(source)s
      AND same.level = said.level AND (same.resident_id = said.resident OR same.household_id = said.household)
      AND NOT EXISTS (SELECT 1 FROM coaching_outcome undone WHERE undone.replaces_id = same.id AND undone.level IS NULL))
RETURNING id
"""
_FORGET = "DELETE FROM coaching_outcome WHERE id = ANY (%(learned)s::uuid[]) AND resident_id = ANY (%(removed)s::uuid[])"
_STANDING = """
SELECT o.id FROM coaching_outcome o
WHERE o.id = ANY (%(learned)s::uuid[]) AND o.level IS NOT NULL AND coalesce(o.resident_id <> ALL (%(kept)s::uuid[]), true)
  AND NOT EXISTS (SELECT FROM coaching_outcome later WHERE later.replaces_id = o.id)
"""
_WITHDRAW = """
INSERT INTO coaching_outcome (id, resident_id, household_id, skill_id, level, observed_on, mode, source, recorded_by_id,
                              received_at, replaces_id)
SELECT new.id, o.resident_id, o.household_id, o.skill_id, NULL, o.observed_on, '', o.source, %(by)s, now(), o.id
FROM unnest(%(ids)s::uuid[], %(standing)s::uuid[]) AS new (id, old) JOIN coaching_outcome o ON o.id = new.old
"""


@transaction.atomic
def record_facts(*, by: User, facts: Sequence[Fact], on: date) -> list[UUID]:
    """Turns what a roster of the day `on` says into outcomes; answers the keys of those that were new.

    The same roster again writes nothing. Raises ValueError for a skill that is unknown, for a level
    beyond its ladder, and for two levels of one thing.
    """
    _check(facts)
    written = _write(by, facts, on)
    if written:
        outcomes_changed.send(sender=Outcome)
        audit.record("facts.record", by=by, outcomes=len(written), on=on.isoformat())
    return written


def _check(facts: Sequence[Fact]) -> None:
    skills = Skill.objects.in_bulk({fact.code for fact in facts})
    said: dict[object, int] = {}
    for fact in facts:
        if fact.code not in skills or not 0 <= fact.level <= skills[fact.code].top:
            raise ValueError(f"No such level: {fact.code} {fact.level}")
        if said.setdefault((fact.resident, fact.household, fact.code), fact.level) != fact.level:
            raise ValueError(f"Two levels of one thing: {fact.code}")


def _write(by: User, facts: Sequence[Fact], on: date) -> list[UUID]:
    once = list(dict.fromkeys(facts))
    values: dict[str, Any] = {
        "ids": [new_id() for _fact in once],
        "residents": [fact.resident for fact in once],
        "households": [fact.household for fact in once],
        "skills": [fact.code for fact in once],
        "levels": [fact.level for fact in once],
        "on": on,
        "by": by.pk,
        "source": Source.ROSTER.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LEARN, values)
        return [key for (key,) in cursor.fetchall()]


@transaction.atomic
def take_back_facts(
    *, by: User, outcomes: Collection[UUID], removed: Collection[UUID], kept: Collection[UUID], since: date
) -> None:
    """Withdraws outcomes that a roster taught, where they still stand; those of `removed` people are deleted with them.

    Outcomes of `kept` people stay. `since` is the earliest day on which one was observed.
    """
    told: dict[str, Any] = {"learned": [*outcomes], "removed": [*removed], "kept": [*kept], "by": by.pk}
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, told)
        cursor.execute(_STANDING, told)
        standing = [key for (key,) in cursor.fetchall()]
        told |= {"standing": standing, "ids": [new_id() for _outcome in standing]}
        cursor.execute(_WITHDRAW, told)
    if standing:
        outcomes_changed.send(sender=Outcome)
        audit.record("facts.withdraw", by=by, outcomes=len(standing), since=since.isoformat())
