"""What the page of an import shows in each of its states. The number of queries does not depend on the roster's size."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.answer_forms import AnswersForm, EveryoneForm
from communes.enums import Verdict
from communes.forms import ChoicesForm, ConfirmForm, CorrectedFileForm
from communes.models import Commune, RosterImport
from communes.queries import DOUBTS, WARNINGS, names_in, row_counts, rows_of
from communes.roster_import import progress, refusals
from communes.roster_import.wording import describe

State = RosterImport.State
_POSITIONS = {State.READING: 0, State.UNREADABLE: 0, State.PLANNED: 1, State.QUEUED: 2, State.APPLYING: 2}
_ROWS = 50
_LISTS = {
    Verdict.ERROR: gettext_lazy("In error"),
    DOUBTS: gettext_lazy("Perhaps twice"),
    Verdict.NEW: gettext_lazy("New"),
    Verdict.CHANGED: gettext_lazy("Changed"),
    Verdict.MOVED: gettext_lazy("Moved here"),
    Verdict.MISSING: gettext_lazy("Not in the file"),
    WARNINGS: gettext_lazy("With a remark"),
}


@dataclass(frozen=True)
class Refused:
    """Forms that were sent and not accepted; each takes the place of a fresh one, with all that was typed."""

    choices: ChoicesForm | None = None
    confirm: ConfirmForm | None = None
    answers: AnswersForm | None = None
    everyone: EveryoneForm | None = None
    corrected: CorrectedFileForm | None = None

    @property
    def is_any(self) -> bool:
        """Whether something was refused."""
        return any((self.choices, self.confirm, self.answers, self.everyone, self.corrected))


class _Rows(Paginator):
    """Pages of a list whose length is known already."""

    def __init__(self, rows: Any, length: int) -> None:
        super().__init__(rows, _ROWS)
        self.length = length

    @cached_property
    def count(self) -> int:
        """How many there are, without asking again."""
        return self.length


def trail(commune: Commune, *steps: dict[str, str]) -> list[dict[str, str]]:
    """From the province down to the page."""
    return [
        {"label": commune.province.name, "url": commune.province.get_absolute_url()},
        {"label": str(commune), "url": commune.get_absolute_url()},
        {"label": _("Rosters"), "url": reverse("communes:imports", args=[commune.province_id, commune.pk])},
        *steps,
    ]


def context_of(found: RosterImport, asked: Mapping[str, str], refused: Refused | None = None) -> dict[str, Any]:
    """The template's context; `asked` says which list and which page of it."""
    refused = refused or Refused()
    context: dict[str, Any] = {
        "roster_import": found,
        "trail": trail(found.commune, {"label": found.file_name, "url": ""}),
        "steps": _steps(found),
        "has_errors": refused.is_any,
    }
    if found.is_working:
        context["progress"] = progress.heard(found.pk)
    if found.state == State.UNREADABLE:
        context["reason"] = refusals.message(found.refusal["code"], found.refusal["params"])
    if found.state in (State.PLANNED, State.APPLIED, State.UNDONE):
        context |= _rows(found, asked, refused)
    if found.state == State.PLANNED:
        context |= _decisions(found, refused)
    return context


def _decisions(found: RosterImport, refused: Refused) -> dict[str, Any]:
    counts = found.counts
    choices = refused.choices or ChoicesForm(roster_import=found)
    comes_in = sum(counts["residents"][verdict] for verdict in ("new", "changed", "moved", "unchanged"))
    needs_village = not found.village_id and not all(counts["labels"].values())
    needs_writing = any(not column["decoding"]["chosen"] for column in choices.offers)
    return {
        "choices_form": choices,
        "confirm_form": refused.confirm or ConfirmForm(errors=counts["errors"], initial={"fingerprint": found.fingerprint}),
        "corrected_form": refused.corrected or CorrectedFileForm(),
        "comes_in": comes_in,
        "can_confirm": comes_in or counts["leaving"],
        "asks": [asked for asked in choices.labels if not asked["code"]] if needs_village else [],
        "known_labels": [asked for asked in choices.labels if asked["code"]] if not found.village_id else [],
        "needs_village": needs_village,
        "needs_writing": needs_writing,
        "has_questions": needs_village or needs_writing,
        "samples": _samples(choices.offers),
        "unread": sum(not column["key"] for sheet in found.understood for column in sheet["columns"]),
        "unread_sheets": [
            {"name": sheet["name"], "reason": refusals.UNREAD[sheet["unread"]]} for sheet in found.understood if sheet["unread"]
        ],
        "memories": _memories(found),
    }


def _samples(offers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """How texts of old fonts stand in the file and how they would be read, column by column."""
    return [
        {
            "column": column["title"],
            "sheet": column["sheet"],
            "by_font": column["decoding"]["why"] == "font",
            "writing": column["writing"],
            "pairs": list(zip(column["decoding"]["before"], column["decoding"]["after"], strict=True)),
        }
        for column in offers
    ]


def _memories(found: RosterImport) -> list[dict[str, Any]]:
    """Sheets whose columns were read as someone chose for an earlier file."""
    remembered = ((sheet["name"], sheet.get("remembered")) for sheet in found.understood)
    return [{"sheet": name, "id": one["id"], "at": datetime.fromisoformat(one["at"])} for name, one in remembered if one]


def _rows(found: RosterImport, asked: Mapping[str, str], refused: Refused) -> dict[str, Any]:
    counts = row_counts(found)
    first = next((name for name in _LISTS if counts[name]), Verdict.ERROR)
    shown = asked.get("show", "")
    shown = shown if shown in _LISTS and counts[shown] else first
    page = _Rows(rows_of(found, shown), counts[shown]).get_page(asked.get("page"))
    rows = refused.answers.rows if refused.answers else list(page.object_list)
    page.object_list = describe(rows, names_in(found.commune))
    tabs = [
        {"label": f"{label} ({counts[key]})", "url": f"?show={key}", "is_current": key == shown}
        for key, label in _LISTS.items()
        if counts[key]
    ]
    context: dict[str, Any] = {"page": page, "tabs": tabs, "shown": shown, "tallies": _tallies(found.counts)}
    if found.state == State.PLANNED:
        context["answers_form"] = refused.answers or AnswersForm(roster_import=found, rows=page.object_list)
        if shown == Verdict.MISSING:
            people = found.counts["residents"][Verdict.MISSING]
            context["everyone_form"] = refused.everyone or EveryoneForm(roster_import=found, people=people)
    return context


def _tallies(counts: dict[str, Any]) -> list[dict[str, Any]]:
    """People and households by what becomes of them, as rows of a table."""
    labels = {**_LISTS, Verdict.UNCHANGED: _("Unchanged")}
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
