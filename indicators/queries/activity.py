"""What teams did over a period: visits and people, which are different official counts (*lượt* and *người*; indicators.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from communes.models.places import COUNTRY
from sessions.enums import Result

_VISITS = """
    SELECT v.id, v.result, v.minutes, v.visited_on
    FROM coaching_visit v
    JOIN communes_village village ON village.code = v.village_id
    JOIN communes_commune commune ON commune.code = village.commune_id
    WHERE {inside}
        AND v.visited_on <= %(last)s
        AND v.id NOT IN (SELECT replaces_id FROM coaching_visit WHERE replaces_id IS NOT NULL)
"""
"""Standing visits to the villages of a place. Few are replaced: all of those are looked through once, not each for itself."""

_BY_RESULT = """
    SELECT result, count(*), count(*) FILTER (WHERE visited_on >= %(first)s),
        COALESCE(sum(minutes), 0), COALESCE(sum(minutes) FILTER (WHERE visited_on >= %(first)s), 0)
    FROM ({visits}) AS v GROUP BY result
"""

# Whoever was there, or coached, in the period is one whose latest day lies in it: one pass, and everyone once.
_MEMBERS = """
    SELECT count(*), count(*) FILTER (WHERE latest >= %(first)s)
    FROM (
        SELECT max(v.visited_on) AS latest
        FROM ({visits}) AS v JOIN coaching_visit_members present ON present.visit_id = v.id
        GROUP BY present.user_id
    ) AS member
"""

_PEOPLE = """
    SELECT count(*), count(*) FILTER (WHERE latest >= %(first)s)
    FROM (
        SELECT max(o.observed_on) AS latest
        FROM ({visits}) AS v JOIN coaching_outcome o ON o.visit_id = v.id
        WHERE o.resident_id IS NOT NULL
            AND o.level IS NOT NULL
            AND o.observed_on <= %(last)s
            AND o.id NOT IN (SELECT replaces_id FROM coaching_outcome WHERE replaces_id IS NOT NULL)
        GROUP BY o.resident_id
    ) AS person
"""

_INSIDE = {8: "v.village_id = %(place)s", 5: "village.commune_id = %(place)s", 2: "commune.province_id = %(place)s"}
"""By the length of a place's code."""


@dataclass(frozen=True, slots=True)
class Work:
    """Plain counts: `visits` by result, `people` coached and `members` present (each once), `minutes` at doors."""

    visits: Mapping[Result, int] = field(default_factory=lambda: dict.fromkeys(Result, 0))
    people: int = 0
    members: int = 0
    minutes: int = 0

    @property
    def visits_in_all(self) -> int:
        """Visits of any result."""
        return sum(self.visits.values())


@dataclass(frozen=True, slots=True)
class Activity:
    """What was done in a place from `first` to `last`, both included, and from the first visit to `last`."""

    first: date
    last: date
    period: Work
    so_far: Work


def activity_of(place: str, first: date, last: date) -> Activity:
    """The activity in a place (code) from one day to another. Three queries, whatever the place.

    They read the visits themselves, and so cost what was done there so far: see docs/decisions/0011 for how much.
    """
    values = {"place": place, "first": first, "last": last}
    visits = _VISITS.format(inside="true" if place == COUNTRY else _INSIDE[len(place)])
    by_result = [(Result(result), *counts) for result, *counts in _rows(_BY_RESULT, visits, values)]
    ((members, members_now),) = _rows(_MEMBERS, visits, values)
    ((people, people_now),) = _rows(_PEOPLE, visits, values)
    return Activity(
        first,
        last,
        period=_work({row[0]: row[2] for row in by_result}, people_now, members_now, sum(row[4] for row in by_result)),
        so_far=_work({row[0]: row[1] for row in by_result}, people, members, sum(row[3] for row in by_result)),
    )


def _work(visits: Mapping[Result, int], people: int, members: int, minutes: int) -> Work:
    return Work({**dict.fromkeys(Result, 0), **visits}, people, members, minutes)


def _rows(sql: str, visits: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(visits=visits), values)
        return cursor.fetchall()
