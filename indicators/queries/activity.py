"""What teams did over a period: visits and people, which are different official counts (*lượt* and *người*; indicators.md)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from communes.models.places import COUNTRY
from sessions.enums import GatheringKind, Result

_STANDING = """
    SELECT e.* FROM {table} e
    JOIN communes_village village ON village.code = e.village_id
    JOIN communes_commune commune ON commune.code = village.commune_id
    WHERE {inside}
        AND e.{day} <= %(last)s
        AND e.id NOT IN (SELECT replaces_id FROM {table} WHERE replaces_id IS NOT NULL)
"""
"""What stands of what was done in the villages of a place. Little is replaced: all of that is looked through once, not each."""

_VISITS = """
    SELECT result, count(*), count(*) FILTER (WHERE visited_on >= %(first)s),
        COALESCE(sum(minutes), 0), COALESCE(sum(minutes) FILTER (WHERE visited_on >= %(first)s), 0)
    FROM ({visits}) AS v GROUP BY result
"""

_GATHERINGS = """
    SELECT kind, count(*), count(*) FILTER (WHERE held_on >= %(first)s),
        COALESCE(sum(minutes), 0), COALESCE(sum(minutes) FILTER (WHERE held_on >= %(first)s), 0)
    FROM ({gatherings}) AS g GROUP BY kind
"""

# Of residents nothing is noted but that they came: one group of them all.
_ATTENDANCES = """
    SELECT a.resident_id IS NULL, a.sex, a.age_group, a.is_minority, count(*), count(*) FILTER (WHERE g.held_on >= %(first)s)
    FROM ({gatherings}) AS g JOIN coaching_attendance a ON a.gathering_id = g.id GROUP BY 1, 2, 3, 4
"""

# Whoever was there, or coached, in the period is one whose latest day lies in it: one pass, and everyone once.
_MEMBERS = """
    SELECT count(*), count(*) FILTER (WHERE latest >= %(first)s)
    FROM (
        SELECT max(day) AS latest
        FROM (
            SELECT present.user_id, v.visited_on AS day
            FROM ({visits}) AS v JOIN coaching_visit_members present ON present.visit_id = v.id
            UNION ALL
            SELECT present.user_id, g.held_on
            FROM ({gatherings}) AS g JOIN coaching_gathering_members present ON present.gathering_id = g.id
        ) AS present
        GROUP BY user_id
    ) AS member
"""

_PEOPLE = """
    SELECT count(*), count(*) FILTER (WHERE latest >= %(first)s)
    FROM (
        SELECT max(o.observed_on) AS latest
        FROM (
            SELECT o.id, o.resident_id, o.level, o.observed_on
            FROM ({visits}) AS v JOIN coaching_outcome o ON o.visit_id = v.id
            UNION ALL
            SELECT o.id, o.resident_id, o.level, o.observed_on
            FROM ({gatherings}) AS g JOIN coaching_outcome o ON o.gathering_id = g.id
        ) AS o
        WHERE o.resident_id IS NOT NULL
            AND o.level IS NOT NULL
            AND o.observed_on <= %(last)s
            AND o.id NOT IN (SELECT replaces_id FROM coaching_outcome WHERE replaces_id IS NOT NULL)
        GROUP BY o.resident_id
    ) AS person
"""

_INSIDE = {8: "e.village_id = %(place)s", 5: "village.commune_id = %(place)s", 2: "commune.province_id = %(place)s"}
"""By the length of a place's code."""

Noted = tuple[str, str, bool | None]
"""What is noted of somebody who is on no roster: sex, age group, of a minority. "" and None: not known."""


@dataclass(frozen=True, slots=True)
class Work:
    """Plain counts: `visits` by result, `gatherings` by kind, `people` coached and `members` present (each once), `minutes`.

    `attendances` are all who came to gatherings, as often as they came; `walk_ins` those of them who are on no roster, by
    what was noted of them.
    """

    visits: Mapping[Result, int] = field(default_factory=lambda: dict.fromkeys(Result, 0))
    people: int = 0
    members: int = 0
    minutes: int = 0
    gatherings: Mapping[GatheringKind, int] = field(default_factory=lambda: dict.fromkeys(GatheringKind, 0))
    attendances: int = 0
    walk_ins: Mapping[Noted, int] = field(default_factory=dict)

    @property
    def visits_in_all(self) -> int:
        """Visits of any result."""
        return sum(self.visits.values())

    @property
    def gatherings_in_all(self) -> int:
        """Gatherings of any kind."""
        return sum(self.gatherings.values())

    @property
    def walk_ins_in_all(self) -> int:
        """Attendances of people who are on no roster."""
        return sum(self.walk_ins.values())

    def walk_ins_of(self, *, sex: str | None = None, age_group: str | None = None, minority: bool | None = None) -> int:
        """Those of one sex, one age group, or a minority; what is not asked for may be anything."""
        return sum(
            count
            for (its_sex, its_age, its_minority), count in self.walk_ins.items()
            if sex in (None, its_sex) and age_group in (None, its_age) and minority in (None, its_minority)
        )


@dataclass(frozen=True, slots=True)
class Activity:
    """What was done in a place from `first` to `last`, both included, and from the first visit or gathering to `last`."""

    first: date
    last: date
    period: Work
    so_far: Work


def activity_of(place: str, first: date, last: date) -> Activity:
    """The activity in a place (code) from one day to another. Five queries, whatever the place.

    They read the visits and gatherings themselves, and so cost what was done there so far: see docs/decisions/0011 for how much.
    """
    asked = _Asked(place, first, last)
    visits, gatherings, came = asked.rows(_VISITS), asked.rows(_GATHERINGS), asked.rows(_ATTENDANCES)
    ((members, members_now),) = asked.rows(_MEMBERS)
    ((people, people_now),) = asked.rows(_PEOPLE)

    def work(at: int, people: int, members: int) -> Work:
        """`at` is where a row of visits has its count: of all the time, or next to it of the period; other counts follow."""
        return Work(
            visits={**dict.fromkeys(Result, 0), **{Result(row[0]): row[at] for row in visits}},
            gatherings={**dict.fromkeys(GatheringKind, 0), **{GatheringKind(row[0]): row[at] for row in gatherings}},
            minutes=sum(row[at + 2] for row in (*visits, *gatherings)),
            attendances=sum(row[at + 3] for row in came),
            walk_ins=_walk_ins((row[1:4], row[at + 3]) for row in came if row[0]),
            people=people,
            members=members,
        )

    return Activity(first, last, period=work(2, people_now, members_now), so_far=work(1, people, members))


def _walk_ins(rows: Iterable[tuple[Any, int]]) -> Mapping[Noted, int]:
    return Counter({tuple(noted): count for noted, count in rows if count})


class _Asked:
    """A place and two days, of which statements are asked."""

    def __init__(self, place: str, first: date, last: date) -> None:
        inside = "true" if place == COUNTRY else _INSIDE[len(place)]
        self.values: dict[str, Any] = {"place": place, "first": first, "last": last}
        self.visits = _STANDING.format(table="coaching_visit", day="visited_on", inside=inside)
        self.gatherings = _STANDING.format(table="coaching_gathering", day="held_on", inside=inside)

    def rows(self, sql: str) -> list[Any]:
        """What the statement finds."""
        with connection.cursor() as cursor:
            cursor.execute(sql.format(visits=self.visits, gatherings=self.gatherings), self.values)
            return cursor.fetchall()
