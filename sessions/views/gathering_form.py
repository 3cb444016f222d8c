"""The register of a gathering: it grows touch by touch in the page, and is recorded, or corrected, in one piece."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from accounts.models import User
from communes.models import Village
from communes.scope import ScopedRequest, scoped
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.actions.gatherings import (
    Gathered,
    GatheringConflictError,
    GatheringCorrectedError,
    PeopleGoneError,
    SameGatheringError,
    correct_gathering,
    record_gathering,
)
from sessions.drafts import GatheringDraft
from sessions.enums import AgeGroup, GatheringKind, Mode
from sessions.forms.gathering import GatheringForm, told_by
from sessions.forms.register import DamagedError, Register, Row, read_other, read_register, register_of
from sessions.models import Gathering, Skill
from sessions.queries.gatherings import coaches_of, find_people, people_by_key, skills_asked
from sessions.queries.levels import known_levels
from sessions.queries.visits import habits_of
from sessions.views.found import LOG_VISIT, village_or_404
from sessions.views.gatherings import gathering_or_404, title_of, trail_to

# Not `no-store`: the back button must bring back the same form with the same id.
_kept_for_back = cache_control(private=True, no_cache=True)


@dataclass
class Sheet:
    """What the page shows: the gathering, who came, and the part that adds one more."""

    about: GatheringForm
    register: Register
    other: Row
    sought: str = ""
    is_seeking: bool = False
    """Somebody was just added by name: the next name is typed at once."""


@_kept_for_back
@require_http_methods(["GET", "HEAD", "POST"])
@scoped(LOG_VISIT)
def new(request: ScopedRequest, *, province: str, commune: str, serial: str) -> HttpResponse:
    """The form of a gathering in a village, and its saving."""
    village = village_or_404(request.scope, province, commune, serial)
    return _page(request, village, None)


@_kept_for_back
@require_http_methods(["GET", "HEAD", "POST"])
@scoped(LOG_VISIT)
def correct(request: ScopedRequest, *, province: str, commune: str, serial: str, gathering: UUID) -> HttpResponse:
    """The same form, filled in as the gathering was recorded; both versions stay."""
    village = village_or_404(request.scope, province, commune, serial)
    wrong = gathering_or_404(request, village, gathering)
    if request.method != "POST" and hasattr(wrong, "replaced_by"):
        messages.warning(request, _("This gathering was already corrected. Here is what stands now."))
        return _to(wrong.replaced_by)
    if any(one.resident_id and not one.resident for one in wrong.attendances.all()):
        messages.warning(request, _("Somebody of another village came, too: an officer of the commune can correct this."))
        return _to(wrong)
    return _page(request, village, wrong)


def _page(request: ScopedRequest, village: Village, wrong: Gathering | None) -> HttpResponse:
    skills = skills_asked(wrong)
    is_saving = request.method == "POST" and request.POST.get("do") == "save"
    sheet = _posted(request, village, wrong, skills) if request.method == "POST" else _opened(request, village, wrong, skills)
    people = people_by_key(request.scope, sheet.register.residents)
    sheet.register.name(people)
    context: dict[str, Any] = {}
    if is_saving and _is_whole(sheet) and (answer := _save(request, village, wrong, sheet, context)):
        return answer
    return render(request, "sessions/gathering_form.html", context | _context(request, village, wrong, sheet, skills))


def _opened(request: ScopedRequest, village: Village, wrong: Gathering | None, skills: Mapping[str, Skill]) -> Sheet:
    team = coaches_of(village, wrong)
    if wrong:
        register = register_of(wrong)
        modes = [outcome.mode for outcome in wrong.outcomes.all() if outcome.mode]
        mode = max(modes, key=modes.count) if modes else Mode.OWN_PHONE
        initial = told_by(wrong) | {"mode": mode, "skills": register.skills}
    else:
        register, habits = Register(), habits_of(request.user)  # type: ignore[arg-type]
        asked = request.GET.get("kind", "")
        kind = GatheringKind(asked) if asked in GatheringKind else GatheringKind.CLASS
        initial = {
            "kind": kind,
            "setting": kind.usual_setting,
            "held_on": today(),
            "language": habits.language,
            "mode": habits.mode or Mode.OWN_PHONE,
            "members": [str(request.user.pk)],
        }
    about = GatheringForm(initial={"id": new_id(), **initial}, team=team, skills=skills.values())
    return Sheet(about, register, Row(new_id()))


def _posted(request: ScopedRequest, village: Village, wrong: Gathering | None, skills: Mapping[str, Skill]) -> Sheet:
    """The sheet as it came, with what the touched button did to it. Fields complain only when it is to be saved."""
    data, team = request.POST, coaches_of(village, wrong)
    parts = {"team": team, "skills": skills.values()}
    about = GatheringForm(data, **parts)  # type: ignore[arg-type]
    if data.get("do") != "save":
        several = {"members", "skills"}
        about = GatheringForm(
            initial={name: data.getlist(name) if name in several else data.get(name) for name in about.fields},
            **parts,  # type: ignore[arg-type]
        )
    try:
        sheet = Sheet(about, read_register(data, skills), read_other(new_id(), data, "new", skills), data.get("q", "")[:80])
        _touch(sheet, data.get("do", ""))
    except DamagedError:
        sheet = Sheet(GatheringForm(data, **parts), Register(), Row(new_id()))  # type: ignore[arg-type]
        sheet.about.add_error(None, _("The register was damaged on its way. Nothing was saved: go back, and try again."))
    return sheet


def _touch(sheet: Sheet, do: str) -> None:
    what, _dash, about = do.partition("-")
    if what == "add":
        try:
            sheet.register.add_resident(UUID(about))
        except ValueError as error:
            raise DamagedError from error
        sheet.sought, sheet.is_seeking = "", True
    elif what == "other":
        sheet.register.add_other(sheet.other)
    elif what == "remove":
        sheet.register.remove(about)


def _is_whole(sheet: Sheet) -> bool:
    if not sheet.register.rows:
        sheet.about.add_error(None, _("Nobody is in the register yet. Add whoever came, then save."))
    if any(row.resident and not row.person for row in sheet.register.rows):
        sheet.about.add_error(
            None, _("Somebody in the register is not on a roster of yours. Take the line off, then save again.")
        )
    return not sheet.about.errors


def _save(
    request: ScopedRequest, village: Village, wrong: Gathering | None, sheet: Sheet, context: dict[str, Any]
) -> HttpResponse | None:
    """Records what a whole sheet says; None when the database says no, with the reason at the sheet."""
    by: User = request.user  # type: ignore[assignment]
    try:
        if wrong:
            return _saved(request, correct_gathering(by=by, gathering=wrong, draft=_draft(sheet)))
        return _saved(request, record_gathering(by=by, village=village, draft=_draft(sheet)))
    except GatheringCorrectedError as error:
        context["instead"] = _url(error.latest)
        sheet.about.add_error(None, _("Someone corrected this gathering before you. What you typed is kept below."))
    except SameGatheringError:
        sheet.about.add_error(None, _("Nothing is different from what was recorded."))
    except PeopleGoneError:
        sheet.about.add_error(None, _("Somebody has just been taken off the roster. Take the line off, then save again."))
    except GatheringConflictError:
        fresh = request.POST.copy()
        fresh["id"] = str(new_id())
        sheet.about.data = fresh
        sheet.about.add_error(
            None, _("This form was already sent with other words, and that is recorded. Save again if this is another gathering.")
        )
    return None


def _draft(sheet: Sheet) -> GatheringDraft:
    said = sheet.about.cleaned_data
    return GatheringDraft(
        **{name: said[name] for name in ("id", "kind", "held_on", "setting", "language", "title", "minutes", "note")},
        attendances=sheet.register.attendances(),
        observations=sheet.register.observations(said["mode"]),
        members=frozenset(map(int, said["members"])),
    )


def _saved(request: HttpRequest, gathered: Gathered) -> HttpResponse:
    if gathered.is_repeat:
        messages.info(request, _("This gathering was already recorded. It counts once."))
    else:
        messages.success(request, _("Recorded. The figures follow within seconds."))
    return _to(gathered.gathering)


def _to(gathering: Gathering) -> HttpResponseRedirect:
    return HttpResponseRedirect(_url(gathering))


def _url(gathering: Gathering) -> str:
    return reverse("coaching:gathering", args=[*gathering.village.url_parts(), gathering.pk])


def _context(
    request: ScopedRequest, village: Village, wrong: Gathering | None, sheet: Sheet, skills: Mapping[str, Skill]
) -> dict[str, Any]:
    title = _("Correct a gathering") if wrong else _("Record a gathering")
    asked = [skills[code] for code in sheet.register.skills if code in skills]
    known = known_levels(sheet.register.residents, day=today())
    return {
        "title": title,
        "village": village,
        "trail": trail_to(village, title_of(wrong) if wrong else title),
        "sheet": sheet,
        "has_errors": sheet.about.is_bound and bool(sheet.about.errors),
        "corrected": wrong,
        "rows": [(row, list(row.ladders(asked, known.of(row.resident) if row.resident else {}))) for row in sheet.register.rows],
        "found": [
            one for one in find_people(request.scope, sheet.sought, today()) if one.resident_id not in sheet.register.residents
        ],
        "ages": AgeGroup.choices,
        "topics": list(skills.values()),
    }
