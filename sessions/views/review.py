"""What waits for a commune's officer: proposals from the doors, and what the portal could not place."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from communes.models import Commune
from communes.scope import Scope, ScopedRequest, scoped
from sessions.actions.held import AlreadySettledError, NotPlaceableError, decline_held, record_held
from sessions.actions.proposals import Accepted, ProposalRefusedError, accept_proposal, decline_proposal
from sessions.enums import HeldReason
from sessions.forms.review import RemarkForm
from sessions.models import Held, Proposal
from sessions.queries.review import Waiting, held_of, proposals_of, settled_of, waiting_in
from sessions.review_cards import held_cards, proposal_cards
from teams.roles import SETTLE, VIEW_REVIEW

PER_PAGE = 20
TOLD_BACK = timedelta(days=30)
MOST_TOLD_BACK = 50
SHOWN = ("proposals", "held", "settled")


@scoped(VIEW_REVIEW)
@require_safe
def show(request: ScopedRequest, *, province: str, commune: str) -> HttpResponse:
    """One of three lists: proposals, what is held, what was decided in the last 30 days."""
    place = _commune(request.scope, province, commune)
    return _page(request, place, _chosen(request.GET.get("show", ""), waiting_in(place.pk, request.scope)))


def _chosen(asked: str, waiting: Waiting) -> str:
    if asked in SHOWN:
        return asked
    return "held" if waiting.held and not waiting.proposals else "proposals"


@scoped(SETTLE)
@require_POST
def accept(request: ScopedRequest, *, province: str, commune: str, proposal: UUID) -> HttpResponse:
    """A proposal is taken up with one touch."""
    place = _commune(request.scope, province, commune)
    found = get_object_or_404(Proposal.objects.within(request.scope), pk=proposal, village__commune=place)
    try:
        accepted = accept_proposal(by=request.user, proposal=found, scope=request.scope)  # type: ignore[arg-type]
    except ProposalRefusedError as error:
        return _page(request, place, "proposals", refused={found.pk: {"message": error.message}})
    messages.success(request, _what_followed(accepted))
    return _back(place, "proposals")


def _what_followed(accepted: Accepted) -> str:
    told = [_("The roster says so now.")]
    if accepted.visits:
        recorded = ngettext(
            "%(n)d visit that had waited was recorded.", "%(n)d visits that had waited were recorded.", accepted.visits
        )
        told.append(recorded % {"n": accepted.visits})
    if accepted.outcomes:
        seen = ngettext("%(n)d level was recorded.", "%(n)d levels were recorded.", accepted.outcomes)
        told.append(seen % {"n": accepted.outcomes})
    return " ".join([*told, _("The figures follow within seconds.")])


@scoped(SETTLE)
@require_POST
def decline(request: ScopedRequest, *, province: str, commune: str, proposal: UUID) -> HttpResponse:
    """A proposal is declined, with a remark for whoever sent it."""
    place = _commune(request.scope, province, commune)
    found = get_object_or_404(Proposal.objects.within(request.scope), pk=proposal, village__commune=place)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _page(request, place, "proposals", refused={found.pk: {"form": form}})
    try:
        decline_proposal(by=request.user, proposal=found, remark=form.cleaned_data["remark"])  # type: ignore[arg-type]
    except ProposalRefusedError as error:
        return _page(request, place, "proposals", refused={found.pk: {"message": error.message}})
    messages.success(request, _("Declined. Whoever sent it reads the remark."))
    return _back(place, "proposals")


@scoped(SETTLE)
@require_POST
def record(request: ScopedRequest, *, province: str, commune: str, held: UUID) -> HttpResponse:
    """What is held is recorded as it was sent."""
    place = _commune(request.scope, province, commune)
    found = held_or_404(request, place, held)
    try:
        record_held(by=request.user, held=found)  # type: ignore[arg-type]
    except AlreadySettledError:
        return _page(request, place, "held", refused={found.pk: {"message": _("Somebody decided about this before you.")}})
    except NotPlaceableError as error:
        why = _("It cannot be recorded as it is: %(why)s.") % {"why": HeldReason(error.reason).label}
        return _page(request, place, "held", refused={found.pk: {"message": why}})
    messages.success(request, _("Recorded. The figures follow within seconds."))
    return _back(place, "held")


@scoped(SETTLE)
@require_POST
def refuse(request: ScopedRequest, *, province: str, commune: str, held: UUID) -> HttpResponse:
    """What is held is declined, with a remark for whoever sent it."""
    place = _commune(request.scope, province, commune)
    found = held_or_404(request, place, held)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _page(request, place, "held", refused={found.pk: {"form": form}})
    try:
        decline_held(by=request.user, held=found, remark=form.cleaned_data["remark"])  # type: ignore[arg-type]
    except AlreadySettledError:
        return _page(request, place, "held", refused={found.pk: {"message": _("Somebody decided about this before you.")}})
    messages.success(request, _("Declined. Whoever sent it reads the remark."))
    return _back(place, "held")


def held_or_404(request: ScopedRequest, place: Commune, held: UUID) -> Held:
    """What the commune holds under this key, decided or not."""
    found = Held.objects.within(request.scope).select_related("sent_by", "village__commune")
    return get_object_or_404(found, pk=held, village__commune=place)


def _commune(scope: Scope, province: str, commune: str) -> Commune:
    return get_object_or_404(Commune.objects.within(scope).select_related("province"), code=commune, province=province)


def _back(place: Commune, shown: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('coaching:review', args=[place.province_id, place.code])}?show={shown}")


def _page(
    request: ScopedRequest, place: Commune, shown: str, *, refused: dict[UUID, dict[str, Any]] | None = None
) -> HttpResponse:
    waiting = waiting_in(place.pk, request.scope)
    context = {
        "place": place,
        "place_name": str(place),
        "trail": trail_of(place),
        "tabs": _tabs(place, shown, waiting),
        "shown": shown,
        "waiting": waiting,
        "may_settle": Commune.objects.within(request.reach.to(SETTLE)).filter(pk=place.pk).exists(),
        "has_errors": bool(refused),
        "kept": f"show={shown}&",
        **_list(request, place, shown, refused or {}),
    }
    return render(request, "sessions/review.html", context)


def _list(request: ScopedRequest, place: Commune, shown: str, refused: dict[UUID, dict[str, Any]]) -> dict[str, Any]:
    if shown == "settled":
        proposals, held = settled_of(place, request.scope, timezone.now() - TOLD_BACK)
        settled = sorted([*proposals[:MOST_TOLD_BACK], *held[:MOST_TOLD_BACK]], key=lambda one: one.settled_at, reverse=True)
        return {"settled": settled[:MOST_TOLD_BACK]}
    found: Any = proposals_of(place, request.scope) if shown == "proposals" else held_of(place, request.scope)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    cards = proposal_cards(place, request.scope, rows) if shown == "proposals" else held_cards(request.scope, rows)
    keys = {row.pk for row in rows}
    elsewhere = [said["message"] for key, said in refused.items() if key not in keys and "message" in said]
    return {"page": page, "cards": [card.with_refusal(refused) for card in cards], "elsewhere": elsewhere}


def trail_of(place: Commune, *more: tuple[str, str]) -> list[dict[str, str]]:
    """From the province down to the page."""
    review = (_("To decide"), reverse("coaching:review", args=[place.province_id, place.code]) if more else "")
    steps = [(str(place.province), place.province.get_absolute_url()), (str(place), place.get_absolute_url()), review, *more]
    return [{"label": label, "url": url} for label, url in steps]


def _tabs(place: Commune, shown: str, waiting: Waiting) -> list[dict[str, Any]]:
    doors, held = _("From the doors"), _("Held")
    labels = {
        "proposals": f"{doors} ({waiting.proposals})",
        "held": f"{held} ({waiting.held})",
        "settled": _("Decided"),
    }
    url = reverse("coaching:review", args=[place.province_id, place.code])
    return [{"label": label, "url": f"{url}?show={name}", "is_current": name == shown} for name, label in labels.items()]
