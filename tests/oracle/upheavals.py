"""What befalls a random world past every action: rows changed by hand or by a script, a few or all of a table."""

from collections.abc import Callable
from datetime import date
from random import Random

from tests.oracle.diary import SKILLS, top
from tests.oracle.setting import PLACES, TEAMS, near


def make_statement(chance: Random, day: date) -> str:
    """One statement of SQL, on a few rows or on all of a table."""
    return chance.choice(KINDS)(chance, day)


def _some(chance: Random, table: str, *, key: str = "id", where: str = "true") -> str:
    """The condition on a few random rows of a table, or on all of them."""
    if chance.random() < 0.15:
        return f"{key} IN (SELECT {key} FROM {table} WHERE {where})"
    picked = (
        f"SELECT {key} FROM {table} WHERE {where} ORDER BY md5({key}::text || '{chance.random()}') LIMIT {chance.randint(1, 4)}"
    )
    return f"{key} IN ({picked})"


def _person(chance: Random, day: date) -> str:
    born = near(chance, day).replace(day=1)
    change = chance.choice(
        [
            f"sex = '{chance.choice(['female', 'male', ''])}'",
            f"ethnic_group_id = {chance.choice(['NULL', chr(39) + 'ede' + chr(39), chr(39) + 'kinh' + chr(39)])}",
            f"birth_date = NULL, birth_year = {chance.choice(['NULL', day.year - 18, day.year - 60, day.year - 15])}",
            f"birth_year = {born.year - 15}, birth_date = '{born.replace(year=born.year - 15)}'",
        ]
    )
    return f"UPDATE communes_resident SET {change} WHERE {_some(chance, 'communes_resident')}"


def _stay(chance: Random, day: date) -> str:
    when = near(chance, day)
    change = chance.choice(
        [
            f"started_on = '{when}', ended_on = greatest(ended_on, '{when}')",
            f"ended_on = greatest(started_on, '{when}')",
            f"status = '{chance.choice(['living', 'away', 'temporary'])}'",
            f"relation = '{chance.choice(['head', 'child'])}'",
            f"village_id = '{chance.choice(PLACES).village}'",
            "end_reason = 'moved'",
        ]
    )
    return f"UPDATE communes_residence SET {change} WHERE {_some(chance, 'communes_residence')}"


def _stay_gone(chance: Random, _day: date) -> str:
    return f"DELETE FROM communes_residence WHERE {_some(chance, 'communes_residence')}"


def _stays_copied(chance: Random, day: date) -> str:
    """The same people in another village too, as of a day."""
    village, last = chance.choice(PLACES).village, near(chance, day)
    columns = "resident_id, household_id, village_id, relation, status, started_on, ended_on, end_reason"
    days = chance.randint(0, 600)
    values = f"resident_id, household_id, '{village}', relation, 'living', '{last}'::date - {days}, '{last}', 'moved'"
    where = _some(chance, "communes_residence")
    return f"INSERT INTO communes_residence ({columns}) SELECT {values} FROM communes_residence WHERE {where}"


def _poverty(chance: Random, day: date) -> str:
    change = chance.choice(["poverty_class = 'poor'", "poverty_class = 'not_poor'", f"year = year + {chance.choice([-7, 7])}"])
    remove = f"DELETE FROM communes_povertystatus WHERE {_some(chance, 'communes_povertystatus')}"
    return chance.choice([remove, f"UPDATE communes_povertystatus SET {change} WHERE {_some(chance, 'communes_povertystatus')}"])


def _outcome(chance: Random, day: date) -> str:
    skill = chance.choice(SKILLS)
    change = chance.choice(
        [
            f"level = {chance.randint(0, 3)}",
            f"observed_on = '{near(chance, day)}'",
            f"skill_id = '{skill}', level = {top(skill)}",
            "received_at = received_at - interval '1 hour'",
        ]
    )
    where = _some(chance, "coaching_outcome", where="level IS NOT NULL")
    return f"UPDATE coaching_outcome SET {change} WHERE {where}"


def _outcome_gone(chance: Random, _day: date) -> str:
    nobody_names = "id NOT IN (SELECT replaces_id FROM coaching_outcome WHERE replaces_id IS NOT NULL)"
    return f"DELETE FROM coaching_outcome WHERE {_some(chance, 'coaching_outcome', where=nobody_names)}"


def _visit(chance: Random, day: date) -> str:
    change = chance.choice(
        [
            f"result = '{chance.choice(['met', 'refused'])}'",
            f"visited_on = '{near(chance, day)}'",
            f"village_id = '{chance.choice(PLACES).village}'",
            f"team_id = {chance.choice([*TEAMS, 'NULL'])}",
            "written_at = visited_on + time '16:30' AT TIME ZONE 'UTC'",
            "minutes = 5",
        ]
    )
    return f"UPDATE coaching_visit SET {change} WHERE {_some(chance, 'coaching_visit')}"


def _gathering(chance: Random, day: date) -> str:
    change = chance.choice(
        [
            f"held_on = '{near(chance, day)}'",
            f"village_id = '{chance.choice(PLACES).village}'",
            f"team_id = {chance.choice([*TEAMS, 'NULL'])}",
            "minutes = 5",
        ]
    )
    return f"UPDATE coaching_gathering SET {change} WHERE {_some(chance, 'coaching_gathering')}"


def _ground(chance: Random, day: date) -> str:
    village, when = chance.choice(PLACES).village, near(chance, day)
    tell = (
        "INSERT INTO communes_villagecondition (village_id, since, has_4g, has_telecom, has_power)"
        f" VALUES ('{village}', '{when}', {chance.choice(['true', 'false', 'NULL'])}, true, NULL)"
        " ON CONFLICT (village_id, since) DO UPDATE SET has_4g = excluded.has_4g"
    )
    return chance.choice([tell, f"DELETE FROM communes_villagecondition WHERE village_id = '{village}'"])


def _village(chance: Random, day: date) -> str:
    column, when = chance.choice(["opened_on", "closed_on"]), chance.choice(["NULL", f"'{near(chance, day)}'"])
    return f"UPDATE communes_village SET {column} = {when} WHERE code = '{chance.choice(PLACES).village}'"


def _coverage(chance: Random, _day: date) -> str:
    team, village = chance.choice(TEAMS), chance.choice(PLACES).village
    cover = f"INSERT INTO teams_team_villages (team_id, village_id) VALUES ({team}, '{village}') ON CONFLICT DO NOTHING"
    return chance.choice([cover, f"DELETE FROM teams_team_villages WHERE team_id = {team} OR village_id = '{village}'"])


def _emptied(chance: Random, _day: date) -> str:
    return f"TRUNCATE {chance.choice(['communes_povertystatus', 'communes_villagecondition', 'teams_team_villages'])}"


KINDS: list[Callable[[Random, date], str]] = [
    _person, _stay, _stay, _stay_gone, _stays_copied, _poverty, _outcome, _outcome_gone, _visit, _visit,
    _gathering, _gathering, _ground, _village, _coverage, _emptied,
]  # fmt: skip
