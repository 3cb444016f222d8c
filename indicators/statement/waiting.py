"""Who waits for a visit, and why, as spans of days: what work lists and their counts are made of (indicators.md, Work lists)."""

from indicators.catalogue.conditions import Kept
from indicators.catalogue.skills import CORE
from indicators.enums import Head, Unit
from indicators.statement.levels import Needed, seen_sql
from indicators.statement.parameters import Parameters
from sessions.enums import Competence
from sessions.queries.levels import STALLED_DAYS

WAITING = {
    Head.OVERDUE: ("overdue", "household_id"),
    Head.STALLED: ("stalled", "resident_id"),
    Head.CHECK: ("to_check", "resident_id"),
}
"""By work list: the part of the statement that holds its spans, and the column of those it counts."""


def waiting_sql(parameters: Parameters) -> dict[str, str]:
    """The parts, in order, after `stay`: of each list the spans, since when something is so (`since`), and what (`detail`)."""
    kept = Kept(CORE)
    return {
        "overdue": _OVERDUE,
        "climbed": seen_sql(Unit.PERSONS, Needed([kept]), parameters),
        "stalled": f"""
            SELECT resident_id, from_day + {int(STALLED_DAYS)} AS from_day, to_day, from_day AS since, skill_id AS detail
            FROM climbed WHERE level = {int(Competence.WITH_HELP)} AND to_day > from_day + {int(STALLED_DAYS)}
        """,  # noqa: S608 -- numbers of this program only
        "to_check": f"""
            SELECT resident_id, from_day - kept + {int(kept.days)} AS from_day, to_day, from_day - kept AS since,
                skill_id AS detail
            FROM climbed WHERE kept < {int(kept.days)} AND to_day > from_day - kept + {int(kept.days)}
        """,  # noqa: S608 -- as above
    }


_OVERDUE = """
    SELECT household_id, due_on + 1 AS from_day, COALESCE(closed_on, 'infinity') AS to_day, due_on AS since, reason AS detail
    FROM coaching_followup
    WHERE household_id = ANY(ARRAY(SELECT household_id FROM stay))
        AND due_on < %(until)s AND (closed_on IS NULL OR closed_on > GREATEST(due_on + 1, %(first)s))
"""
"""Promises from the day after the one they were made for until they are kept."""
