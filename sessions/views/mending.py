"""A held visit that belongs to another household, or to another day."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communes.models import Commune, Household
from communes.scope import ScopedRequest, scoped
from literacy_portal.kit.periods import today
from sessions.actions.mended import Mended, MendingRefusedError, record_mended
from sessions.forms.review import MendForm
from sessions.models import Held
from sessions.review_cards import held_cards
from sessions.views.review import held_or_404, trail_of
from teams.roles import SETTLE


@scoped(SETTLE)
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: ScopedRequest, *, province: str, commune: str, held: UUID) -> HttpResponse:
    """Where and when it took place, and recording it there."""
    places = Commune.objects.within(request.scope).select_related("province")
    place = get_object_or_404(places, code=commune, province=province)
    found = held_or_404(request, place, held)
    (card,) = held_cards(request.scope, [found])
    review = reverse("coaching:review", args=[province, commune])
    if found.settled_at or not card.may_mend:
        messages.info(request, _("There is nothing to decide about this any more."))
        return HttpResponseRedirect(f"{review}?show=held")
    sent = request.POST if request.method == "POST" else None
    form = MendForm(sent, commune=place, scope=request.scope, initial=_initial(found, request))
    if form.is_valid() and _recorded(request, found, form):
        messages.success(request, _("Recorded. The figures follow within seconds."))
        return HttpResponseRedirect(f"{review}?show=held")
    trail = trail_of(place, (_("Held visit"), ""))
    context = {"card": card, "form": form, "place": place, "place_name": str(place), "trail": trail, "review": review}
    return render(request, "sessions/mend.html", context)


def _recorded(request: ScopedRequest, held: Held, form: MendForm) -> bool:
    said = form.cleaned_data
    mended = Mended(said["household"], said["day"], said["leave_out"])
    try:
        record_mended(by=request.user, held=held, scope=request.scope, mended=mended)  # type: ignore[arg-type]
    except MendingRefusedError as error:
        form.add_error(error.field or None, error.message)
        return False
    return True


def _initial(held: Held, request: ScopedRequest) -> dict[str, Any]:
    """As it was sent, as far as that can be: a day to come becomes today."""
    home = Household.objects.within(request.scope).filter(pk=held.household).first() if held.household else None
    return {
        "village": home.village_id if home else held.village_id,
        "number": home.number if home else "",
        "day": min(str(held.item["visited_on"]), today().isoformat()),
    }
