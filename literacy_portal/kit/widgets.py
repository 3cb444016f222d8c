"""Form widgets whose look is decided by templates/django/forms/field.html, by class name; and how the most frequent are told."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.safestring import SafeString

from literacy_portal.kit.markup import safe


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

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        """As its parent; the same elements with the same attributes."""
        told = _TOLD.get(template_name)
        return told(context["widget"]) if told else super().render(template_name, context, request)  # type: ignore[return-value]


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else f' value="{escape(str(widget["value"]))}"'
    return safe(f'<input type="{escape(widget["type"])}" name="{escape(widget["name"])}"{value}{_attributes(widget)}>')


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    return safe(f'<select name="{escape(widget["name"])}"{_attributes(widget)}>{groups}</select>')


def _group(name: str | None, choices: list[Mapping[str, Any]]) -> str:
    told = "".join(
        f'<option value="{escape(str(one["value"]))}"{_attributes(one)}>{escape(str(one["label"]))}</option>' for one in choices
    )
    return f'<optgroup label="{escape(str(name))}">{told}</optgroup>' if name else told


def _attributes(widget: Mapping[str, Any]) -> str:
    given = ((escape(str(name)), value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in given)


_INPUTS = ("date", "email", "hidden", "number", "password", "tel", "text", "url")
_TOLD: dict[str, Callable[[Mapping[str, Any]], SafeString]] = {
    "django/forms/widgets/select.html": _select,
    **dict.fromkeys((f"django/forms/widgets/{kind}.html" for kind in _INPUTS), _input),
}
