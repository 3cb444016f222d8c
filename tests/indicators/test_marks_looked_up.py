"""What the tables' triggers look up is as much as the rows of a statement, whatever the statistics say of the tables."""

from contextlib import suppress

import pytest
from django.db import connection, transaction

from tests.factories import TeamFactory, UserFactory, VillageFactory

pytestmark = pytest.mark.django_db

PEOPLE = 200
PEOPLE_COME = """
    INSERT INTO communes_resident (id, full_name, sort_key, search_key, sex, birth_year, phone, other_phones, id_last4, id_hash)
    SELECT gen_random_uuid(), 'Đông', '', '', 'male', 1980, '', '', '', '' FROM generate_series(1, %s);
    INSERT INTO communes_household (id, village_id, number, number_key, address, livelihood, best_time, language)
    SELECT id, (SELECT min(code) FROM communes_village), row_number() OVER (), '', '', '', '', '' FROM communes_resident;
    INSERT INTO communes_residence (resident_id, household_id, village_id, relation, status, started_on, end_reason)
    SELECT id, id, (SELECT min(code) FROM communes_village), 'other', 'living', '2026-01-01', '' FROM communes_resident;
"""
OUTCOMES = """
    INSERT INTO coaching_outcome (id, resident_id, skill_id, level, observed_on, mode, source, recorded_by_id, received_at)
    SELECT gen_random_uuid(), id, 'device_use', 3, '2026-10-01', '', 'roster', (SELECT min(id) FROM accounts_user), now()
    FROM communes_resident
"""
VISITS = """
    INSERT INTO coaching_visit (id, household_id, village_id, team_id, visited_on, result, setting, language, note,
        recorded_by_id, received_at, content_hash, channel)
    SELECT gen_random_uuid(), id, (SELECT min(code) FROM communes_village), (SELECT min(id) FROM teams_team), '2026-10-01',
        'met', 'home', 'vie', '', (SELECT min(id) FROM accounts_user), now(), '', 'phone'
    FROM communes_resident
"""
GATHERINGS = """
    INSERT INTO coaching_gathering (id, kind, village_id, team_id, held_on, title, setting, language, note, channel,
        recorded_by_id, received_at, content_hash)
    SELECT gen_random_uuid(), 'class', village_id, team_id, '2026-10-01', '', 'market', 'vie', '', 'page', recorded_by_id,
        now(), ''
    FROM coaching_visit
"""
PROMISES = """
    INSERT INTO coaching_followup (household_id, visit_id, reason, due_on, owner_id)
    SELECT household_id, id, 'continue', '2026-10-08', recorded_by_id FROM coaching_visit
"""
CHANGES = (
    OUTCOMES,
    "UPDATE coaching_outcome SET level = 2",
    VISITS,
    "UPDATE coaching_visit SET minutes = 20",
    GATHERINGS,
    PROMISES,
    "UPDATE coaching_followup SET closed_on = '2026-10-09'",
    "UPDATE communes_resident SET birth_year = 1970",
)


def sql(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


def rows_read() -> int:
    """By this transaction, in all tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables")
        return int(cursor.fetchone()[0])


def fill() -> None:
    """As many people, each with a household of the first village."""
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE_COME, [PEOPLE])


def lie() -> None:
    """A load that is rolled back and then looked at: large tables with nothing in them."""
    with suppress(ZeroDivisionError), transaction.atomic():
        fill()
        for change in CHANGES:
            sql(change)
        1 / 0  # noqa: B018 -- the transaction's end is the point
    sql("ANALYZE communes_resident, communes_residence, coaching_outcome, coaching_visit, coaching_gathering, coaching_followup")


def test_a_load_that_was_rolled_back_makes_no_statement_read_each_row_for_each_row() -> None:
    UserFactory()
    TeamFactory(villages=[VillageFactory()])
    lie()
    fill()
    read = {}
    for change in CHANGES:
        before = rows_read()
        sql(change)
        read[" ".join(change.split()[:3])] = (rows_read() - before) // PEOPLE

    assert {change: rows for change, rows in read.items() if rows > 20} == {}


def test_the_rows_of_a_statement_as_they_were_and_as_they_are_are_not_met_each_with_each() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT p.proname FROM pg_proc p JOIN pg_trigger t ON t.tgfoid = p.oid"
            " WHERE p.proname ~ '^indicators_(mark|tell)_' AND t.tgoldtable IS NOT NULL"
            " AND NOT coalesce('enable_nestloop=off' = ANY (p.proconfig), false)"
        )
        loops = {name for (name,) in cursor.fetchall()}

    assert loops == {"indicators_mark_moved_border", "indicators_tell_communes_boundaries"}
