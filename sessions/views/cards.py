"""Household QR cards: opening a door by its code, and printing the codes."""

from uuid import UUID

from django.contrib import messages
from django.db.models import F, OuterRef, Subquery
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communes.models import Household
from communes.scope import ScopedRequest, scoped
from literacy_portal.kit.codes import read_code
from sessions.actions.cards import renew_card
from sessions.models import Card
from sessions.views.found import LOG_VISIT, VIEW_PEOPLE, Step, address, household_or_404, title_of, trail, village_or_404


@require_safe
@scoped(VIEW_PEOPLE)
def opened(request: ScopedRequest, *, card: str) -> HttpResponse:
    """To the household of a card. One question, the same for a card of elsewhere and for one that never was."""
    code = Card.objects.within(request.scope).in_use().filter(code=read_code(card[:40]))
    homes = Household.objects.within(request.scope).select_related("village__commune")
    home = homes.filter(pk__in=code.values("household")).first()
    if home is None:
        raise Http404
    return HttpResponseRedirect(address("household", home))


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(LOG_VISIT)
def of_household(request: ScopedRequest, *, province: str, commune: str, serial: str, household: UUID) -> HttpResponse:
    """One household's card, to be printed; POST makes it, or a new one for a lost one."""
    home = household_or_404(request, province, commune, serial, household)
    if request.method == "POST":
        renew_card(by=request.user, household=home)  # type: ignore[arg-type]
        messages.success(request, _("This is the card now. An older one opens nothing any more."))
        return HttpResponseRedirect(request.path)
    card = Card.objects.within(request.scope).in_use().filter(household=home.pk).first()
    title = _("QR card")
    context = {
        "title": title,
        "household": home,
        "village": home.village,
        "household_title": title_of(home),
        "card_url": _absolute(request, card.code) if card else "",
        "trail": trail(home.village, {"label": title_of(home), "url": address("household", home)}, {"label": title, "url": ""}),
    }
    return render(request, "sessions/paper/card.html", context)


@require_safe
@scoped(LOG_VISIT)
def of_village(request: ScopedRequest, *, province: str, commune: str, serial: str) -> HttpResponse:
    """The cards of a village's households, eight on a page, in the order of its list."""
    village = village_or_404(request.scope, province, commune, serial)
    codes = Card.objects.within(request.scope).in_use().filter(household=OuterRef("pk")).values("code")
    homes = Household.objects.within(request.scope).filter(village=village).annotate(card=Subquery(codes))
    found = homes.filter(card__isnull=False).order_by("number_key", "pk").values(number_=F("number"), code=F("card"))
    cards = [{"number": one["number_"], "url": _absolute(request, one["code"])} for one in found]
    title = _("Household cards")
    above: Step = {"label": _("Paper sheets"), "url": reverse("coaching:village_paper", args=village.url_parts())}
    context = {
        "title": title,
        "village": village,
        "pages": [cards[start : start + 8] for start in range(0, len(cards), 8)],
        "count": len(cards),
        "trail": trail(village, above, {"label": title, "url": ""}),
    }
    return render(request, "sessions/paper/cards.html", context)


def _absolute(request: ScopedRequest, code: str) -> str:
    return request.build_absolute_uri(reverse("coaching:card", args=[code]))
