"""The targets of a campaign, set from the page of a place: by who administers it, and for villages by the commune's officer."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from communes.roster_import.refusals import RefusalError
from communes.scope import ScopedRequest, scoped
from indicators.actions.targets import Draft, drop_courses, drop_target, set_courses, set_targets
from indicators.campaigns.board import shown
from indicators.campaigns.card import aim_of
from indicators.campaigns.places import Places, places_for
from indicators.campaigns.sheet import MOST_ROWS, Line, NoTitlesError, TooManyRowsError, lines_of
from indicators.campaigns.words import aim_text
from indicators.catalogue import Indicator, in_force
from indicators.forms.target import CourseForm, SheetForm, TargetForm
from indicators.models import Campaign, CourseTarget, Target
from indicators.queries.campaigns import all_targets_of, course_targets_of
from indicators.queries.definitions import skills_by_subject
from indicators.queries.levels import COMMUNE_DIGITS, VILLAGE_DIGITS
from indicators.views.campaign import campaign_or_404
from indicators.views.campaign_links import campaign_url
from indicators.views.found import Found, place_or_404
from literacy_portal.kit.periods import today
from sessions.enums import Subject
from teams.roles import OPEN_CAMPAIGN, SET_TARGET

_HOUR = 3600
_DIGITS = 18
_SHOWN = 200
"""So many rows of a sheet are looked at, wrong ones first."""


@dataclass(frozen=True)
class _Setting:
    """Who sets targets where: a campaign, a place, and what may carry a target there."""

    request: ScopedRequest
    found: Found
    campaign: Campaign
    places: Places
    indicators: list[Indicator]
    administers: bool

    @property
    def url(self) -> str:
        """The list of targets."""
        return campaign_url(self.found.spot, self.campaign, "targets")

    @property
    def lists_villages(self) -> bool:
        """Whether the page is of a commune, whose villages are few."""
        return len(self.found.spot.code) == COMMUNE_DIGITS

    def context(self, *steps: tuple[str, str]) -> dict[str, Any]:
        """What both pages show."""
        spot = self.found.spot
        back = campaign_url(spot, self.campaign)
        trail = self.found.trail((self.campaign.name, back), (_("Targets"), self.url if steps else ""), *steps)
        return {"campaign": self.campaign, "spot": spot, "place_name": spot.name, "trail": trail, "back": back, "url": self.url}


def _setting(request: ScopedRequest, campaign: int, province: str, commune: str) -> _Setting:
    found = place_or_404(request.scope, province, commune, "")
    if not found.spot.is_inside(request.scope):
        raise Http404
    one = campaign_or_404(request, campaign, found)
    administers = found.spot.is_inside(request.reach.to(OPEN_CAMPAIGN))
    places = places_for(one, found.spot, today(), administers=administers)
    return _Setting(request, found, one, places, shown(one, found.spot, in_force()), administers)


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(SET_TARGET)
def show(request: ScopedRequest, campaign: int, province: str = "", commune: str = "") -> HttpResponseBase:
    """Those that stand in the place, and the forms of new ones."""
    setting = _setting(request, campaign, province, commune)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and ("drop" in posted or "drop_courses" in posted):
        return _drop(setting)
    of_courses = posted is not None and "courses-courses" in posted
    form = TargetForm(
        posted if not of_courses else None,
        places=setting.places,
        indicators=setting.indicators,
        lists_villages=setting.lists_villages,
    )
    skills = skills_by_subject().get(Subject.PERSON, [])
    courses = CourseForm(posted if of_courses else None, skills=skills) if setting.administers else None
    if of_courses and courses is not None and courses.is_valid():
        return _save_courses(setting, courses)
    if posted is not None and not of_courses and form.is_valid():
        set_targets(by=request.user, campaign=setting.campaign, drafts=[form.draft])  # type: ignore[arg-type]
        messages.success(request, _("The target is set."))
        return redirect(setting.url)
    own = _own(setting)
    context = {
        **setting.context(),
        "form": form,
        "courses_form": courses,
        "targets": _standing(setting, own),
        "of_villages": 0 if setting.lists_villages else sum(len(one.place) == VILLAGE_DIGITS for one in own),
        "courses": _courses(setting),
        "import_url": campaign_url(setting.found.spot, setting.campaign, "import"),
        "has_errors": bool(form.errors or (courses and courses.errors)),
    }
    return render(request, "indicators/campaigns/targets.html", context)


def _own(setting: _Setting) -> list[Target]:
    keys = [*setting.places.spots, *(kind for kind, _label in setting.places.kinds)]
    return [one for one in all_targets_of(setting.campaign) if (one.place or one.kind) in keys]


def _standing(setting: _Setting, own: list[Target]) -> list[dict[str, Any]]:
    names = {one.code: one.name for one in setting.indicators}
    return [
        {
            "target": one,
            "place": setting.places.name(one.place or one.kind),
            "indicator": names.get(one.indicator, one.indicator),
            "aim": aim_text(aim_of(setting.found.spot, one)),
        }
        for one in own
        if setting.lists_villages or len(one.place) != VILLAGE_DIGITS
    ]


def _courses(setting: _Setting) -> list[CourseTarget]:
    return course_targets_of(setting.campaign, setting.found.spot.code) if setting.administers else []


def _drop(setting: _Setting) -> HttpResponseBase:
    posted, by = setting.request.POST, setting.request.user
    asked = posted.get("drop") or posted.get("drop_courses") or ""
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= _DIGITS else 0
    rows: list[Any] = _own(setting) if "drop" in posted else _courses(setting)
    one = next((row for row in rows if row.pk == number), None)
    if isinstance(one, Target):
        drop_target(by=by, target=one)  # type: ignore[arg-type]
    elif one is not None:
        drop_courses(by=by, target=one)  # type: ignore[arg-type]
    messages.success(setting.request, _("The target is gone. What it was stays in the trail."))
    return redirect(setting.url)


def _save_courses(setting: _Setting, form: CourseForm) -> HttpResponseBase:
    said = form.cleaned_data
    set_courses(
        by=setting.request.user,  # type: ignore[arg-type]
        campaign=setting.campaign,
        place=setting.found.spot.code,
        topic=form.skill,
        courses=said["courses"],
        people=said["people"],
    )
    messages.success(setting.request, _("The target is set."))
    return redirect(setting.url)


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(SET_TARGET)
def bring(request: ScopedRequest, campaign: int, province: str = "", commune: str = "") -> HttpResponseBase:
    """A sheet of targets: sent, looked at, set. Nothing is kept in between but what the page itself carries, signed."""
    setting = _setting(request, campaign, province, commune)
    if request.method == "POST" and "plan" in request.POST:
        return _apply(setting)
    form, lines = SheetForm(request.POST or None, request.FILES or None), list[Line]()
    if request.method == "POST" and form.is_valid():
        lines = _lines(setting, form)
    sound, wrong = [line.draft for line in lines if line.draft], [line for line in lines if line.faults]
    title = _("Targets from a sheet")
    context = {
        **setting.context((title, "")),
        "title": title,
        "form": form,
        "lines": [*wrong[:_SHOWN], *[line for line in lines if line.draft][:_SHOWN]],
        "sound": len(sound),
        "wrong": wrong,
        "plan": signing.dumps([_packed(one) for one in sound], salt=_salt(setting), compress=True) if sound else "",
        "has_errors": bool(form.errors),
        "known": setting.indicators,
    }
    return render(request, "indicators/campaigns/import.html", context)


def _lines(setting: _Setting, form: SheetForm) -> list[Line]:
    try:
        return lines_of(form.cleaned_data["file"].read(), setting.places, setting.indicators)
    except RefusalError as refusal:
        form.add_error("file", refusal.message)
    except NoTitlesError:
        form.add_error("file", _("No row of titles was found with a place, a figure, and a percentage or a number."))
    except TooManyRowsError:
        form.add_error("file", _("A sheet of targets has at most %(number)s rows.") % {"number": MOST_ROWS})
    return []


def _apply(setting: _Setting) -> HttpResponseBase:
    """Sets what the page carried, as far as it may still be set."""
    try:
        packed = signing.loads(setting.request.POST["plan"], salt=_salt(setting), max_age=_HOUR)
    except signing.BadSignature:
        messages.warning(setting.request, _("This was looked at too long ago. Send the sheet again."))
        return redirect(campaign_url(setting.found.spot, setting.campaign, "import"))
    known = {one.code for one in setting.indicators}
    drafts = [draft for draft in map(_unpacked, packed) if draft.indicator in known and _may_carry(setting, draft)]
    changed = set_targets(by=setting.request.user, campaign=setting.campaign, drafts=drafts)  # type: ignore[arg-type]
    told = ngettext("%(number)s target is new or changed.", "%(number)s targets are new or changed.", changed)
    messages.success(setting.request, told % {"number": changed})
    return redirect(setting.url)


def _may_carry(setting: _Setting, draft: Draft) -> bool:
    return draft.place in setting.places.spots or draft.kind in dict(setting.places.kinds)


def _salt(setting: _Setting) -> str:
    return f"targets:{setting.campaign.pk}:{setting.found.spot.code}:{setting.request.user.pk}"


def _packed(draft: Draft) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(draft).items()}


def _unpacked(packed: dict[str, Any]) -> Draft:
    amounts = {name: Decimal(packed[name]) if packed[name] is not None else None for name in ("minimum", "stretch")}
    return Draft(**{**packed, **amounts})
