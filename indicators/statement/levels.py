"""Which columns a condition needs of the outcomes, and how they are made of rows."""

from collections.abc import Iterable, Iterator

from indicators.catalogue.conditions import ActiveTeam, Aged, Condition, Every, Kept, Level, Several, SomeMember, Visited
from indicators.enums import Unit
from indicators.statement.lanes import lanes
from indicators.statement.parameters import Parameters
from indicators.statement.standing import standing_sql

SUBJECTS = {Unit.PERSONS: "resident_id", Unit.HOUSEHOLDS: "household_id"}
"""The columns of those whom outcomes speak of. Villages have no list of their own: they are the places themselves."""


def turns(years: int) -> str:
    """The column that holds the day on which one turns so many years."""
    return f'"turns {int(years)}"'


class Needed:
    """What some conditions ask for: skills by level, skills kept for days, ages, days of an active team, visits."""

    def __init__(self, conditions: Iterable[Condition]) -> None:
        self.level: set[str] = set()
        self.kept: set[tuple[str, int]] = set()
        self.ages: set[int] = set()
        self.team_days: set[int] = set()
        self.visited = False
        for condition in _simple(conditions):
            match condition:
                case Level(skill=skill):
                    self.level.add(skill)
                case Several(skills=skills):
                    self.level |= set(skills)
                case Kept(skills=skills, days=days):
                    self.kept |= {(skill, days) for skill in skills}
                case Aged(years=years):
                    self.ages.add(years)
                case ActiveTeam(days=days):
                    self.team_days.add(days)
                case Visited():
                    self.visited = True

    @property
    def skills(self) -> list[str]:
        """All skills, in the order of their codes."""
        return sorted(self.level | {skill for skill, _days in self.kept})


def _simple(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """The conditions without `Every`. What is asked of some member is looked up at the persons, who carry it as a column."""
    for condition in conditions:
        if isinstance(condition, Every):
            yield from _simple(condition.conditions)
        elif not isinstance(condition, SomeMember):
            yield condition


def seen_sql(unit: Unit, needed: Needed, parameters: Parameters) -> str:
    """Spans in which an outcome of a person or household of `stay` is the latest of its skill.

    Only standing outcomes with a level say something. `kept` is how many days the run of level ≥ 3 spans with that
    outcome, null when it is lower: a run begins with the first that follows none, or a lower one.
    """
    subject = SUBJECTS[unit]
    # Sorted by numbers, where codes would take twice as long.
    skills = parameters.hold(needed.skills), parameters.hold([parameters.number(unit, skill) for skill in needed.skills])
    outcomes = f"""
        SELECT id, {subject}, skill_id, number, level, observed_on, received_at
        FROM coaching_outcome JOIN unnest({skills[0]}::text[], {skills[1]}::int[]) AS skill (skill_id, number) USING (skill_id)
        WHERE {subject} = ANY(ARRAY(SELECT {subject} FROM stay))
            AND level IS NOT NULL
            AND observed_on <= %(until)s
    """  # noqa: S608 -- names of columns and placeholders only
    return f"""
        SELECT {subject}, skill_id, number, level, from_day, to_day, kept
        FROM (
            SELECT {subject}, skill_id, number, level, observed_on AS from_day, COALESCE(next_day, 'infinity') AS to_day,
                CASE WHEN level >= 3 THEN observed_on - max(begins) OVER oldest_first END AS kept
            FROM (
                SELECT *, lead(observed_on) OVER oldest_first AS next_day,
                    CASE WHEN level >= 3 AND (lag(level) OVER oldest_first >= 3) IS NOT TRUE THEN observed_on END AS begins
                FROM ({standing_sql("coaching_outcome", outcomes)}) standing
                WINDOW oldest_first AS (PARTITION BY {subject}, number ORDER BY observed_on, received_at, id)
            ) runs
            WINDOW oldest_first AS (
                PARTITION BY {subject}, number ORDER BY observed_on, received_at, id ROWS UNBOUNDED PRECEDING
            )
        ) spans
        WHERE to_day > GREATEST(from_day, %(first)s)
    """  # noqa: S608 -- names of columns and placeholders only; every value is a parameter


def levels_sql(unit: Unit, seen: str, needed: Needed, parameters: Parameters) -> str:
    """The lanes of each person or household as spans of days: what was `seen` by then, some skills packed into one number.

    Each span of a skill adds its bits on its first day and takes them back on its last; so much and no more is added up
    for each day on which anything changed.
    """
    subject, columns = SUBJECTS[unit], _lanes_of(unit, needed, parameters)
    bits = "".join(f", sum(sign * ({bits}))::int AS {name}" for name, bits in columns.items())
    sums = "".join(f", sum({name}) OVER of_one AS {name}" for name in columns)
    return f"""
        SELECT {subject}, day, lead(day, 1, 'infinity') OVER of_one AS next_day{sums}
        FROM (
            SELECT {subject}, day{bits}
            FROM (
                SELECT {subject}, number, level, kept, GREATEST(from_day, %(first)s) AS day, 1 AS sign FROM {seen}
                UNION ALL
                SELECT {subject}, number, level, kept, to_day, -1 FROM {seen} WHERE to_day <= %(until)s
            ) edges
            GROUP BY {subject}, day
        ) changes
        WINDOW of_one AS (PARTITION BY {subject} ORDER BY day)
    """  # noqa: S608 -- names of columns and placeholders only; every value is a parameter


def _lanes_of(unit: Unit, needed: Needed, parameters: Parameters) -> dict[str, str]:
    numbers = {parameters.number(unit, skill) for skill in needed.skills}
    return lanes(numbers, {days for _skill, days in needed.kept}, with_levels=bool(needed.level))
