"""Visits by the hour at which they began, from nothing to what they are, day by day."""

from collections.abc import Mapping
from datetime import date

from indicators.statement.parameters import Parameters, Statement
from indicators.statement.standing import standing_sql
from literacy_portal.kit.periods import VIETNAM
from sessions.enums import Result


def hours(since: Mapping[str, date], until: date) -> Statement:
    """The standing visits paid in these villages (code: first day) up to a day; columns: place, hour, day, visits, met.

    A row says by how much the numbers grew on the day; on the first day, all before it included. A visit began its
    minutes before it was written down at the door; the hour is empty where that is unknown, or not on the day of the visit.
    """
    parameters = Parameters(since=since, until=until)
    zone, met = parameters.hold(VIETNAM.key), parameters.hold(Result.MET.value)
    visits = f"""
        SELECT id, village_id, visited_on, result,
            (written_at - COALESCE(minutes, 0) * interval '1 minute') AT TIME ZONE {zone} AS began
        FROM coaching_visit WHERE village_id = ANY(%(villages)s) AND visited_on <= %(until)s
    """  # noqa: S608 -- placeholders only
    sql = f"""
        SELECT asked.village_id AS place, CASE WHEN began::date = visited_on THEN to_char(began, 'HH24') ELSE '' END AS hour,
            GREATEST(visited_on, asked.since) AS day, count(*)::int AS visits,
            (count(*) FILTER (WHERE result = {met}))::int AS met
        FROM ({standing_sql("coaching_visit", visits)}) standing
        JOIN unnest(%(villages)s::text[], %(since)s::date[]) AS asked (village_id, since) USING (village_id)
        GROUP BY 1, 2, 3
    """  # noqa: S608 -- pieces of this package and placeholders only
    return Statement(sql, parameters.values)


def known_hours() -> Statement:
    """Every hour that can be stored, and none."""
    return Statement("SELECT to_char(n, 'FM00') AS hour FROM generate_series(0, 23) n UNION ALL SELECT ''", {})
