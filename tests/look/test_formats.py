"""How dates and numbers are read: the day comes first, in every language of the portal."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
@pytest.mark.parametrize("typed", ["05/10/2026", "5/10/26", "5/10/2026", "05-10-2026", "5.10.2026", "2026-10-05"])
def test_the_fifth_of_october_is_read_however_it_is_typed(language: str, typed: str) -> None:
    with translation.override(language):
        assert forms.DateField().clean(typed) == date(2026, 10, 5)


def test_a_moment_typed_in_vietnamese_is_read_day_first() -> None:
    with translation.override("vi"):
        read = forms.DateTimeField().clean("05/10/2026 20:05")

    assert read == datetime(2026, 10, 5, 20, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_an_impossible_day_is_refused() -> None:
    with translation.override("vi"), pytest.raises(forms.ValidationError):
        forms.DateField().clean("31/02/2026")


def test_a_decimal_comma_is_read_in_vietnamese() -> None:
    with translation.override("vi"):
        assert forms.DecimalField(localize=True).clean("1234,5") == Decimal("1234.5")


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_years_and_codes_are_never_grouped_when_printed_plainly(language: str) -> None:
    with translation.override(language):
        assert Template("{{ year }} {{ code }}").render(Context({"year": 2026, "code": 24364})) == "2026 24364"


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_a_day_printed_by_django_is_the_day_we_print(language: str) -> None:
    page = Template("{% load portal %}{{ day }}|{{ day|day }}")

    with translation.override(language):
        assert page.render(Context({"day": date(2026, 10, 5)})) == "05/10/2026|05/10/2026"
