"""What a report counts, and what of it readers of aggregates are told."""

from datetime import date
from io import BytesIO
from random import Random
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext
from openpyxl import load_workbook

from indicators.actions.declarations import Statement, declare
from indicators.catalogue import in_force
from indicators.catalogue.declared import DECLARED_BY_CODE
from indicators.enums import ReportKind
from indicators.models import Report
from indicators.queries.activity import activity_of
from indicators.queries.reporting import report_figures
from indicators.report.columns import BY_CODE, COLUMNS, Source
from indicators.report.figures import Cell, Figures, Row, summed
from indicators.report.periods import Period, due_at, opens_at, period_of, periods_between
from indicators.report.telling import told
from indicators.report.workbook import report_workbook
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import VIETNAM
from sessions.models import Attendance, Gathering
from tests.factories import OutcomeFactory, VillageFactory
from tests.indicators.reports import OCTOBER, coached, submitted, worked
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def october(world: World) -> Figures:
    return report_figures(worked(world).phu_xuan, OCTOBER)


def test_every_column_of_an_indicator_or_a_declaration_names_one_that_exists() -> None:
    stocks = {column.code for column in COLUMNS if column.source is Source.STOCK}
    declared = {column.code for column in COLUMNS if column.source is Source.DECLARED}

    assert stocks <= in_force().codes
    assert declared == set(DECLARED_BY_CODE)
    assert {column.part_of for column in COLUMNS} - {""} <= set(BY_CODE)
    assert len(BY_CODE) == len(COLUMNS)


def test_times_and_people_are_counted_apart_in_the_period_and_so_far(october: Figures) -> None:
    cells = october.total.cells

    assert cells["guided"] == cells["visits"] == Cell(4, 5)
    assert cells["people"] == Cell(3, 4)
    assert [cells[f"people_{group}"] for group in ("female", "minority", "age_60_plus", "poor")] == [
        Cell(2, 3),
        Cell(1, 1),
        Cell(1, 1),
        Cell(1, 1),
    ]
    assert cells["teams"].so_far == cells["members"].so_far - 1 == 2


def test_the_counts_are_those_of_the_page_of_the_teams_work(world: World, october: Figures) -> None:
    work = activity_of("24364", OCTOBER.first, OCTOBER.last)

    assert october.total.cells["visits"] == Cell(work.period.visits_in_all, work.so_far.visits_in_all)
    assert october.total.cells["people"] == Cell(work.period.people, work.so_far.people)


def test_classes_and_desks_count_and_who_is_on_no_roster_counts_as_times_but_as_nobody(world: World) -> None:
    by, when = world.users["team_member"], date(2026, 10, 9)
    gathering = Gathering.objects.create(pk=new_id(), kind="class", village=world.xuan_my, held_on=when, recorded_by=by)
    Attendance.objects.create(gathering=gathering, resident=world.people["Tâm"])
    Attendance.objects.create(gathering=gathering, sex="female")
    seen = {"resident": world.people["Tâm"], "level": 1, "observed_on": when, "recorded_by": by}
    OutcomeFactory(**seen, gathering=gathering, source="gathering")

    figures = report_figures(world.phu_xuan, OCTOBER)
    work = activity_of("24364", OCTOBER.first, OCTOBER.last).period

    cells = figures.total.cells
    assert [cells[code].period for code in ("gatherings", "guided", "attendances", "walk_ins", "people")] == [1, 2, 2, 1, 1]
    told_there = (work.gatherings_in_all, work.attendances, work.walk_ins_in_all, work.people)
    assert told_there == (1, 2, 1, 1)
    assert {row.code: row.is_heard for row in figures.villages} == {"24364001": False, "24364002": True}


def test_a_stock_is_that_of_the_last_day_with_its_change_since_the_eve(october: Figures) -> None:
    cells = october.total.cells

    assert cells["households_visited"] == Cell(period=2, so_far=3, out_of=3, eve=1)
    assert cells["vneid_level1"] == Cell(period=3, so_far=4, out_of=5, eve=1)
    assert cells["vneid_level2"] == Cell(period=2, so_far=2, out_of=5, eve=0)


