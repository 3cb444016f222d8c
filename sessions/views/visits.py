"""Logging a visit, reading it, correcting it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from communes.models import Household
from communes.scope import ScopedRequest, scoped
from literacy_portal.kit.periods import today
from sessions.actions.visits import (
    AlreadyCorrectedError,
    HouseholdGoneError,
    NothingChangedError,
    Recorded,
    VisitConflictError,
    correct_visit,
    record_visit,
)
from sessions.drafts import VisitDraft
from sessions.enums import Mode
from sessions.forms import VisitSheet, people_in
from sessions.models import Skill, Visit
from sessions.queries.doors import still_to_meet
from sessions.queries.levels import known_levels
from sessions.queries.people import members_of
from sessions.queries.visits import habits_of, latest_version
from sessions.views.found import (
    LOG_VISIT,
    VIEW_PEOPLE,
    address,
    household_or_404,
    may_log,
    title_of,
    visit_or_404,
)

Save = Callable[[VisitDraft], Recorded]

# Not `no-store`: the back button must bring back the same form with the same id, or saving again would make a second visit.
_kept_for_back = cache_control(private=True, no_cache=True)


@_kept_for_back
@require_http_methods(["GET", "HEAD", "POST"])
@scoped(LOG_VISIT)
def new(request: ScopedRequest, *, province: str, commune: str, serial: str, household: UUID) -> HttpResponse:
    """The form of a visit, and its saving."""
    home = household_or_404(request, province, commune, serial, household)
    habits = habits_of(request.user)  # type: ignore[arg-type]
    initial = {"visited_on": today(), "setting": habits.setting, "language": habits.language, "mode": habits.mode}
    sheet = _sheet(request, home, initial | {"mode": habits.mode or Mode.OWN_PHONE})

    def save(draft: VisitDraft) -> Recorded:
        return record_visit(by=request.user, household=home, draft=draft)  # type: ignore[arg-type]

    return _answer(request, home, sheet, save, {"title": _("Log a visit")})


@_kept_for_back
@require_http_methods(["GET", "HEAD", "POST"])
@scoped(LOG_VISIT)
def correct(request: ScopedRequest, *, province: str, commune: str, serial: str, household: UUID, visit: UUID) -> HttpResponse:
    """The same form, filled in as the visit was recorded; both versions stay."""
    home = household_or_404(request, province, commune, serial, household)
    wrong = visit_or_404(request, home, visit)
    if request.method != "POST" and hasattr(wrong, "replaced_by"):
        return _to_latest(request, home, latest_version(wrong))
    sheet = _sheet(request, home, {}, corrected=wrong)

    def save(draft: VisitDraft) -> Recorded:
        return correct_visit(by=request.user, visit=wrong, draft=draft)  # type: ignore[arg-type]

    return _answer(request, home, sheet, save, {"title": _("Correct a visit"), "corrected": wrong})


@require_safe
@scoped(VIEW_PEOPLE)
def show(request: ScopedRequest, *, province: str, commune: str, serial: str, household: UUID, visit: UUID) -> HttpResponse:
    """One recorded visit, with where to go next."""
    home = household_or_404(request, province, commune, serial, household)
    recorded = visit_or_404(request, home, visit)
    title = _("Visit of %(day)s") % {"day": recorded.visited_on.strftime("%d/%m/%Y")}
    context = _context(home, title) | {
        "visit": recorded,
        "latest": latest_version(recorded),
        "may_log": may_log(request, home),
        "next_door": still_to_meet(request.reach.to(LOG_VISIT), home.pk, today()),
    }
    return render(request, "sessions/visit.html", context)


def _sheet(request: ScopedRequest, home: Household, initial: dict[str, Any], corrected: Visit | None = None) -> VisitSheet:
    data = request.POST if request.method == "POST" else None
    also = people_in(data or {})
    skills = Skill.objects.active()
    if corrected:
        also |= {person.pk for person in corrected.people.all()}
        also |= {outcome.resident_id for outcome in corrected.outcomes.all() if outcome.resident_id}
        skills = Skill.objects.filter(Q(is_active=True) | Q(pk__in={o.skill_id for o in corrected.outcomes.all()}))
    members = members_of(home, request.scope, day=today(), also=also)
    people = [member.resident.pk for member in members]
    known = known_levels(people, [home.pk], day=today(), without=corrected)
    return VisitSheet(
        household=home,
        members=members,
        skills=list(skills),
        known=known,
        initial=initial,
        data=data,
        corrected=corrected,
    )


def _answer(request: ScopedRequest, home: Household, sheet: VisitSheet, save: Save, context: dict[str, Any]) -> HttpResponse:
    context = _context(home, context["title"]) | context | {"sheet": sheet}
    if request.method == "POST" and sheet.is_valid():
        try:
            return _saved(request, home, save(sheet.draft()))
        except AlreadyCorrectedError as error:
            context["instead"] = address("visit", home, error.latest.pk)
            sheet.visit.add_error(None, _("Someone corrected this visit before you. What you typed is kept below."))
        except NothingChangedError:
            sheet.visit.add_error(None, _("Nothing is different from what was recorded."))
        except HouseholdGoneError:
            gone = _("This household has just been taken off the roster. What you typed is below: note it and tell the commune.")
            sheet.visit.add_error(None, gone)
        except VisitConflictError:
            context["instead"] = _recorded_under(sheet, home)
            _refuse(sheet)
    if sheet.visit.errors.get("id"):
        sheet.offer_fresh_id()
    return render(request, "sessions/visit_form.html", context | {"has_errors": sheet.has_errors})


def _recorded_under(sheet: VisitSheet, home: Household) -> str:
    """The address of the visit that has the sheet's id, if it is this household's."""
    taken = Visit.objects.filter(pk=sheet.visit.cleaned_data["id"], household=home).first()
    return address("visit", home, taken.pk) if taken else ""


def _saved(request: ScopedRequest, home: Household, recorded: Recorded) -> HttpResponse:
    if recorded.is_repeat:
        messages.info(request, _("This visit was already recorded. It counts once."))
    else:
        messages.success(request, _("Recorded. The figures follow within seconds."))
    return HttpResponseRedirect(address("visit", home, recorded.visit.pk))


def _to_latest(request: ScopedRequest, home: Household, latest: Visit) -> HttpResponse:
    messages.warning(request, _("This visit was already corrected. Here is what stands now."))
    return HttpResponseRedirect(address("visit", home, latest.pk))


def _refuse(sheet: VisitSheet) -> None:
    sheet.visit.add_error(
        None,
        _(
            "This form was already sent with other words, and that visit is recorded. What you typed now is below and "
            "not saved yet: save it if it is another visit, or open the recorded visit and correct it."
        ),
    )
    sheet.offer_fresh_id()


def _context(home: Household, title: str) -> dict[str, Any]:
    """What the pages of a visit share; a short way back, to leave a phone's screen to the form."""
    village = home.village
    return {
        "title": title,
        "household": home,
        "household_title": title_of(home),
        "household_url": address("household", home),
        "trail": [
            {"label": village.full_name, "url": reverse("coaching:village_households", args=village.url_parts())},
            {"label": title_of(home), "url": address("household", home)},
            {"label": title, "url": ""},
        ],
    }
