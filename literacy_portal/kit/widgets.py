"""Form widgets whose look is decided by templates/django/forms/field.html, by class name."""

from typing import Any

from django import forms


class Segmented(forms.RadioSelect):
    """Few short choices side by side, each a big touch target; the ladder of a visit."""


class Cards(forms.RadioSelect):
    """Choices as cards one below the other, for labels of several words."""


class DayInput(forms.DateInput):
    """The browser's own date picker, which shows the user's format and sends ISO."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")
