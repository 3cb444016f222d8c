"""Inputs and lists are told in one pass, and are what Django's own templates make of them."""

import re
from datetime import date
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from literacy_portal.kit.widgets import DayInput, Renderer

PLACES: list[Any] = [("", "–"), ("1", 'Thôn "Một" & <Hai>'), ("Ea Súp", [("2", "Buôn B"), (3, "Buôn C")])]
WIDGETS = {
    "a text": (forms.TextInput({"title": 'Tên "A" & <b>', "maxlength": 20}), 'Nguyễn "A" <b>'),
    "nothing said": (forms.TextInput(), None),
    "a day": (DayInput({"max": "2026-11-29", "required": True}), date(2026, 10, 25)),
    "an address": (forms.EmailInput({"autocomplete": "email"}), "a@b.vn"),
    "a number": (forms.NumberInput({"min": 0, "step": "any"}), 1.5),
    "a secret": (forms.PasswordInput(), "not told"),
    "hidden": (forms.HiddenInput(), 0),
    "a list with headings": (forms.Select({"required": False}, PLACES), "1"),
    "a list of numbers": (forms.Select({"data-x": True}, PLACES), 3),
    "a list, several chosen": (forms.SelectMultiple(choices=PLACES), ["1", "3"]),
}


@pytest.mark.parametrize("case", WIDGETS)
def test_a_widget_has_the_elements_attributes_and_texts_that_django_gives_it(case: str) -> None:
    widget, value = WIDGETS[case]

    ours, theirs = (
        _elements(widget.render("place", value, {"id": "id_place"}, each)) for each in (Renderer(), DjangoTemplates())
    )

    assert ours == theirs


def _elements(html: str) -> list[str]:
    """Tags and texts in order, without the space between them."""
    return [part.strip() for part in re.split(r"(<[^>]*>)", html) if part.strip()]
