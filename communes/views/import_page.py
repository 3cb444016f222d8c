"""What the page of an import shows in each of its states. The number of queries does not depend on the roster's size."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.enums import Verdict
from communes.forms import ChoicesForm, ConfirmForm
from communes.models import Commune, RosterImport
from communes.queries import names_in, row_counts, rows_of
from communes.roster_import import progress, refusals
from communes.roster_import.wording import describe

State = RosterImport.State
_POSITIONS = {State.READING: 0, State.UNREADABLE: 0, State.PLANNED: 1, State.QUEUED: 2, State.APPLYING: 2}
_ROWS = 50
_TABS = {
    Verdict.ERROR: gettext_lazy("In error"),
    Verdict.NEW: gettext_lazy("New"),
    Verdict.CHANGED: gettext_lazy("Changed"),
    Verdict.MOVED: gettext_lazy("Moved here"),
    Verdict.MISSING: gettext_lazy("Not in the file"),
}


def trail(commune: Commune, *steps: dict[str, str]) -> list[dict[str, str]]:
    """From the province down to the page."""
    return [
        {"label": commune.province.name, "url": commune.province.get_absolute_url()},
        {"label": str(commune), "url": commune.get_absolute_url()},
        {"label": _("Rosters"), "url": reverse("communes:imports", args=[commune.province_id, commune.pk])},
        *steps,
    ]


def context_of(
    found: RosterImport,
    asked: Mapping[str, str],
    *,
    choices_form: ChoicesForm | None = None,
    confirm_form: ConfirmForm | None = None,
) -> dict[str, Any]:
    """The template's context; a form that was sent and refused takes the place of a fresh one."""
    context: dict[str, Any] = {
        "roster_import": found,
        "trail": trail(found.commune, {"label": found.file_name, "url": ""}),
        "steps": _steps(found),
        "has_errors": bool(choices_form or confirm_form),
    }
    if found.is_working:
        context["progress"] = progress.heard(found.pk)
    if found.state == State.UNREADABLE:
        context["reason"] = refusals.message(found.refusal["code"], found.refusal["params"])
    if found.state in (State.PLANNED, State.APPLIED):
        context |= _rows(found, asked)
    if found.state == State.PLANNED:
        context |= _decisions(found, choices_form, confirm_form)
    return context


def _decisions(found: RosterImport, choices_form: ChoicesForm | None, confirm_form: ConfirmForm | None) -> dict[str, Any]:
    initial = {"fingerprint": found.fingerprint}
    choices = choices_form or ChoicesForm(roster_import=found)
    comes_in = sum(found.counts["residents"][verdict] for verdict in ("new", "changed", "moved", "unchanged"))
    return {
        "choices_form": choices,
        "confirm_form": confirm_form or ConfirmForm(errors=found.counts["errors"], initial=initial),
        "comes_in": comes_in,
        "asks": [asked for asked in choices.labels if not asked["code"]] if not found.village_id else [],
        "needs_village": not found.village_id and not all(found.counts["labels"].values()),
        "unread": sum(not column["key"] for sheet in found.understood for column in sheet["columns"]),
    }


def _rows(found: RosterImport, asked: Mapping[str, str]) -> dict[str, Any]:
    counts = row_counts(found)
    first = next((verdict for verdict in _TABS if counts[verdict]), Verdict.ERROR)
    shown = asked.get("show", "")
    verdict = shown if shown in _TABS else first
    page = Paginator(rows_of(found, verdict), _ROWS).get_page(asked.get("page"))
    page.object_list = describe(page.object_list, names_in(found.commune))
    tabs = [
        {"label": f"{label} ({counts[key]})", "url": f"?show={key}", "is_current": key == verdict}
        for key, label in _TABS.items()
        if counts[key]
    ]
    return {"page": page, "tabs": tabs, "shown": verdict, "tallies": _tallies(found.counts)}


def _tallies(counts: dict[str, Any]) -> list[dict[str, Any]]:
    """People and households by what becomes of them, as rows of a table."""
    labels = {**_TABS, Verdict.UNCHANGED: _("Unchanged")}
    order = (Verdict.NEW, Verdict.CHANGED, Verdict.MOVED, Verdict.UNCHANGED, Verdict.MISSING)
    return [
        {"label": labels[verdict], "households": counts["households"][verdict], "residents": counts["residents"][verdict]}
        for verdict in order
    ]


def _steps(found: RosterImport) -> list[dict[str, Any]]:
    labels = (_("Read the file"), _("Look and decide"), _("Apply"))
    position = _POSITIONS.get(State(found.state), len(labels))
    return [
        {"label": label, "is_current": number == position, "is_done": number < position} for number, label in enumerate(labels)
    ]
