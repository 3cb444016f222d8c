"""Where phones deliver what was written without a network (docs/sync.md)."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import User
from communes.scope import personal
from literacy_portal.kit.json_doors import TurnedAwayError, body_of, speaks_json, told
from literacy_portal.kit.periods import VIETNAM
from sessions.actions.deliveries import take_delivery
from sessions.actions.hearing import EndedDeviceError, ForeignDeviceError, check_device, hear_from
from sessions.actions.parcels import carry_parcel
from sessions.enums import Channel
from sessions.limits import take_turn
from sessions.parcels import UnopenedError, read_parcel
from sessions.queries.introduction import KnownDevice, introduce
from sessions.wire.answers import Answer
from sessions.wire.delivery import NEWEST, Delivery, malformed, read_delivery, read_json
from teams.history import History
from teams.roles import LOG_VISIT

MOST_PARCELS = 20


@personal
@speaks_json("POST")
def visits(request: HttpRequest) -> HttpResponse:
    """Takes a delivery and answers each of its items."""
    user: Any = request.user
    take_turn(user, "visits")
    delivery = read_delivery(read_json(body_of(request, most=settings.SYNC_MAX_BYTES)))
    if delivery.user != user.pk:
        raise TurnedAwayError(409, "wrong_user")
    known = introduce(user, delivery)
    if not known.history.ever(LOG_VISIT):
        raise Http404
    _check_device(user, known.device)
    answers = take_delivery(by=user, delivery=delivery, channel=Channel.PHONE.value, known=known)
    _note(request, delivery, known.device, answers)
    now = timezone.now().astimezone(VIETNAM).isoformat(timespec="seconds")
    return told({"schema": NEWEST, "now": now, "results": [answer.told() for answer in answers]})


# What the sender was and is comes with all else that must be known of a delivery.
visits.asks_no_roles = True  # type: ignore[attr-defined]


def _check_device(user: User, device: KnownDevice | None) -> None:
    try:
        check_device(device, user=user)
    except ForeignDeviceError as error:
        raise Http404 from error
    except EndedDeviceError as error:
        raise TurnedAwayError(410, "ended") from error


def _note(request: HttpRequest, delivery: Delivery, known: KnownDevice | None, answers: list[Answer]) -> None:
    hear_from(
        by=request.user,  # type: ignore[arg-type]  # signed in
        device=delivery.device,
        known=known,
        session=request.session.session_key or "",
        unsent=max(0, delivery.unsent - sum(answer.is_off_the_phone for answer in answers)),
        oldest_unsent=delivery.oldest_unsent,
    )


@personal
@speaks_json("POST")
def parcels(request: HttpRequest) -> HttpResponse:
    """Takes what the phone of the user carries for others: how many items each parcel held, or why it stays closed."""
    user: Any = request.user
    take_turn(user, "parcels")
    said = read_json(body_of(request, most=settings.SYNC_MAX_BYTES)).get("parcels")
    if not isinstance(said, list):
        malformed()
    if len(said) > MOST_PARCELS:
        raise TurnedAwayError(413, "too_many", most=MOST_PARCELS)
    if not History(user).ever(LOG_VISIT):
        raise Http404
    return told({"parcels": [_carried(user, one) for one in said]})


def _carried(user: User, said: Any) -> dict[str, Any]:
    try:
        return {"opened": True, "items": carry_parcel(by=user, parcel=read_parcel(said)), "reason": ""}
    except UnopenedError as error:
        return {"opened": False, "items": 0, "reason": error.reason}
