"""Pages of teams, of one's own account, and of access to personal data."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.profile import change_languages
from communes.models import Commune
from communes.scope import Scope, ScopedRequest, personal, scoped
from literacy_portal.kit.periods import today
from teams import roles
from teams.actions.access import close_personal_access, open_personal_access
from teams.actions.found import found_missing_teams
from teams.forms import LanguagesForm, PersonalAccessForm, communes_found
from teams.models import PersonalAccess
from teams.queries import is_usual_size, members_of, teams_of, villages_without_team
from teams.words import languages_in_words, roles_in_words

FOUND_TEAMS = "teams.add_team"


def _commune(scope: Scope, province: str, code: str) -> Commune:
    places = Commune.objects.reachable(scope).select_related("province")
    return get_object_or_404(places, code=code, province=province)


def _trail(commune: Commune, *more: tuple[str, str]) -> list[dict[str, str]]:
    places = [(str(commune.province), commune.province.get_absolute_url()), (str(commune), commune.get_absolute_url())]
    return [{"label": label, "url": url} for label, url in (*places, *more)]


def _list_url(commune: Commune) -> str:
    return reverse("teams:teams", args=[commune.province_id, commune.code])


@scoped(roles.VIEW_TEAM)
@require_safe
def teams(request: ScopedRequest, province: str, commune: str) -> HttpResponse:
    """The teams of a commune, as far as the reader's places go."""
    place = _commune(request.scope, province, commune)
    found = list(teams_of(place, request.scope, today()))
    may_found = Commune.objects.within(request.reach.to(FOUND_TEAMS)).filter(pk=place.pk).exists()
    return render(
        request,
        "teams/teams.html",
        {
            "commune": place,
            "teams": [{"team": team, "is_usual": is_usual_size(team.size)} for team in found],
            "without_team": villages_without_team(place, request.scope, today()).count(),
            "may_found": may_found,
            "trail": _trail(place, (_("Teams"), "")),
            "place_name": str(place),
        },
    )


@scoped(roles.VIEW_TEAM)
@require_safe
def team(request: ScopedRequest, province: str, commune: str, team: int) -> HttpResponse:
    """One team: its members, villages and founding decision."""
    place = _commune(request.scope, province, commune)
    found = get_object_or_404(teams_of(place, request.scope, today()), pk=team)
    members = members_of(found, today())
    return render(
        request,
        "teams/team.html",
        {
            "commune": place,
            "team": found,
            "members": [(member, languages_in_words(member.user.speaks)) for member in members],
            "is_usual": is_usual_size(found.size),
            "trail": _trail(place, (_("Teams"), _list_url(place)), (found.name, "")),
            "place_name": str(place),
        },
    )


@scoped(FOUND_TEAMS)
@require_POST
def found_teams(request: ScopedRequest, province: str, commune: str) -> HttpResponse:
    """Makes a team for each village of the commune that has none."""
    place = get_object_or_404(Commune.objects.within(request.scope), code=commune, province=province)
    count = found_missing_teams(by=request.user, commune=place, scope=request.scope, day=today())  # type: ignore[arg-type]
    told = ngettext("%(count)d team was founded.", "%(count)d teams were founded.", count) % {"count": count}
    messages.success(request, told if count else _("Every village has its team already."))
    return redirect(_list_url(place))


@personal
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: who one is here, and the ways to its settings."""
    reach: Any = request.reach  # type: ignore[attr-defined]
    context = {
        "roles": roles_in_words(reach.assignments),
        "speaks": languages_in_words(request.user.speaks),  # type: ignore[union-attr]
        "second_factor": is_mfa_enabled(request.user),
        "devices": UserSession.objects.filter(user=request.user).count(),
        "languages": [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES],
        "language": get_language(),
    }
    return render(request, "teams/account.html", context)


@personal
def languages(request: HttpRequest) -> HttpResponse:
    """What one speaks, so that households are visited by somebody they understand."""
    sent = request.POST if request.method == "POST" else None  # nothing ticked is an answer, too
    form = LanguagesForm(sent, initial={"speaks": request.user.speaks})  # type: ignore[union-attr]
    if form.is_valid():
        change_languages(by=request.user, codes=form.cleaned_data["speaks"])  # type: ignore[arg-type]
        messages.success(request, _("Your languages are saved."))
        return redirect("teams:account")
    return render(request, "teams/languages.html", {"form": form})


@scoped(roles.OPEN_PERSONAL_ACCESS)
def personal_access(request: ScopedRequest) -> HttpResponse:
    """What is open to this administrator now, and the form that opens a commune with a reason."""
    searched = request.POST.get("q", request.GET.get("q", ""))
    found = list(communes_found(request.scope, searched))
    form = PersonalAccessForm(request.POST or None, scope=request.scope, found=found)
    if request.method == "POST" and form.is_valid():
        open_personal_access(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("The commune is open to you for eight hours."))
        return redirect("teams:personal_access")
    context = {"form": form, "found": found, "searched": searched, "opened": request.reach.opened}  # type: ignore[attr-defined]
    return render(request, "teams/personal_access.html", context)


@scoped(roles.OPEN_PERSONAL_ACCESS)
@require_POST
def close_access(request: ScopedRequest, access: int) -> HttpResponse:
    """Closes an access of one's own before its time."""
    mine = PersonalAccess.objects.within(request.scope).filter(user=request.user)  # type: ignore[misc]
    close_personal_access(by=request.user, access=get_object_or_404(mine, pk=access))  # type: ignore[arg-type]
    messages.success(request, _("The commune is closed again."))
    return redirect("teams:personal_access")
