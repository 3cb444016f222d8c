"""The house stays one of small rooms."""

import statistics

from tests.platform import budgets


def test_modules_keep_their_budget() -> None:
    sizes = budgets.modules()

    assert [size for size in sizes if size.lines > budgets.LONGEST_MODULE] == []
    assert statistics.median(size.lines for size in sizes) <= budgets.MEDIAN_MODULE


def test_functions_keep_their_budget() -> None:
    sizes = budgets.functions()

    assert [size for size in sizes if size.lines > budgets.LONGEST_FUNCTION] == []
    assert statistics.median(size.lines for size in sizes) <= budgets.MEDIAN_FUNCTION
