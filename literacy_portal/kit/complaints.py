"""The errors of forms gathered into one list, each with the place where it can be mended."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.forms.boundfield import BoundField


@dataclass(frozen=True, slots=True)
class Complaint:
    """One message; `target` is the id and `label` the name of the field to mend, empty for the form as a whole."""

    message: str
    target: str = ""
    label: str = ""


def anchor(field: BoundField) -> str:
    """The id to jump to: the field itself, or the first choice of a group."""
    if field.is_hidden:
        return ""
    return field.id_for_label or (f"{field.auto_id}_0" if field.auto_id else "")


def complaints(*sources: Any) -> list[Complaint]:
    """The errors of forms and formsets in the order of the page; unbound forms have none."""
    return [found for source in sources if source for found in _complaints_of(source)]


def _complaints_of(source: Any) -> Iterator[Complaint]:
    if isinstance(source, BaseForm):
        yield from _complaints_of_form(source)
        return
    for message in source.non_form_errors():
        yield Complaint(str(message))
    for form in source.forms:
        yield from _complaints_of_form(form)


def _complaints_of_form(form: BaseForm) -> Iterator[Complaint]:
    for message in form.non_field_errors():
        yield Complaint(str(message))
    for field in form:
        for message in field.errors:
            yield Complaint(str(message), anchor(field), str(field.label))
