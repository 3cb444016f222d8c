"""The baseline of the recount: DuckDB on Parquet, doing the same counts for one day at all four levels."""

import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
from django.db import connection

from indicators.catalogue import Indicator
from indicators.catalogue.conditions import (
    Aged,
    Condition,
    Every,
    Kept,
    Level,
    Minority,
    Poor,
    Several,
    Sexed,
    SomeMember,
    Visited,
)
from indicators.catalogue.populations import GROUPS
from indicators.enums import Group, Unit

TABLES = {
    "commune": "SELECT code, province_id FROM communes_commune",
    "resident": "SELECT id, sex, birth_date, birth_year, ethnic_group_id FROM communes_resident",
    "residence": ("SELECT resident_id, household_id, village_id, relation, status, started_on, ended_on FROM communes_residence"),
    "poverty": "SELECT household_id, year, poverty_class FROM communes_povertystatus",
    "visit": (
        "SELECT household_id, visited_on, result FROM coaching_visit v"
        " WHERE NOT EXISTS (SELECT FROM coaching_visit l WHERE l.replaces_id = v.id)"
    ),
    "outcome": (
        "SELECT resident_id, household_id, skill_id, level, observed_on, received_at, id FROM coaching_outcome o"
        " WHERE level IS NOT NULL AND NOT EXISTS (SELECT FROM coaching_outcome l WHERE l.replaces_id = o.id)"
    ),
}
"""Already without what is replaced, and sorted by nothing: the baseline starts with less to do than ours."""

TYPES = {
    "village_id": "VARCHAR", "code": "VARCHAR", "province_id": "VARCHAR", "household_id": "UUID", "resident_id": "UUID",
    "birth_date": "DATE", "started_on": "DATE", "ended_on": "DATE", "observed_on": "DATE", "visited_on": "DATE",
}  # fmt: skip
"""Where a column's values alone might be taken for something else."""


