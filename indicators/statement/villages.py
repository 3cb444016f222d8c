"""Open villages: the days on which the ground under one changes, or its team falls asleep or awakes."""

from collections.abc import Sequence

from indicators.statement.days import samples_sql
from indicators.statement.levels import Needed
from indicators.statement.standing import standing_sql


def villages_sql(columns: Sequence[str], needed: Needed) -> dict[str, str]:
    """The parts of the statement, in order, up to `village`: a row per open village and day, with the columns asked for."""
    return {
        "opened": _OPENED,
        "ground": _GROUND,
        "call": _calls(needed),
        "village_sample": samples_sql("village_id", _days(needed)),
        "village": _states(columns),
    }


_OPENED = """
    SELECT asked.village_id, GREATEST(v.opened_on, asked.since) AS from_day, COALESCE(v.closed_on, 'infinity') AS to_day
    FROM asked JOIN communes_village v ON v.code = asked.village_id
    WHERE GREATEST(v.opened_on, asked.since) <= %(until)s
        AND (v.closed_on IS NULL OR v.closed_on > GREATEST(v.opened_on, asked.since))
"""
"""Spans in which the villages exist: without an opening day, always (GREATEST passes over what is null)."""

_GROUND = """
    SELECT village_id, has_4g, has_telecom, has_power, since AS from_day,
        lead(since, 1, 'infinity') OVER (PARTITION BY village_id ORDER BY since) AS to_day
    FROM communes_villagecondition
    WHERE village_id = ANY(%(villages)s) AND since <= %(until)s
"""


def _calls(needed: Needed) -> str:
    """Spans in which a standing visit or gathering of a covering team is the latest in the village."""
    longest = max(needed.team_days, default=0)
    evenings = " UNION ".join(_evenings(*of_table, longest) for of_table in _CALLS)
    return f"""
        SELECT village_id, day AS from_day, lead(day, 1, 'infinity') OVER (PARTITION BY village_id ORDER BY day) AS to_day
        FROM ({evenings}) evenings
    """  # noqa: S608 -- pieces of this package only


_CALLS = (("coaching_visit", "visited_on"), ("coaching_gathering", "held_on"))
"""Where it is written that a team came, and the day."""


def _evenings(table: str, day: str, longest: int) -> str:
    rows = f"""
        SELECT id, village_id, team_id, {day} AS day FROM {table}
        WHERE village_id = ANY(%(villages)s) AND {day} <= %(until)s AND {day} > %(first)s::date - {longest}
    """  # noqa: S608 -- names of our own tables and a number only
    standing = standing_sql(table, rows)
    return f"SELECT village_id, day FROM ({standing}) standing JOIN teams_team_villages USING (team_id, village_id)"  # noqa: S608 -- the same


def _days(needed: Needed) -> str:
    asleep = "".join(f" UNION ALL SELECT village_id, from_day + {int(days)} FROM call" for days in sorted(needed.team_days))  # noqa: S608 -- numbers only
    return f"""
        SELECT village_id, from_day AS day FROM opened
        UNION
        SELECT village_id, to_day FROM opened WHERE to_day <= %(until)s
        UNION
        SELECT opened.village_id, change.day
        FROM opened
        JOIN (
            SELECT village_id, from_day FROM ground UNION ALL SELECT village_id, from_day FROM call{asleep}
        ) AS change (village_id, day) USING (village_id)
        WHERE change.day > opened.from_day AND change.day < opened.to_day AND change.day <= %(until)s
    """  # noqa: S608 -- numbers only


def _states(columns: Sequence[str]) -> str:
    return f"""
        SELECT sample.village_id, sample.day, sample.next_day{"".join(f", {column}" for column in columns)}
        FROM village_sample sample
        JOIN opened ON opened.village_id = sample.village_id AND opened.from_day <= sample.day AND sample.day < opened.to_day
        LEFT JOIN ground ON ground.village_id = sample.village_id
            AND ground.from_day <= sample.day AND sample.day < ground.to_day
        LEFT JOIN call ON call.village_id = sample.village_id AND call.from_day <= sample.day AND sample.day < call.to_day
    """  # noqa: S608 -- names of columns and placeholders only
