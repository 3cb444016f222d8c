"""What villages stand on, who covers them, and whether they were heard from. Villages are no persons: they are counted openly."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from indicators.queries.hearing import DAYS
from indicators.queries.obstacles import below

_STANDINGS = """
    SELECT {child}, ground.has_4g, ground.has_telecom, ground.has_power,
        EXISTS (
            SELECT FROM teams_team_villages covered JOIN teams_team t ON t.id = covered.team_id
            WHERE covered.village_id = v.code AND (t.closed_on IS NULL OR t.closed_on > %(day)s)
        ) AS has_team,
        EXISTS (
            SELECT FROM coaching_visit s
            WHERE s.village_id = v.code AND s.visited_on > %(since)s AND s.visited_on <= %(day)s
                AND NOT EXISTS (SELECT FROM coaching_visit later WHERE later.replaces_id = s.id)
        ) OR EXISTS (
            SELECT FROM coaching_gathering s
            WHERE s.village_id = v.code AND s.held_on > %(since)s AND s.held_on <= %(day)s
                AND NOT EXISTS (SELECT FROM coaching_gathering later WHERE later.replaces_id = s.id)
        ) AS is_heard,
        count(*)
    FROM communes_village v
    JOIN communes_commune c ON c.code = v.commune_id
    LEFT JOIN LATERAL (
        SELECT g.has_4g, g.has_telecom, g.has_power FROM communes_villagecondition g
        WHERE g.village_id = v.code AND g.since <= %(day)s ORDER BY g.since DESC LIMIT 1
    ) ground ON true
    WHERE {inside} AND (v.opened_on IS NULL OR v.opened_on <= %(day)s) AND (v.closed_on IS NULL OR v.closed_on > %(day)s)
    GROUP BY 1, 2, 3, 4, 5, 6
    ORDER BY 1, 2, 3, 4, 5, 6
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """So many villages with the same conditions (None: not known), with or without a team, heard from lately or silent."""

    has_4g: bool | None
    has_telecom: bool | None
    has_power: bool | None
    has_team: bool
    is_heard: bool
    villages: int


Standings = dict[str, list[Standing]]
"""Of each place that contains villages, by code."""


def standings_in(place: str, day: date) -> Standings:
    """Of each place directly inside the place (code); a village has itself. Heard: in the `DAYS` days up to `day`. One query."""
    child, inside = below(place)
    values: dict[str, Any] = {"place": place, "day": day, "since": day - timedelta(days=DAYS)}
    found: Standings = {}
    with connection.cursor() as cursor:
        cursor.execute(_STANDINGS.format(child=child, inside=inside), values)
        for code, *standing in cursor.fetchall():
            found.setdefault(code, []).append(Standing(*standing))
    return found
