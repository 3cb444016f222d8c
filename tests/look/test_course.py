"""How a share went, as a drawing: a step for every change, a gap where nothing may be told, round numbers at the side."""

from datetime import date

from indicators.course import MOST_ROWS, SPARKS, drawn, spark_days, sparks
from literacy_portal.kit.charts import course
from literacy_portal.kit.figures import Figure


def day(number: int) -> date:
    return date.fromordinal(date(2026, 10, 1).toordinal() + number)


def test_each_change_is_a_step_and_the_last_day_is_as_wide_as_any() -> None:
    chart = course([(day(0), 0.0), (day(5), 0.5)], day(9))

    assert chart is not None
    assert chart.line == "M0.0,1000.0H500.0V0.0H1000.0"
    assert [(along, on) for along, on in chart.columns] == [("0.0%", day(0)), ("50.0%", day(4)), ("100.0%", day(9))]


def test_where_nothing_may_be_told_there_is_a_gap() -> None:
    chart = course([(day(0), 0.5), (day(5), None), (day(8), 0.5)], day(9))

    assert chart is not None
    assert chart.line == "M0.0,0.0H500.0M800.0,0.0H1000.0"
    assert course([(day(0), None)], day(9)) is None


def test_the_scale_ends_at_a_round_share_above_all_of_them() -> None:
    tops = [chart.rows[0][1] for share in (0.01, 0.05, 0.051, 0.45, 1.0) if (chart := course([(day(0), share)], day(0)))]

    assert tops == [0.05, 0.05, 0.1, 0.5, 1.0]


def test_a_long_course_is_told_in_few_lines_that_end_with_the_latest() -> None:
    points = [(day(number), Figure("", number, 400)) for number in range(400)]

    course_of_a_year = drawn(points, day(399))

    assert course_of_a_year is not None
    assert len(course_of_a_year.rows) <= MOST_ROWS + 1
    assert course_of_a_year.end == points[-1]
    assert drawn([], day(0)) is None


def test_a_small_line_begins_where_the_figure_is_first_known() -> None:
    figures = [Figure("", 0, 0), Figure("", 0, 100, few=8), Figure("", 50, 100), Figure("", 55, 100)]

    assert sparks(figures) == [50.0, 55.0]


def test_a_small_line_has_its_days_at_even_distances_from_the_first_to_the_last() -> None:
    days = spark_days(day(0), day(90))

    assert (days[0], days[-1], len(set(days))) == (day(0), day(90), SPARKS)
