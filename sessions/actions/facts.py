"""Facts that a roster says of people and households, kept as dated outcomes."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from accounts import audit
from accounts.models import User
from communes.signals import Fact
from literacy_portal.kit.ids import new_id
from sessions.actions.reach import villages_touched
from sessions.enums import Source
from sessions.models import Outcome, Skill
from sessions.signals import outcomes_changed

# One statement whatever the size of the roster. A fact is written only where it differs from the level that
# stands on the roster's day, and only if the roster of that day has not said it before.
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
      AND same.level = said.level AND (same.resident_id = said.resident OR same.household_id = said.household))
RETURNING resident_id, household_id
"""


@transaction.atomic
def record_facts(*, by: User, facts: Sequence[Fact], on: date) -> int:
    """Turns what a roster of the day `on` says into outcomes; answers how many were new.

    The same roster again writes nothing. Raises ValueError for a skill that is unknown, for a level
    beyond its ladder, and for two levels of one thing.
    """
    _check(facts)
    residents, households = _write(by, facts, on)
    written = len(residents) + len(households)
    if written:
        villages = villages_touched(residents=residents, households=households, since=on)
        outcomes_changed.send(sender=Outcome, villages=villages, since=on)
        audit.record("facts.record", by=by, outcomes=written, on=on.isoformat())
    return written


def _check(facts: Sequence[Fact]) -> None:
    skills = Skill.objects.in_bulk({fact.code for fact in facts})
    said: dict[object, int] = {}
    for fact in facts:
        if fact.code not in skills or not 0 <= fact.level <= skills[fact.code].top:
            raise ValueError(f"No such level: {fact.code} {fact.level}")
        if said.setdefault((fact.resident, fact.household, fact.code), fact.level) != fact.level:
            raise ValueError(f"Two levels of one thing: {fact.code}")


def _write(by: User, facts: Sequence[Fact], on: date) -> tuple[set[UUID], set[UUID]]:
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
        rows = cursor.fetchall()
    return {person for person, _home in rows if person}, {home for _person, home in rows if home}
