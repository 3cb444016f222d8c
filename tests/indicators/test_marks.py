"""Nobody changes what figures read without a mark: whatever the table, the statement and the road to the database."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from communes.models import Household, PovertyStatus, Residence, Resident, Village, VillageCondition
from communes.roster_import import staging
from indicators.actions.copying import copy_rows
from indicators.catalogue import in_force
from indicators.models import Stale
from indicators.statement.ledgers import LEDGERS
from literacy_portal.kit.ids import new_id
from sessions.models import Gathering, Outcome, Visit
from tests.factories import (
    LONG_AGO,
    GatheringFactory,
    OutcomeFactory,
    PovertyStatusFactory,
    ResidenceFactory,
    ResidentFactory,
    UserFactory,
    VillageConditionFactory,
    VillageFactory,
    VisitFactory,
)
from tests.world import World

pytestmark = pytest.mark.django_db

EVER = date.min
AUGUST, OCTOBER = date(2026, 8, 3), date(2026, 10, 1)
HERE, THERE, ABROAD = "24364001", "24364002", "16831001"
Marks = dict[str, date]


@pytest.fixture(autouse=True)
def counted(world: World) -> None:
    """All that stands is counted: no mark waits."""
    Stale.objects.all().delete()


def marks() -> Marks:
    """The villages that wait, with the earliest day touched; then none waits."""
    found: Marks = {}
    for village, since in Stale.objects.values_list("village", "since"):
        found[village] = min(since, found.get(village, since))
    Stale.objects.all().delete()
    return found


def sql(text: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values or None)


def test_a_new_outcome_marks_where_its_person_lives_or_lived_from_its_day_but_not_before_they_came(world: World) -> None:
    hoa, home = world.people["Hòa"], world.home_of("Tâm")
    Residence.objects.filter(resident=hoa).update(ended_on=AUGUST)
    ResidenceFactory(resident=hoa, household=home, started_on=AUGUST)
    marks()

    OutcomeFactory(resident=hoa, observed_on=AUGUST)
    after_the_move = marks()
    OutcomeFactory(resident=hoa, observed_on=date(2026, 7, 30))

    assert after_the_move == {THERE: AUGUST}
    assert marks() == {HERE: date(2026, 7, 30), THERE: AUGUST}


def test_a_correction_marks_from_the_day_of_what_it_replaces_and_so_does_taking_it_back(world: World) -> None:
    wrong = OutcomeFactory(resident=world.people["Bình"], observed_on=AUGUST)
    marks()

    right = OutcomeFactory(resident=wrong.resident, observed_on=OCTOBER, level=None, replaces=wrong)
    corrected = marks()
    right.delete()

    assert corrected == {HERE: AUGUST}
    assert marks() == {HERE: AUGUST}


def test_a_correction_that_moves_an_outcome_to_another_person_marks_both_villages(world: World) -> None:
    wrong = OutcomeFactory(resident=world.people["Bình"], observed_on=AUGUST)
    marks()

    Outcome.objects.filter(pk=wrong.pk).update(resident=world.people["Tâm"])

    assert marks() == {HERE: AUGUST, THERE: AUGUST}


def test_a_fact_of_a_household_marks_wherever_anybody_of_it_lives(world: World) -> None:
    home = world.home_of("Bình")
    Residence.objects.filter(resident=world.people["Minh"]).update(village=world.xuan_my)
    marks()

    OutcomeFactory(resident=None, household=home, skill_id="trades", skill=None, level=1, observed_on=AUGUST)

    assert marks() == {HERE: AUGUST, THERE: AUGUST}


def test_a_visit_marks_where_it_took_place_and_if_it_met_someone_where_the_household_lives(world: World) -> None:
    home = world.home_of("Bình")

    VisitFactory(household=home, visited_on=AUGUST, village=world.xuan_my)
    met = marks()
    refused = VisitFactory(household=home, visited_on=AUGUST, result="refused", village=world.xuan_my, team=None)

    assert (met, marks()) == ({HERE: AUGUST, THERE: AUGUST}, {THERE: AUGUST})
    read, unread = ({"written_at": timezone.now()}, {"minutes": 5}), {"note": "Khác"}
    for change in (*read, unread):
        Visit.objects.filter(pk=refused.pk).update(**change)
        assert marks() == ({THERE: AUGUST} if change in read else {})


def test_a_corrected_visit_marks_from_the_day_of_the_wrong_one(world: World) -> None:
    wrong = VisitFactory(household=world.home_of("Bình"), visited_on=AUGUST)
    marks()

    VisitFactory(household=wrong.household, visited_on=OCTOBER, result="refused", replaces=wrong)

    assert marks() == {HERE: AUGUST}


def test_a_gathering_marks_where_a_team_held_it_and_a_correction_from_the_day_of_the_wrong_one(world: World) -> None:
    wrong = GatheringFactory(village=world.xuan_lang, team=world.team, held_on=AUGUST)
    held = marks()
    GatheringFactory(village=world.xuan_lang, team=None, held_on=AUGUST)
    nobodys = marks()
    right = GatheringFactory(village=world.xuan_my, team=None, held_on=OCTOBER, replaces=wrong)
    corrected = marks()
    Gathering.objects.filter(pk=wrong.pk).update(note="Khác", minutes=5)
    untouched = marks()
    Gathering.objects.filter(pk=right.pk).update(team=world.team)
    given_to_the_team = marks()
    right.delete()

    assert (held, nobodys, corrected, untouched) == ({HERE: AUGUST}, {}, {HERE: AUGUST}, {})
    assert (given_to_the_team, marks()) == ({HERE: AUGUST, THERE: OCTOBER}, {HERE: AUGUST, THERE: OCTOBER})


def test_what_was_seen_at_a_gathering_marks_where_the_person_lives(world: World) -> None:
    gathering = GatheringFactory(village=world.xuan_lang, held_on=AUGUST)

    OutcomeFactory(resident=world.people["Tâm"], gathering=gathering, observed_on=AUGUST)

    assert marks() == {THERE: AUGUST}


def test_a_residence_marks_from_its_beginning_and_one_that_ends_from_its_end(world: World) -> None:
    resident = ResidentFactory()

    stay = ResidenceFactory(resident=resident, household=world.home_of("Bình"), started_on=AUGUST)
    moved_in = marks()
    Residence.objects.filter(pk=stay.pk).update(ended_on=OCTOBER, end_reason="died")
    died = marks()
    Residence.objects.filter(pk=stay.pk).update(ended_on=date(2026, 9, 15))
    earlier = marks()
    Residence.objects.filter(pk=stay.pk).update(status="away")
    never_lived_here = marks()
    stay.delete()

    assert (moved_in, died, earlier) == ({HERE: AUGUST}, {HERE: OCTOBER}, {HERE: date(2026, 9, 15)})
    assert (never_lived_here, marks()) == ({HERE: AUGUST}, {HERE: AUGUST})


def test_a_residence_written_into_another_village_or_under_another_key_marks_both_ways(world: World) -> None:
    stay = Residence.objects.get(resident=world.people["Tâm"])

    sql("UPDATE communes_residence SET id = id + 1000, village_id = %s, started_on = %s WHERE id = %s", HERE, AUGUST, stay.pk)

    assert marks() == {THERE: LONG_AGO, HERE: AUGUST}


@pytest.mark.parametrize("corrected", [{"sex": "female"}, {"birth_year": 1969}, {"ethnic_group": "hmong"}])
def test_a_corrected_person_marks_for_all_days(world: World, corrected: dict[str, Any]) -> None:
    Resident.objects.filter(pk=world.people["Bình"].pk).update(**corrected)

    assert marks() == {HERE: LONG_AGO}


def test_a_poverty_class_marks_from_the_first_of_january_of_its_year(world: World) -> None:
    home = world.home_of("Bình")

    row = PovertyStatusFactory(household=home, year=2026)
    decided = marks()
    PovertyStatus.objects.filter(pk=row.pk).update(year=2027)
    moved = marks()
    row.delete()

    assert (decided, moved, marks()) == ({HERE: date(2026, 1, 1)}, {HERE: date(2026, 1, 1)}, {HERE: date(2027, 1, 1)})


def test_the_ground_and_the_opening_and_closing_of_a_village_mark_from_their_day(world: World) -> None:
    condition = VillageConditionFactory(village=world.xuan_lang, since=AUGUST)
    stood = marks()
    VillageCondition.objects.filter(pk=condition.pk).update(since=OCTOBER)
    moved = marks()
    Village.objects.filter(pk=THERE).update(closed_on=OCTOBER)
    closed = marks()
    Village.objects.filter(pk=THERE).update(closed_on=None, opened_on=AUGUST)
    opened = marks()
    VillageFactory(serial="009", opened_on=OCTOBER)

    assert (stood, moved, closed, opened) == ({HERE: AUGUST}, {HERE: AUGUST}, {THERE: OCTOBER}, {THERE: EVER})
    assert marks() == {"24364009": OCTOBER}


def test_a_village_that_a_team_covers_or_covers_no_longer_is_marked_for_all_days(world: World) -> None:
    world.team.villages.clear()
    covered_no_more = marks()
    world.team.villages.set([world.xuan_lang, world.xuan_my])

    assert (covered_no_more, marks()) == ({HERE: EVER}, {HERE: EVER, THERE: EVER})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE communes_resident SET phone = '+84900000000', full_name = 'Khác', search_key = 'khac'",
        "UPDATE communes_household SET address = 'Khác', number = '99'",
        "UPDATE communes_residence SET end_reason = 'moved'",
        "UPDATE communes_povertystatus SET decision = '12/QĐ'",
        "UPDATE communes_village SET name = 'Khác', head = 'Khác'",
        "UPDATE communes_resident SET sex = sex, birth_year = birth_year",
        "UPDATE communes_residence SET status = 'away' WHERE false",
        "DELETE FROM coaching_outcome",
    ],
)
def test_what_no_figure_reads_or_what_stays_the_same_marks_nothing(world: World, statement: str) -> None:
    sql(statement)

    assert marks() == {}


def _everybody_away() -> None:
    stays = list(Residence.objects.all())
    for stay in stays:
        stay.status = "away"
    Residence.objects.bulk_update(stays, ["status"])


def _copied() -> None:
    home = Household.objects.get(residences__resident__full_name="Nguyễn Văn Bình")
    copy_rows([PovertyStatus(household=home, year=2026, poverty_class="poor")])


def _staged() -> None:
    stays = Residence.objects.values_list("pk", flat=True)
    staging.update(Residence, ["status"], [[pk, "away"] for pk in stays])


def _taken_over_by_conflict() -> None:
    home = Household.objects.get(poverty__year=2025)
    rows = [PovertyStatus(household=home, year=2025, poverty_class="not_poor")]
    PovertyStatus.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["household", "year"], update_fields=["poverty_class"]
    )


def _gone_with_their_people() -> None:
    Resident.objects.get(full_name="Trần Thị Hòa").delete()


def _outcomes_by_select() -> None:
    by = UserFactory()
    sql(
        "WITH born AS (INSERT INTO coaching_outcome (id, resident_id, skill_id, level, observed_on, mode, source, recorded_by_id,"
        " received_at) SELECT gen_random_uuid(), id, 'device_use', 3, '2026-10-01', '', 'roster', %s, now()"
        " FROM communes_resident RETURNING 1) SELECT count(*) FROM born",
        by.pk,
    )


def _gatherings_by_select() -> None:
    by = UserFactory()
    sql(
        "INSERT INTO coaching_gathering (id, kind, village_id, team_id, held_on, title, setting, language, note, channel,"
        " recorded_by_id, received_at, content_hash) SELECT gen_random_uuid(), 'class', v.village_id, v.team_id, '2026-10-01',"
        " '', 'market', 'vie', '', 'page', %s, now(), '' FROM teams_team_villages v JOIN teams_team t ON t.id = v.team_id"
        " WHERE t.commune_id = '24364'",
        by.pk,
    )


def _merged() -> None:
    sql(
        "MERGE INTO communes_residence r USING communes_resident p ON p.id = r.resident_id AND p.sex = 'female'"
        " WHEN MATCHED THEN UPDATE SET status = 'temporary', relation = 'head'"
    )


def _as_a_replica() -> None:
    sql("SET LOCAL session_replication_role = replica")
    sql("UPDATE communes_residence SET status = 'away'")
    sql("SET LOCAL session_replication_role = DEFAULT")


def _copied_by_hand() -> None:
    home = Household.objects.get(residences__resident__full_name="Nguyễn Văn Bình")
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY communes_povertystatus (household_id, year, poverty_class, decision) FROM STDIN") as copy,
    ):
        copy.write_row([home.pk, 2024, "poor", ""])


@pytest.mark.parametrize(
    ("change", "villages"),
    [
        (_everybody_away, {HERE, THERE, ABROAD, "24169001"}),
        (_copied, {HERE}),
        (_copied_by_hand, {HERE}),
        (_staged, {HERE, THERE, ABROAD, "24169001"}),
        (_taken_over_by_conflict, {HERE}),
        (_gone_with_their_people, {HERE}),
        (_outcomes_by_select, {HERE, THERE, ABROAD, "24169001"}),
        (_merged, {HERE, THERE}),
        (_as_a_replica, {HERE, THERE, ABROAD, "24169001"}),
        (lambda: sql("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE communes_povertystatus"), {HERE, THERE, ABROAD, "24169001"}),
        (lambda: sql("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE coaching_visit CASCADE"), {HERE, THERE, ABROAD, "24169001"}),
        (lambda: sql("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE coaching_gathering CASCADE"), {HERE, THERE, ABROAD, "24169001"}),
        (_gatherings_by_select, {HERE, THERE}),
    ],
)
def test_no_road_to_the_tables_goes_round_the_marks(change: Callable[[], None], villages: set[str]) -> None:
    change()

    assert set(marks()) == villages


def test_one_statement_marks_a_village_once_however_many_rows_it_touches(world: World) -> None:
    sql("UPDATE communes_residence SET status = 'temporary'")

    assert sorted(Stale.objects.values_list("village", flat=True)) == [ABROAD, "24169001", HERE, THERE]


def test_a_mark_dies_with_the_savepoint_that_made_it(world: World) -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        sql("UPDATE communes_residence SET status = 'away'")
        1 / 0  # noqa: B018 -- the transaction's end is the point
    Residence.objects.filter(resident=world.people["Tâm"]).update(status="away")

    assert marks() == {THERE: LONG_AGO}


def test_rows_that_arrive_before_what_they_refer_to_are_marked_all_the_same(world: World) -> None:
    """References are checked at the end of a transaction, so an outcome may come before its person has a home."""
    person, by = new_id(), UserFactory()
    sql(
        "INSERT INTO coaching_outcome (id, resident_id, skill_id, level, observed_on, mode, source, recorded_by_id, received_at)"
        " VALUES (gen_random_uuid(), %s, 'device_use', 3, '2026-10-01', '', 'roster', %s, now())",
        person,
        by.pk,
    )
    before = marks()
    ResidenceFactory(resident=ResidentFactory(id=person), household=world.home_of("Bình"), started_on=AUGUST)

    assert (before, marks()) == ({}, {HERE: AUGUST})


def test_every_table_that_the_recount_names_has_its_four_triggers_and_they_fire_always() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, array_agg(tgname::text ORDER BY tgname), bool_and(tgenabled = 'A')"
            " FROM pg_trigger WHERE tgname LIKE 'indicators\\_mark\\_%' AND tgname <> 'indicators_mark_moved_border' GROUP BY 1"
        )
        watched = {table: (names, always) for table, names, always in cursor.fetchall()}
    four = [f"indicators_mark_{event}" for event in ("delete", "insert", "truncate", "update")]

    assert watched == dict.fromkeys(tables_of_the_recount(), (four, True))


def tables_of_the_recount() -> set[str]:
    """The tables that the statements of figures and of headcounts read."""
    texts = [ledger.villages({HERE: EVER}, OCTOBER, in_force()).sql for ledger in LEDGERS]
    return {table for text in texts for table in re.findall(r"\b((?:communes|coaching|teams)_\w+)", text)}