class Duck:
    """The base tables as Parquet files, and the statement that counts them."""

    def __init__(self, catalogue: Sequence[Indicator], day: date) -> None:
        self.catalogue = [one for one in catalogue if one.unit in (Unit.PERSONS, Unit.HOUSEHOLDS)]
        self.day = day
        self.folder = tempfile.TemporaryDirectory()
        self.engine = duckdb.connect()
        self.engine.execute("SET threads = 2")
        for name, query in TABLES.items():
            self._export(name, query)
        self.statement = self._statement()

    def _export(self, name: str, query: str) -> None:
        csv, parquet = (Path(self.folder.name) / f"{name}.{kind}" for kind in ("csv", "parquet"))
        with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)") as rows:
            csv.write_bytes(b"".join(bytes(row) for row in rows))
        types = {column: kind for column, kind in TYPES.items() if column in query}
        self.engine.execute(f"COPY (SELECT * FROM read_csv('{csv}', types = {types})) TO '{parquet}' (FORMAT parquet)")
        self.engine.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{parquet}')")
        csv.unlink()

    def count(self) -> list[tuple[Any, ...]]:
        """Rows of place, indicator, group, counted, out_of, for village, commune, province and country."""
        return self.engine.execute(self.statement).fetchall()

    def _statement(self) -> str:
        parts = [
            f"""living AS (SELECT village_id, household_id, resident_id, bool_or(relation = 'head') AS is_head FROM residence
                WHERE status IN ('living', 'temporary') AND started_on <= {self._day}
                    AND (ended_on IS NULL OR ended_on > {self._day})
                GROUP BY ALL)""",
            f"""class AS (SELECT household_id, max_by(poverty_class, year) IN ('poor', 'near_poor') AS is_poor FROM poverty
                WHERE year <= {self.day.year} GROUP BY household_id)""",
            f"levels AS ({self._levels('resident_id')})",
            f"home_levels AS ({self._levels('household_id')})",
            f"met AS (SELECT DISTINCT household_id FROM visit WHERE result = 'met' AND visited_on <= {self._day})",
            f"""person AS (SELECT l.village_id, l.household_id, l.is_head, {self._columns(Unit.PERSONS)}, {self._members()}
                FROM living l JOIN resident r ON r.id = l.resident_id LEFT JOIN class c USING (household_id)
                LEFT JOIN met USING (household_id) LEFT JOIN levels v ON v.subject = l.resident_id)""",
            f"""home AS (SELECT village_id, household_id, bool_or(coalesce(is_poor, false)) AS is_poor,
                count(*) FILTER (WHERE is_head) = 1 AND count(*) FILTER (WHERE is_head AND "in minority") = 1 AS is_minority,
                bool_or(met.household_id IS NOT NULL) AS is_visited, {self._some_members()}
                FROM person LEFT JOIN class USING (household_id) LEFT JOIN met USING (household_id)
                GROUP BY village_id, household_id)""",
            f"""household AS (SELECT village_id, {self._columns(Unit.HOUSEHOLDS)} FROM home h
                LEFT JOIN home_levels v ON v.subject = h.household_id)""",
        ]
        rows = " UNION ALL ".join(self._rows(table, unit) for table, unit in _TABLE_OF.items())
        with_parts = ", ".join(part.replace(" AS (", " AS MATERIALIZED (", 1) for part in parts)
        return f"""WITH {with_parts},
            village AS MATERIALIZED ({rows})
            SELECT level.place, indicator, grp, sum(counted)::int, sum(out_of)::int
            FROM village JOIN commune c ON c.code = substr(village.place, 1, 5),
                LATERAL (SELECT unnest([village.place, c.code::varchar, c.province_id::varchar, 'vn']) AS place) level
            GROUP BY ALL"""

    @property
    def _day(self) -> str:
        return f"DATE '{self.day}'"

    def _levels(self, subject: str) -> str:
        skills = sorted({skill for one in self._conditions() for skill in _skills(one)})
        levels = ", ".join(f"""max(level) FILTER (WHERE recency = 1 AND skill_id = '{s}') AS "{s}" """ for s in skills)
        kept = ", ".join(
            f"""date_diff('day', min(observed_on) FILTER (WHERE breaks = 0 AND skill_id = '{s}'),
                max(observed_on) FILTER (WHERE breaks = 0 AND skill_id = '{s}')) AS "kept {s}" """
            for s in skills
        )
        return f"""SELECT subject, {levels}, {kept} FROM (
            SELECT {subject} AS subject, skill_id, level, observed_on, row_number() OVER latest AS recency,
                count(*) FILTER (WHERE level < 3) OVER latest AS breaks
            FROM outcome WHERE {subject} IS NOT NULL AND observed_on <= {self._day}
            WINDOW latest AS (PARTITION BY {subject}, skill_id ORDER BY observed_on DESC, received_at DESC, id DESC
                ROWS UNBOUNDED PRECEDING)) WHERE recency = 1 OR breaks = 0 GROUP BY subject"""

    def _conditions(self) -> list[Condition]:
        return [condition for one in self.catalogue for condition in (one.condition, one.population.condition)]

    def _columns(self, unit: Unit) -> str:
        mine = [one for one in self.catalogue if one.unit is unit]
        asked = {f"in {group}": condition for group, condition in GROUPS[unit].items() if group is not Group.ALL}
        asked |= {f"of {one.population.code}": one.population.condition for one in mine}
        asked |= {f"is {one.code}": one.condition for one in mine}
        return ", ".join(f'({self._sql(condition, unit)}) AS "{name}"' for name, condition in asked.items())

    def _some(self) -> list[Condition]:
        return list({one.condition: None for one in self._conditions() if isinstance(one, SomeMember)})

    def _members(self) -> str:
        return ", ".join(f"({self._sql(one, Unit.PERSONS)}) AS m{number}" for number, one in enumerate(self._some()))

    def _some_members(self) -> str:
        return ", ".join(f"bool_or(m{number}) AS m{number}" for number, _one in enumerate(self._some()))

    def _rows(self, table: str, unit: Unit) -> str:
        """Two stages, as performance.md found fastest: cells first, groups from the cells."""
        mine = [one for one in self.catalogue if one.unit is unit]
        populations = list(dict.fromkeys(one.population.code for one in mine))
        flags = ", ".join(f'"in {group}"' for group in GROUPS[unit] if group is not Group.ALL)
        counts = [f'count(*) FILTER (WHERE "of {code}") AS "of {code}"' for code in populations]
        counts += [f'count(*) FILTER (WHERE "of {one.population.code}" AND "is {one.code}") AS "is {one.code}"' for one in mine]
        sums = ", ".join(f'sum("{name}") AS "{name}"' for name in self._names(mine, populations))
        groups = " UNION ALL ".join(
            f"SELECT village_id, '{group}' AS grp, {sums} FROM cells WHERE {_inside(group)} GROUP BY village_id"
            for group in GROUPS[unit]
        )
        figures = ", ".join(f"""{{'i': '{one.code}', 'c': "is {one.code}", 'o': "of {one.population.code}"}}""" for one in mine)
        cells = f"SELECT village_id, {flags}, {', '.join(counts)} FROM {table} GROUP BY village_id, {flags}"
        return f"""(WITH cells AS MATERIALIZED ({cells})
            SELECT village_id AS place, f.i AS indicator, grp, f.c AS counted, f.o AS out_of
            FROM ({groups}) g, LATERAL (SELECT unnest([{figures}]) AS f) WHERE f.o > 0)"""

    @staticmethod
    def _names(mine: list[Indicator], populations: list[str]) -> list[str]:
        return [f"of {code}" for code in populations] + [f"is {one.code}" for one in mine]

    def _sql(self, condition: Condition, unit: Unit) -> str:  # noqa: C901, PLR0911 -- one answer a kind of condition
        match condition:
            case Level(skill=skill, at_least=least, exactly=exact):
                return f'coalesce(v."{skill}", 0) {">=" if exact is None else "="} {least if exact is None else exact}'
            case Several(skills=skills, at_least=least, how_many=many):
                return " + ".join(f'(coalesce(v."{s}", 0) >= {least})::int' for s in skills) + f" >= {many}"
            case Kept(skills=skills, days=days, how_many=many):
                return " + ".join(f'coalesce(v."kept {s}" >= {days}, false)::int' for s in skills) + f" >= {many}"
            case Aged(years=years):
                latest = latest_birth(self.day, years)
                return f"coalesce(r.birth_date <= DATE '{latest}', r.birth_year <= {latest.year}, false)"
            case Sexed(sex=sex):
                return f"r.sex = '{sex}'"
            case Minority():
                return "h.is_minority" if unit is Unit.HOUSEHOLDS else "coalesce(r.ethnic_group_id <> 'kinh', false)"
            case Poor():
                return "h.is_poor" if unit is Unit.HOUSEHOLDS else "coalesce(c.is_poor, false)"
            case Visited():
                return "h.is_visited" if unit is Unit.HOUSEHOLDS else "met.household_id IS NOT NULL"
            case SomeMember(condition=inner):
                return f"h.m{self._some().index(inner)}"
            case Every(conditions=conditions):
                return " AND ".join(f"({self._sql(one, unit)})" for one in conditions) or "true"
        raise TypeError(condition)


def _inside(group: str) -> str:
    return "true" if group is Group.ALL else f'"in {group}"'


def latest_birth(day: date, years: int) -> date:
    """Who is born on it or before is so many years old on the day; born on 29 February, the birthday is 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1) - timedelta(days=1)


_TABLE_OF = {"person": Unit.PERSONS, "household": Unit.HOUSEHOLDS}


def _skills(condition: Condition) -> set[str]:
    match condition:
        case Level(skill=skill):
            return {skill}
        case Several(skills=skills) | Kept(skills=skills):
            return set(skills)
        case Every(conditions=conditions):
            return {skill for one in conditions for skill in _skills(one)}
        case SomeMember(condition=inner):
            return _skills(inner)
    return set()