def test_each_village_has_its_row_and_one_not_heard_from_says_no_data_and_not_zero(october: Figures) -> None:
    rows = {row.code: row for row in october.villages}

    assert rows["24364001"].cell(BY_CODE["people"]) == Cell(3, 3)
    assert not rows["24364002"].is_heard
    assert rows["24364002"].cell(BY_CODE["people"]) == Cell(None, 1)
    assert [one.period.text for one in told(rows["24364002"], exact=True) if one.column.code == "people"] == [gettext("no data")]


def test_what_the_commune_declared_stands_beside(world: World) -> None:
    said = {"indicator": "officials_trained", "out_of": 50, "evidence": "Danh sách 5/DS-UBND"}
    for day, counted in ((date(2026, 9, 1), 20), (date(2026, 10, 20), 32)):
        statement = Statement(day=day, counted=counted, **said)
        declare(by=world.users["commune_officer"], place=world.phu_xuan, statement=statement)

    cells = report_figures(world.phu_xuan, OCTOBER).total.cells

    assert cells["officials_trained"] == Cell(period=12, so_far=32, out_of=50, eve=20)
    assert cells["pupils_trained"] == Cell()


def test_a_correction_a_withdrawal_and_another_commune_count_as_they_should(world: World) -> None:
    wrong = coached(world, "Bình", date(2026, 10, 5))
    coached(world, "Bình", date(2026, 11, 1), replaces=wrong)
    coached(world, "Lạ", date(2026, 10, 5))

    cells = report_figures(world.phu_xuan, OCTOBER).total.cells

    assert (cells["visits"], cells["guided"], cells["people"]) == (Cell(0, 0), Cell(0, 0), Cell(0, 0))


def test_frozen_figures_are_read_back_as_they_were(october: Figures) -> None:
    assert Figures.thawed(october.frozen()) == october
    assert october.versions["households_visited"] == 1


def test_the_number_of_queries_does_not_grow_with_the_villages(world: World) -> None:
    in_force()
    counts = []
    for serial in ("003", "004", None):
        with CaptureQueriesContext(connection) as queries:
            report_figures(world.phu_xuan, OCTOBER)
        counts.append(len(queries))
        if serial:
            VillageFactory(commune=world.phu_xuan, serial=serial)

    assert counts == [8, 8, 8]


def test_readers_of_aggregates_are_told_steps_and_changes_of_steps_only() -> None:
    cells = {
        "people": Cell(3, 23),
        "households_visited": Cell(period=1, so_far=13, out_of=41, eve=12),
        "vneid_level1": Cell(period=4, so_far=11, out_of=41, eve=7),
        "teams": Cell(so_far=3),
        "officials_trained": Cell(period=1, so_far=3, out_of=4, eve=2),
        "disabled_trained": Cell(period=1, so_far=3, out_of=14, eve=2),
        "dossiers_online": Cell(period=3, so_far=9, out_of=21, eve=6),
    }
    shown = {one.column.code: one for one in told(Row("24364", "", True, cells), exact=False)}

    assert (shown["people"].period.text, shown["people"].so_far.number) == ("<\u00a08", 25)
    assert (shown["households_visited"].period.number, shown["households_visited"].so_far.number) == (5, 15)
    assert (shown["vneid_level1"].period.number, shown["vneid_level1"].period.text) == (None, "…")
    assert shown["teams"].so_far.number == 3
    assert shown["officials_trained"].period.number == 1
    assert (shown["disabled_trained"].so_far.text, shown["disabled_trained"].out_of.number) == ("<\u00a08", 15)
    assert (shown["dossiers_online"].so_far.number, shown["dossiers_online"].out_of.number) == (9, 21)


def test_no_subtraction_of_told_counts_comes_to_a_small_number() -> None:
    """Of any two counts, groups, periods, places or sums of places, whatever the true ones are."""
    chance = Random(6)
    for _round in range(200):
        rows = [Row(str(number), "", True, {column.code: _random_cell(chance) for column in COLUMNS}) for number in range(3)]
        numbers = [
            count.number
            for row in (*rows, summed("66", "", rows), summed("66", "", rows[:2]))
            for one in told(row, exact=False)
            if not one.column.is_told_exactly
            for count in (one.period, one.so_far, one.out_of)
            if count.number is not None
        ]

        assert {number % 5 for number in numbers} == {0}


