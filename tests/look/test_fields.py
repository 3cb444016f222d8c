"""How a form field is drawn: its label, hint and error belong to it, for the eye and for a screen reader."""

import re
from typing import Any

from django import forms
from django.template import Context, Template
from django.utils import translation

from literacy_portal.kit.complaints import Complaint, complaints
from literacy_portal.kit.widgets import Cards, DayInput, Segmented

LEVELS = [(0, "Chưa"), (1, "Đã xem"), (2, "Có giúp"), (3, "Tự làm")]


class Visit(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Như trên căn cước")
    day = forms.DateField(label="Ngày", widget=DayInput)
    level = forms.TypedChoiceField(label="Mức", choices=LEVELS, coerce=int, widget=Segmented)
    result = forms.ChoiceField(label="Kết quả", choices=[("met", "Gặp")], widget=Cards, required=False)
    consent = forms.BooleanField(label="Đồng ý")
    note = forms.CharField(label="Ghi chú", required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("Lượt này đã được ghi.")


def drawn(form: forms.Form, name: str) -> str:
    with translation.override("vi"):
        return str(form[name].as_field_group())


def test_a_faulty_field_points_to_its_hint_and_its_error() -> None:
    page = drawn(Visit({}), "name")

    described = re.search(r'<input[^>]*aria-describedby="([^"]+)"', page)
    assert described is not None
    ids = re.findall(r' id="([^"]+)"', page)
    assert set(described[1].split()) == {"id_name_helptext", "id_name_error"} <= set(ids)
    assert '<label for="id_name">' in page
    assert 'aria-invalid="true"' in page


def test_what_was_typed_stays_in_a_faulty_form() -> None:
    form = Visit({"name": 'Nguyễn "Ánh" <b>', "level": "9"})

    assert 'value="Nguyễn &quot;Ánh&quot; &lt;b&gt;"' in drawn(form, "name")


def test_only_fields_that_may_stay_empty_are_marked() -> None:
    form = Visit()

    assert "optional" in drawn(form, "note")
    assert "optional" not in drawn(form, "name")


def test_a_group_of_choices_has_a_legend_and_big_targets() -> None:
    page = drawn(Visit({"level": "2"}), "level")

    assert re.search(r"<legend>Mức\s*</legend>", page)
    assert page.count('<label class="segment">') == 4
    assert re.findall(r'value="(\d)"[^>]*checked', page) == ["2"]


def test_a_day_is_sent_and_shown_as_iso_for_the_date_picker() -> None:
    page = drawn(Visit(initial={"day": "2026-10-05"}), "day")

    assert 'type="date"' in page
    assert 'value="2026-10-05"' in page


def test_every_link_of_the_error_summary_leads_to_a_field_on_the_page() -> None:
    form = Visit({"name": ""})

    with translation.override("vi"):
        page = str(form)

    targets = re.findall(r'href="#([^"]+)"', page)
    assert targets == ["id_name", "id_day", "id_level_0", "id_consent"]
    assert [page.count(f' id="{target}"') for target in targets] == [1, 1, 1, 1]


def test_the_summary_names_the_field_of_each_message_and_the_errors_of_the_whole_form() -> None:
    with translation.override("en"):
        found = complaints(Visit({"name": "Ánh", "day": "2026-10-05", "level": "1"}))

    assert found == [
        Complaint("Lượt này đã được ghi."),
        Complaint("This field is required.", "id_consent", "Đồng ý"),
        Complaint("This field is required.", "", "Key"),
    ]


def test_a_formset_complains_form_by_form() -> None:
    rows = forms.formset_factory(Visit, max_num=1, validate_max=True)
    formset = rows({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "", "form-1-note": "x"})

    targets = [complaint.target for complaint in complaints(None, formset)]

    assert targets[0] == ""
    assert "id_form-0-name" not in targets, "an untouched extra row is not a fault"
    assert "id_form-1-name" in targets


def test_a_form_that_was_not_sent_has_no_complaints() -> None:
    page = Template("{% load portal %}{% error_summary form %}").render(Context({"form": Visit()}))

    assert page.strip() == ""


def test_the_error_summary_takes_the_focus_and_is_announced() -> None:
    page = Template("{% load portal %}{% error_summary form %}").render(Context({"form": Visit({})}))

    assert 'role="alert"' in page
    assert 'tabindex="-1"' in page


def test_the_radios_outside_a_form_field_keep_the_choice_and_the_error() -> None:
    source = '{% load portal %}{% segmented name="p-1" legend="Mức" choices=levels value=0 error="Chọn lại." ladder=True %}'

    page = Template(source).render(Context({"levels": LEVELS}))

    assert re.findall(r'id="p-1-(\d)" value="\d" checked', page) == ["0"]
    assert 'aria-describedby="p-1-error"' in page
    assert 'id="p-1-error"' in page
