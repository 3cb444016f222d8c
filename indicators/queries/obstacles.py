"""What stands in the way of the places inside a place: silence, no team, no telecom, no power. Villages are counted openly."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from communes.models.places import COUNTRY
from indicators.queries.hearing import DAYS, heard_sql
from indicators.queries.levels import COMMUNE_DIGITS, VILLAGE_DIGITS

_PROVINCE_DIGITS = 2
_BELOW = {
    len(COUNTRY): ("c.province_id", "true"),
    COMMUNE_DIGITS: ("v.code", "v.commune_id = %(place)s"),
    VILLAGE_DIGITS: ("v.code", "v.code = %(place)s"),
}
_OF_PROVINCE = ("v.commune_id", "c.province_id = %(place)s")

_HEARD = heard_sql("village_id", "v.code", since="%(since)s", day="%(day)s")
_OBSTACLES = """
    SELECT {child}, count(*), count(*) FILTER (WHERE heard.lately), count(*) FILTER (WHERE NOT heard.has_team),
        count(*) FILTER (WHERE ground.has_telecom IS FALSE), count(*) FILTER (WHERE ground.has_power IS FALSE)
    FROM communes_village v
    JOIN communes_commune c ON c.code = v.commune_id
    CROSS JOIN LATERAL (
        SELECT {heard} AS lately,
        EXISTS (
            SELECT FROM teams_team_villages covered JOIN teams_team t ON t.id = covered.team_id
            WHERE covered.village_id = v.code AND (t.closed_on IS NULL OR t.closed_on > %(day)s)
        ) AS has_team
    ) heard
    LEFT JOIN LATERAL (
        SELECT g.has_telecom, g.has_power FROM communes_villagecondition g
        WHERE g.village_id = v.code AND g.since <= %(day)s ORDER BY g.since DESC LIMIT 1
    ) ground ON true
    WHERE {inside} AND (v.opened_on IS NULL OR v.opened_on <= %(day)s) AND (v.closed_on IS NULL OR v.closed_on > %(day)s)
    GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Obstacles:
    """Of a place, on a day: its villages, those heard from in the last `DAYS` days, and those without team, telecom, power."""

    villages: int = 0
    heard: int = 0
    without_team: int = 0
    without_telecom: int = 0
    without_power: int = 0


def below(place: str) -> tuple[str, str]:
    """Of villages `v` in communes `c`: the code of the place directly inside the place, and which of them lie in it, as SQL."""
    return _OF_PROVINCE if len(place) == _PROVINCE_DIGITS and place != COUNTRY else _BELOW[len(place)]


def obstacles_in(place: str, day: date) -> dict[str, Obstacles]:
    """Of each place directly inside the place (code), by code; a village has itself. One query."""
    child, inside = below(place)
    values: dict[str, Any] = {"place": place, "day": day, "since": day - timedelta(days=DAYS)}
    with connection.cursor() as cursor:
        cursor.execute(_OBSTACLES.format(child=child, inside=inside, heard=_HEARD), values)
        return {code: Obstacles(*counts) for code, *counts in cursor.fetchall()}
