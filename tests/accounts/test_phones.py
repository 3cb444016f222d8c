"""One number, one form."""

import pytest
from django.core.exceptions import ValidationError

from accounts.phones import clean_phone


@pytest.mark.parametrize(
    "text", ["0912345678", "0912 345 678", "0912.345.678", "+84912345678", "84912345678", "(+84) 912-345-678"]
)
def test_however_it_is_written_a_number_has_one_form(text: str) -> None:
    assert clean_phone(text) == "+84912345678"


def test_empty_stays_empty() -> None:
    assert clean_phone("  ") == ""


@pytest.mark.parametrize("text", ["091234", "không có", "09123456789012345", "\x00", "0" * 500])
def test_what_is_no_number_is_refused_with_words(text: str) -> None:
    with pytest.raises(ValidationError):
        clean_phone(text)
