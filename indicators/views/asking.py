"""What an officer presses on a work list: ask the teams for some households, or all on the page; take a request back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communes.models import Household
from communes.scope import Scope, ScopedRequest
from indicators.forms.work import AskForm
from indicators.queries.levels import villages_condition
from indicators.queries.silence import without_team
from indicators.queries.tree import Spot
from literacy_portal.kit.figures import number_text
from literacy_portal.kit.periods import today
from sessions.actions.requests import ask_teams, withdraw_requests
from sessions.enums import WorkList

MOST_AT_ONCE = 3000


def chosen_of(request: ScopedRequest) -> set[UUID]:
    """The households that were ticked, or all that were shown if that was pressed."""
    said = request.POST.getlist("shown" if "every" in request.POST else "household")[:MOST_AT_ONCE]
    return {key for text in said if (key := _key(text))}


def answer_to(request: ScopedRequest, spot: Spot, which: WorkList | None, form: AskForm, asking: Scope) -> HttpResponse | None:
    """Does what was pressed and leads back to the list; None when the form has to be shown again, with what is wrong."""
    taken_back = _key(request.POST.get("withdraw", ""))
    keys = {taken_back} if taken_back else chosen_of(request)
    homes = Household.objects.within(asking).filter(villages_condition(spot.code, "village"), pk__in=keys)
    villages = dict(homes.values_list("pk", "village"))
    if not villages:
        form.add_error(None, _("Tick the households first, or take all on this page."))
    if taken_back and villages:
        withdraw_requests(by=request.user, place=spot.code, households=list(villages))  # type: ignore[arg-type]
        messages.success(request, _("The request is taken back."))
    elif which is None or not form.is_valid():
        return None
    else:
        _ask(request, spot, which, form, villages)
    return HttpResponseRedirect(request.get_full_path())


def _ask(request: ScopedRequest, spot: Spot, which: WorkList, form: AskForm, villages: dict[UUID, str]) -> None:
    said = form.cleaned_data
    by, keys = request.user, list(villages)
    asked = ask_teams(by=by, place=spot.code, households=keys, reason=which, remark=said["remark"], until=said["until"])  # type: ignore[arg-type]
    words = ngettext(
        "The team is asked to visit %(number)s household. It stands first on tonight’s list.",
        "The teams are asked to visit %(number)s households. They stand first on tonight’s lists.",
        asked,
    )
    messages.success(request, words % {"number": number_text(asked)})
    if len(keys) > asked:
        words = ngettext("%(number)s was asked for before.", "%(number)s were asked for before.", len(keys) - asked)
        messages.info(request, words % {"number": number_text(len(keys) - asked)})
    if alone := without_team(set(villages.values()), today()):
        names = ", ".join(one.full_name for one in alone)
        messages.warning(request, _("No team covers %(villages)s: nobody hears of it there.") % {"villages": names})


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
