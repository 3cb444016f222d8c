"""Counts made readable: half up, one decimal, in three languages; nothing to count over is never 0 %."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from literacy_portal.kit.figures import Figure, number_text, percent_text, tenths


@pytest.mark.parametrize(
    ("counted", "out_of", "expected"),
    [(7, 12, 583), (1, 3, 333), (2, 3, 667), (1, 8, 125), (1, 16, 63), (1, 2000, 1), (1, 2001, 0), (0, 5, 0), (5, 5, 1000)],
)
def test_a_share_is_rounded_half_up_to_a_tenth_of_a_percent(counted: int, out_of: int, expected: int) -> None:
    assert tenths(counted, out_of) == expected


@given(st.integers(0, 10**8), st.integers(1, 10**8))
def test_the_share_agrees_with_exact_decimal_rounding(counted: int, out_of: int) -> None:
    exact = (Decimal(counted) * 1000 / Decimal(out_of)).quantize(Decimal(1), rounding="ROUND_HALF_UP")

    assert tenths(counted, out_of) == exact


@pytest.mark.parametrize(
    ("language", "expected"), [("vi", "58,3\u00a0%"), ("en", "58.3%"), ("fr", "58,3\u202f%"), ("de", "58,3\u00a0%")]
)
def test_a_percentage_is_written_as_in_the_language_of_the_page(language: str, expected: str) -> None:
    with translation.override(language):
        assert percent_text(7, 12) == expected


def test_out_of_nothing_there_is_no_data_and_no_zero() -> None:
    with translation.override("en"):
        assert percent_text(0, 0) == "no data"
        assert Figure("Buôn mới", 0, 0).percent == "no data"
        assert not Figure("Buôn mới", 0, 0).is_known


@pytest.mark.parametrize(
    ("language", "expected"), [("vi", "1.234.567,5"), ("en", "1,234,567.5"), ("fr", "1\u202f234\u202f567,5")]
)
def test_a_number_is_grouped_as_in_the_language_of_the_page(language: str, expected: str) -> None:
    with translation.override(language):
        assert number_text(1234567.5) == expected


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [(2.345, 2, "2,35"), (2.5, 0, "3"), (Decimal("0.25"), 1, "0,3"), (12, 1, "12,0"), (-1234, None, "−1.234"), (0, None, "0")],
)
def test_fixed_decimals_are_rounded_half_up(value: float, places: int | None, expected: str) -> None:
    with translation.override("vi"):
        assert number_text(value, places) == expected


def test_a_hidden_cell_says_neither_its_counts_nor_its_width() -> None:
    figure = Figure("Nam", 2, 4, hidden=True)

    with translation.override("en"):
        assert (figure.percent, figure.width, figure.is_known) == ("not shown", "0.0%", False)


def test_the_width_for_svg_has_a_point_in_every_language() -> None:
    with translation.override("vi"):
        assert Figure("Hộ đã đến", 7, 12).width == "58.3%"