def _random_cell(chance: Random) -> Cell:
    eve = chance.randrange(30)
    so_far = eve + chance.randrange(30)
    return Cell(so_far - eve, so_far, so_far + chance.randrange(30), eve)


def test_an_exact_total_beside_steps_would_reveal_who_is_left_and_is_therefore_not_told() -> None:
    """The attack on exact totals (decision 18): a group's step that turns as the total grows by one tells the group exactly."""
    women_before, women_after = (12, 13)
    steps = [
        one.so_far.number for count in (women_before, women_after) for one in told(_only("people_female", count), exact=False)
    ]
    assert {10, 15} <= set(steps)

    totals = [one.so_far.number for total in (14, 15) for one in told(_only("people", total), exact=False) if one.so_far.number]

    assert totals == [15, 15]


def _only(column: str, count: int) -> Row:
    return Row("24364", "", True, {column: Cell(count, count)})


def test_the_sum_of_a_province_leaves_out_what_has_no_data() -> None:
    rows = [
        Row("1", "", True, {"people": Cell(5, 9), "pupils_trained": Cell()}),
        Row("2", "", False, {"people": Cell(0, 4), "pupils_trained": Cell(None, 8, 10)}),
    ]

    total = summed("66", "Đắk Lắk", rows)

    assert (total.cells["people"], total.cells["pupils_trained"]) == (Cell(5, 13), Cell(None, 8, 10))
    assert total.is_heard


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        (ReportKind.DAILY, date(2026, 10, 5), date(2026, 10, 5), date(2026, 10, 5)),
        (ReportKind.MONTHLY, date(2026, 2, 28), date(2026, 2, 1), date(2026, 2, 28)),
        (ReportKind.MONTHLY, date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        (ReportKind.QUARTERLY, date(2026, 12, 1), date(2026, 10, 1), date(2026, 12, 31)),
        (ReportKind.QUARTERLY, date(2028, 2, 29), date(2028, 1, 1), date(2028, 3, 31)),
    ],
)
def test_a_period_holds_the_day_that_is_asked_for(kind: ReportKind, day: date, first: date, last: date) -> None:
    assert period_of(kind, day) == Period(first, last)


def test_periods_follow_each_other_and_are_opened_when_they_are_over() -> None:
    months = list(periods_between(ReportKind.MONTHLY, date(2026, 9, 15), date(2026, 11, 29)))

    assert [period.last for period in months] == [date(2026, 9, 30), date(2026, 10, 31)]
    assert opens_at(ReportKind.MONTHLY, months[1]).isoformat() == "2026-11-01T00:00:00+07:00"
    day = period_of(ReportKind.DAILY, date(2026, 10, 5))
    assert opens_at(ReportKind.DAILY, day).astimezone(VIETNAM).hour == 18
    assert due_at(ReportKind.DAILY, day, 5, opens_at(ReportKind.DAILY, day).time()).day == 5
    assert due_at(ReportKind.MONTHLY, months[1], 5, opens_at(ReportKind.DAILY, day).time()).day == 5


def test_no_text_of_a_workbook_runs_and_counts_are_numbers(world: World, october: Figures) -> None:
    report = submitted(world)
    Report.objects.filter(pk=report.pk).update(difficulties="=HYPERLINK(1)", requests="+1")
    report.refresh_from_db()

    data = report_workbook(report, Figures.thawed(report.figures), exact=True)

    assert not any(b"<f>" in ZipFile(BytesIO(data)).read(name) for name in ZipFile(BytesIO(data)).namelist())
    book = load_workbook(BytesIO(data))
    page, by_village = book.worksheets
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value == "=HYPERLINK(1)"} == {"s"}
    people = next(row for row in page.iter_rows() if row[1].value == str(BY_CODE["people"].names))
    assert [cell.value for cell in people[3:5]] == [3, 4]
    assert [row[1].value for row in by_village.iter_rows(min_row=3)] == [row.name for row in (*october.villages, october.total)]
