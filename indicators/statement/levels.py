"""Which columns a condition needs of the outcomes, and how they are made of rows."""

from collections.abc import Iterable, Iterator

from indicators.catalogue.conditions import Condition, Every, Kept, Level, Several, SomeMember
from indicators.statement.parameters import Parameters


def level_of(skill: str) -> str:
    """The column that holds the level in a skill: codes are slugs, so they can stand in a quoted name."""
    return f'"level of {_checked(skill)}"'


def kept_days_of(skill: str) -> str:
    """The column that holds how many days the unbroken run of level ≥ 3 spans."""
    return f'"kept days of {_checked(skill)}"'


def _checked(skill: str) -> str:
    if not skill.replace("_", "").replace("-", "").isalnum():
        raise ValueError(f"not the code of a skill: {skill!r}")
    return skill


def columns_needed(conditions: Iterable[Condition]) -> dict[str, set[str]]:
    """By kind ("level", "kept"), the skills that the conditions ask for."""
    needed: dict[str, set[str]] = {"level": set(), "kept": set()}
    for condition in conditions:
        for kind, skill in _needed(condition):
            needed[kind].add(skill)
    return needed


def _needed(condition: Condition) -> Iterator[tuple[str, str]]:
    match condition:
        case Level(skill=skill):
            yield "level", skill
        case Several(skills=skills):
            yield from (("level", skill) for skill in skills)
        case Kept(skills=skills):
            yield from (("kept", skill) for skill in skills)
        case Every(conditions=conditions):
            for one in conditions:
                yield from _needed(one)
        case SomeMember():
            # Looked up at the persons: the statement adds what it asks of them.
            return


def levels_sql(subject: str, needed: dict[str, set[str]], parameters: Parameters) -> str:
    """One row per person or household of `living` (`subject`: the outcome's column) with the columns needed, on the day.

    Only standing outcomes say something: not replaced, and with a level. `breaks` counts, from the latest
    outcome backwards, those below "alone": as long as there is none, the run is unbroken.
    """
    skills = parameters.hold(sorted(needed["level"] | needed["kept"]))
    columns = [
        *(_level_sql(skill, parameters) for skill in sorted(needed["level"])),
        *(_kept_sql(skill, parameters) for skill in sorted(needed["kept"])),
    ]
    return f"""
        SELECT {", ".join([subject, *columns])}
        FROM (
            SELECT o.{subject}, o.skill_id, o.level, o.observed_on,
                row_number() OVER latest_first AS recency,
                count(*) FILTER (WHERE o.level < 3) OVER latest_first AS breaks
            FROM coaching_outcome o
            WHERE o.{subject} IN (SELECT {subject} FROM living)
                AND o.skill_id = ANY({skills})
                AND o.level IS NOT NULL
                AND o.observed_on <= %(day)s
                AND NOT EXISTS (SELECT 1 FROM coaching_outcome later WHERE later.replaces_id = o.id)
            WINDOW latest_first AS (
                PARTITION BY o.{subject}, o.skill_id
                ORDER BY o.observed_on DESC, o.received_at DESC, o.id DESC
                ROWS UNBOUNDED PRECEDING
            )
        ) seen
        WHERE recency = 1 OR breaks = 0
        GROUP BY {subject}
    """  # noqa: S608 -- names of columns and placeholders only; every value is a parameter


def _level_sql(skill: str, parameters: Parameters) -> str:
    return f"max(level) FILTER (WHERE recency = 1 AND skill_id = {parameters.hold(skill)}) AS {level_of(skill)}"


def _kept_sql(skill: str, parameters: Parameters) -> str:
    unbroken = f"FILTER (WHERE breaks = 0 AND skill_id = {parameters.hold(skill)})"
    return f"max(observed_on) {unbroken} - min(observed_on) {unbroken} AS {kept_days_of(skill)}"
