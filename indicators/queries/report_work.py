"""What a commune's report counts of work and teams, of all its villages at once: nothing here grows with their number."""

from collections import defaultdict
from typing import Any

from django.db import connection

from communes.enums import PovertyClass, ResidenceStatus, Sex
from indicators.report.figures import Cell
from indicators.report.periods import Period
from indicators.statement.days import birthday_sql

TOTAL = ""
"""In place of a village's code: the whole commune, everyone once."""

_STANDING = """
    village AS (SELECT code FROM communes_village WHERE commune_id = %(commune)s),
    visit AS (
        SELECT id, village_id, visited_on AS day FROM coaching_visit v
        WHERE village_id IN (SELECT code FROM village) AND visited_on <= %(last)s
            AND NOT EXISTS (SELECT FROM coaching_visit later WHERE later.replaces_id = v.id)
    ),
    gathering AS (
        SELECT id, village_id, held_on AS day FROM coaching_gathering g
        WHERE village_id IN (SELECT code FROM village) AND held_on <= %(last)s
            AND NOT EXISTS (SELECT FROM coaching_gathering later WHERE later.replaces_id = g.id)
    ),
    seen AS (
        SELECT occasion.village_id, o.visit_id, occasion.day AS held_on, o.resident_id, o.observed_on AS day
        FROM (
            SELECT visit.village_id, visit.day, o.id FROM visit JOIN coaching_outcome o ON o.visit_id = visit.id
            UNION ALL
            SELECT gathering.village_id, gathering.day, o.id
            FROM gathering JOIN coaching_outcome o ON o.gathering_id = gathering.id
        ) occasion
        JOIN coaching_outcome o USING (id)
        WHERE o.resident_id IS NOT NULL AND o.level IS NOT NULL AND o.observed_on <= %(last)s
            AND NOT EXISTS (SELECT FROM coaching_outcome later WHERE later.replaces_id = o.id)
    )
"""
"""Visits and gatherings that stand, and the people of the roster who were coached at them (indicators.md, Activity)."""

_PLACE = "CASE WHEN GROUPING(village_id) = 1 THEN '' ELSE village_id END AS place"

_TIMES = f"""
    WITH {_STANDING},
    happened AS (
        SELECT 'visits' AS what, village_id, day FROM visit
        UNION ALL
        SELECT 'gatherings', village_id, day FROM gathering
        UNION ALL
        SELECT 'guided', village_id, held_on
        FROM (SELECT DISTINCT village_id, visit_id, held_on, resident_id FROM seen WHERE visit_id IS NOT NULL) at_home
        UNION ALL
        SELECT kind.what, gathering.village_id, gathering.day
        FROM coaching_attendance a JOIN gathering ON gathering.id = a.gathering_id
        CROSS JOIN (VALUES ('guided'), ('attendances'), ('walk_ins')) AS kind (what)
        WHERE kind.what <> 'walk_ins' OR a.resident_id IS NULL
    )
    SELECT {_PLACE}, what, count(*) FILTER (WHERE day >= %(first)s), count(*)
    FROM happened GROUP BY GROUPING SETS ((what, village_id), (what))
"""  # noqa: S608 -- pieces of this module only

_IS = {
    "people": "true",
    "people_female": "resident.sex = %(female)s",
    "people_minority": "COALESCE(resident.ethnic_group_id <> 'kinh', false)",
    "people_age_60_plus": f"COALESCE({birthday_sql(60)} <= %(last)s, false)",
    "people_poor": "resident.id IN (SELECT resident_id FROM poor)",
}
"""Of whom a column counts the people coached: groups as of the last day (indicators.md, Groups)."""

_EACH = ", ".join(
    f"count(*) FILTER (WHERE {rule} AND latest.day >= %(first)s), count(*) FILTER (WHERE {rule})" for rule in _IS.values()
)

_PEOPLE = f"""
    WITH {_STANDING},
    latest AS (
        SELECT {_PLACE}, resident_id, max(day) AS day
        FROM seen GROUP BY GROUPING SETS ((village_id, resident_id), (resident_id))
    ),
    poor AS (
        SELECT stay.resident_id FROM communes_residence stay
        CROSS JOIN LATERAL (
            SELECT poverty_class FROM communes_povertystatus class
            WHERE class.household_id = stay.household_id AND class.year <= extract(year FROM %(last)s::date)
            ORDER BY class.year DESC LIMIT 1
        ) decided
        WHERE stay.resident_id IN (SELECT resident_id FROM seen) AND stay.status = ANY(%(lives)s)
            AND stay.started_on <= %(last)s AND (stay.ended_on IS NULL OR stay.ended_on > %(last)s)
            AND decided.poverty_class = ANY(%(poor)s)
    )
    SELECT latest.place, {_EACH}
    FROM latest JOIN communes_resident resident ON resident.id = latest.resident_id
    GROUP BY latest.place
"""  # noqa: S608 -- pieces of this module only

_TEAMS = """
    SELECT CASE WHEN GROUPING(covered.village_id) = 1 THEN '' ELSE covered.village_id END,
        count(DISTINCT team.id), count(DISTINCT member.user_id)
    FROM teams_team team
    LEFT JOIN teams_team_villages covered ON covered.team_id = team.id
    LEFT JOIN teams_membership member ON member.team_id = team.id
        AND member.started_on <= %(last)s AND (member.ended_on IS NULL OR member.ended_on > %(last)s)
    WHERE team.commune_id = %(commune)s AND (team.closed_on IS NULL OR team.closed_on > %(last)s)
        AND (team.decided_on IS NULL OR team.decided_on <= %(last)s)
    GROUP BY GROUPING SETS ((covered.village_id), ())
"""

Cells = dict[str, dict[str, Cell]]
"""By village (or TOTAL) and column."""


def work_of(commune: str, period: Period) -> Cells:
    """Of a commune and its villages: teams, members, visits, gatherings, times and people coached. Three queries."""
    values = {
        "commune": commune,
        "first": period.first,
        "last": period.last,
        "female": Sex.FEMALE,
        "lives": [ResidenceStatus.LIVING, ResidenceStatus.TEMPORARY],
        "poor": [PovertyClass.POOR, PovertyClass.NEAR_POOR],
    }
    found: Cells = defaultdict(dict)
    for place, what, now, so_far in _rows(_TIMES, values):
        found[place][what] = Cell(now, so_far)
    for place, *counts in _rows(_PEOPLE, values):
        found[place] |= {code: Cell(*counts[2 * at : 2 * at + 2]) for at, code in enumerate(_IS)}
    for place, teams, members in _rows(_TEAMS, values):
        if place is not None:
            found[place] |= {"teams": Cell(so_far=teams), "members": Cell(so_far=members)}
    return found


def _rows(sql: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


COUNTED = ("visits", "gatherings", "guided", "attendances", "walk_ins", *_IS)
"""Columns of which nothing found is none: the villages are known, and so is what was recorded of them."""


def filled(found: dict[str, Cell]) -> dict[str, Cell]:
    """The cells of one place with 0 where nothing was found."""
    nothing = dict.fromkeys(COUNTED, Cell(0, 0)) | dict.fromkeys(("teams", "members"), Cell(so_far=0))
    return nothing | found


def was_heard(found: dict[str, Cell]) -> bool:
    """Whether anything was recorded of a place in the period."""
    return any((found[what].period or 0) > 0 for what in ("visits", "gatherings") if what in found)
