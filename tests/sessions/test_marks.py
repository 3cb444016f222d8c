from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from sessions.enums import Result
from sessions.forms.again import read_again
from sessions.forms.marks import read_levels, read_result, read_who
from sessions.models import Skill

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "key"), [("m", Result.MET), ("N", Result.NOBODY_HOME), (" c ", Result.COME_BACK), ("r", Result.REFUSED)]
)
def test_one_key_is_a_result(text: str, key: Result) -> None:
    with translation.override("en"):
        assert read_result(text) == key


@pytest.mark.parametrize("text", ["", "x", "mn", "1", "\x00", "🤡"])
def test_any_other_key_is_answered_with_the_keys(text: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError, match="m, n, c, r"):
        read_result(text)


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_the_keys_of_a_language_are_four_single_letters(language: str) -> None:
    from sessions.forms.marks import result_keys  # noqa: PLC0415

    with translation.override(language):
        keys = list(result_keys())

    assert len(set(keys)) == 4
    assert all(len(key) == 1 and key.isascii() and key.islower() for key in keys)


@pytest.mark.parametrize(
    ("text", "people", "who"),
    [("", 3, set()), ("13", 3, {1, 3}), ("311", 3, {1, 3}), ("1,12", 12, {1, 12}), ("10 2", 12, {2, 10}), ("12,", 12, {12})],
)
def test_numbers_of_people_are_typed_together_or_with_commas(text: str, people: int, who: set[int]) -> None:
    assert read_who(text, people) == who


@pytest.mark.parametrize("text", ["4", "0", "1a", "1,13", "²", "٣", "99999999999999999999", "-1"])
def test_a_number_that_is_not_on_the_sheet_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        read_who(text, 3)


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("", {}),
        ("3", {"device_use": 3}),
        ("-0", {"own_smartphone": 0}),
        ("2-2", {"device_use": 2, "vneid": 2}),
        ("  1", {"vneid": 1}),
        ("31.", {"device_use": 3, "own_smartphone": 1}),
    ],
)
def test_digits_are_levels_in_the_order_of_the_columns(db: None, text: str, levels: dict[str, int]) -> None:
    skills = [Skill.objects.get(pk=code) for code in ("device_use", "own_smartphone", "vneid")]

    assert read_levels(text, skills) == levels


@pytest.mark.parametrize("text", ["4", "32", "--3", "333-", "x", "٣", "1 1 1"])
def test_a_level_beyond_its_ladder_or_its_columns_is_refused(db: None, text: str) -> None:
    skills = [Skill.objects.get(pk=code) for code in ("device_use", "own_smartphone", "vneid")]

    with pytest.raises(ValidationError):
        read_levels(text, skills)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", None),
        ("7", date(2026, 12, 4)),
        ("5/12", date(2026, 12, 5)),
        ("05.12", date(2026, 12, 5)),
        ("5/12/2026", date(2026, 12, 5)),
        ("2/1", date(2027, 1, 2)),
        ("27/11", date(2027, 11, 27)),
    ],
)
def test_come_again_is_a_number_of_days_or_a_day(text: str, day: date | None) -> None:
    assert read_again(text, FRIDAY) == day


@pytest.mark.parametrize("text", ["0", "999", "31/2", "27/11/2026", "soon", "5/13", "1/1/2099", "0/0", "²"])
def test_a_day_that_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        read_again(text, FRIDAY)
