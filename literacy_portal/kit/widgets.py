"""Form widgets whose look is decided by templates/django/forms/field.html, by class name; and how the most frequent are told."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

from literacy_portal.kit import markup


class Segmented(forms.RadioSelect):
    """Few short choices side by side, each a big touch target; the ladder of a visit."""


class Cards(forms.RadioSelect):
    """Choices as cards one below the other, for labels of several words."""


class DayInput(forms.DateInput):
    """The browser's own date picker, which shows the user's format and sends ISO."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class Renderer(TemplatesSetting):
    """Django's, through the templates of the portal, but plain inputs and lists (a template for each option) in one pass."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> Any:
        """As its parent; the same elements with the same attributes."""
        told = _TOLD.get(template_name)
        return told(context["widget"]) if told else super().render(template_name, context, request)


_INPUTS = ("date", "email", "hidden", "number", "password", "tel", "text", "url")
_TOLD: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "django/forms/widgets/select.html": markup.list_field,
    **dict.fromkeys((f"django/forms/widgets/{kind}.html" for kind in _INPUTS), markup.input_field),
}
