"""Text: what is stored, what is searched by, what is sorted by."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literacy_portal.kit.vietnamese import clean, given_name, name_sort_key, search_key, text_sort_key

LETTERS = st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxy AĂÂĐÊÔƠƯ'\u0300\u0301\u0303\u0309\u0323-"), max_size=30)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Đặng Bá Đức", "dang ba duc"),
        ("Hoà", "hoa"),
        ("Hòa", "hoa"),
        ("Ea H’Leo", "ea hleo"),
        ("M'Drắk", "mdrak"),
        ("H'Bŭt Êban", "hbut eban"),
        ("Cư Êbur", "cu ebur"),
        ("  Xuân   Lạng 2 ", "xuan lang 2"),
        ("ƀuôn", "buon"),
        ("", ""),
    ],
)
def test_search_key_forgets_case_accents_apostrophes_and_spaces(written: str, key: str) -> None:
    assert search_key(written) == key


def test_search_key_is_the_same_for_composed_and_decomposed_text() -> None:
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Hòa")

    assert search_key(decomposed) == search_key("Nguyễn Thị Hòa") == "nguyen thi hoa"


def test_clean_keeps_marks_that_have_no_composed_letter() -> None:
    assert clean("H’Ngê\u0306") == "H’Ngê\u0306"


def test_clean_removes_what_cannot_be_seen() -> None:
    assert clean("\ufeffXuân\u200b  Mỹ\u00a0") == "Xuân Mỹ"


@given(LETTERS)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(LETTERS)
def test_a_search_key_is_its_own_search_key(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


def test_words_sort_as_in_a_vietnamese_dictionary() -> None:
    shuffled = ["Xuân", "Ư", "Ba", "Ơ", "Êa", "Đắk", "Ân", "Ô", "Ea", "An", "Dak", "Ăn"]

    ordered = sorted(shuffled, key=text_sort_key)

    assert ordered == ["An", "Ăn", "Ân", "Ba", "Dak", "Đắk", "Ea", "Êa", "Ô", "Ơ", "Ư", "Xuân"]


def test_tones_sort_after_letters_in_the_order_of_dictionaries() -> None:
    shuffled = ["man", "mạ", "má", "ma", "mã", "mả", "mà"]

    assert sorted(shuffled, key=text_sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ", "man"]


def test_names_sort_by_given_name_and_then_by_the_rest() -> None:
    names = ["Trần Thị Ánh", "Lê Văn Bình", "Nguyễn Văn Bình", "Phan Đức", "Vũ Dũng"]

    assert sorted(names, key=name_sort_key) == [
        "Trần Thị Ánh",
        "Lê Văn Bình",
        "Nguyễn Văn Bình",
        "Vũ Dũng",
        "Phan Đức",
    ]


def test_given_name_is_the_last_word() -> None:
    assert given_name(" Nguyễn Thị  Hòa ") == "Hòa"
