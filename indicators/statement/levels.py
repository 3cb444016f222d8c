"""Which columns a condition needs of the outcomes, and how they are made of rows."""

from collections.abc import Iterable, Iterator

from indicators.catalogue.conditions import ActiveTeam, Aged, Condition, Every, Kept, Level, Several, SomeMember, Visited
from indicators.statement.parameters import Parameters
from indicators.statement.standing import standing_sql


def level_of(skill: str) -> str:
    """The column that holds the level in a skill: codes are slugs, so they can stand in a quoted name."""
    return f'"level of {_checked(skill)}"'


def kept_days_of(skill: str) -> str:
    """The column that holds how many days the unbroken run of level ≥ 3 spans."""
    return f'"kept days of {_checked(skill)}"'


def turns(years: int) -> str:
    """The column that holds the day on which one turns so many years."""
    return f'"turns {int(years)}"'


def _checked(skill: str) -> str:
    if not skill.replace("_", "").replace("-", "").isalnum():
        raise ValueError(f"not the code of a skill: {skill!r}")
    return skill


class Needed:
    """What some conditions ask for: skills by level, skills by days kept, ages, days of an active team, visits."""

    def __init__(self, conditions: Iterable[Condition]) -> None:
        self.level: set[str] = set()
        self.kept: set[str] = set()
        self.ages: set[int] = set()
        self.team_days: set[int] = set()
        self.visited = False
        for condition in _simple(conditions):
            match condition:
                case Level(skill=skill):
                    self.level.add(skill)
                case Several(skills=skills):
                    self.level |= set(skills)
                case Kept(skills=skills):
                    self.kept |= set(skills)
                case Aged(years=years):
                    self.ages.add(years)
                case ActiveTeam(days=days):
                    self.team_days.add(days)
                case Visited():
                    self.visited = True

    @property
    def skills(self) -> list[str]:
        """All skills, in the order of their codes."""
        return sorted(self.level | self.kept)


def _simple(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """The conditions without `Every`. What is asked of some member is looked up at the persons, who carry it as a column."""
    for condition in conditions:
        if isinstance(condition, Every):
            yield from _simple(condition.conditions)
        elif not isinstance(condition, SomeMember):
            yield condition


def seen_sql(subject: str, needed: Needed, parameters: Parameters) -> str:
    """Spans in which an outcome of a person or household of `stay` (`subject`: its column) is the latest of its skill.

    Only standing outcomes with a level say something. `kept` is how many days the run of level ≥ 3 spans with that
    outcome, null when it is lower: a run begins with the first that follows none, or a lower one.
    """
    outcomes = f"""
        SELECT id, {subject}, skill_id, level, observed_on, received_at
        FROM coaching_outcome
        WHERE {subject} = ANY(ARRAY(SELECT {subject} FROM stay))
            AND skill_id = ANY({parameters.hold(needed.skills)})
            AND level IS NOT NULL
            AND observed_on <= %(until)s
    """  # noqa: S608 -- names of columns and placeholders only
    return f"""
        SELECT {subject}, skill_id, level, from_day, to_day, kept
        FROM (
            SELECT {subject}, skill_id, level, observed_on AS from_day, COALESCE(next_day, 'infinity') AS to_day,
                CASE WHEN level >= 3 THEN observed_on - max(begins) OVER oldest_first END AS kept
            FROM (
                SELECT *, lead(observed_on) OVER oldest_first AS next_day,
                    CASE WHEN level >= 3 AND (lag(level) OVER oldest_first >= 3) IS NOT TRUE THEN observed_on END AS begins
                FROM ({standing_sql("coaching_outcome", outcomes)}) standing
                WINDOW oldest_first AS (PARTITION BY {subject}, skill_id ORDER BY observed_on, received_at, id)
            ) runs
            WINDOW oldest_first AS (PARTITION BY {subject}, skill_id ORDER BY observed_on, received_at, id)
        ) spans
        WHERE to_day > GREATEST(from_day, %(first)s)
    """  # noqa: S608 -- names of columns and placeholders only; every value is a parameter


def levels_sql(subject: str, samples: str, seen: str, needed: Needed, parameters: Parameters) -> str:
    """One row per person or household and day of `samples`, with the columns needed of what was `seen` by then."""
    columns = [
        *(_column("level", level_of(skill), skill, parameters) for skill in sorted(needed.level)),
        *(_column("kept", kept_days_of(skill), skill, parameters) for skill in sorted(needed.kept)),
    ]
    return f"""
        SELECT {", ".join([f"sample.{subject}", "sample.day", *columns])}
        FROM (SELECT DISTINCT {subject}, day FROM {samples}) sample
        JOIN {seen} seen
            ON seen.{subject} = sample.{subject} AND seen.from_day <= sample.day AND sample.day < seen.to_day
        GROUP BY sample.{subject}, sample.day
    """  # noqa: S608 -- names of columns and placeholders only; every value is a parameter


def _column(value: str, name: str, skill: str, parameters: Parameters) -> str:
    return f"max(seen.{value}) FILTER (WHERE seen.skill_id = {parameters.hold(skill)}) AS {name}"
