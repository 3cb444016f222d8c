"""What a phone asks before it sends anything: who am I, do you know me, what shall I take along (docs/sync.md)."""

import hashlib
import json
import re
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import get_language

from communes.scope import ScopedRequest, personal, public, scoped
from literacy_portal.kit.json_doors import TurnedAwayError, body_of, speaks_json, told
from literacy_portal.kit.packed import packed
from literacy_portal.kit.periods import VIETNAM, today
from literacy_portal.kit.vietnamese import clean
from sessions.actions.devices import DeviceRefusedError, hear_device, register_device
from sessions.models import Device
from sessions.parcels import portal_key
from sessions.queries.devices import device_of
from sessions.queries.slice import Slice, villages_of
from teams.roles import LOG_VISIT

SCHEMAS = [1, 2]
MOST_VILLAGES = 12
"""Named in one request for a list."""

MOST_BYTES = 2_000
LABEL_LETTERS = 80
_P256_SPKI = re.compile(r"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE[A-Za-z0-9+/]{86}==")
"""Base64 of a P-256 key in SPKI always begins with its kind of key and an uncompressed point."""

_REFUSALS = {
    "foreign": (404, "not_found"),
    "ended": (410, "ended"),
    "other_key": (409, "other_key"),
    "too_many": (409, "too_many"),
}


@speaks_json("GET", "HEAD")
@public
def me(request: HttpRequest) -> HttpResponse:
    """Who is signed in on this phone, with a fresh token; also for a stranger, so that nobody has to guess from an error."""
    said: dict[str, Any] = {"signed_in": request.user.is_authenticated, "now": timezone.localtime(timezone=VIETNAM).isoformat()}
    if request.user.is_authenticated:
        device = _heard(request)
        said |= {
            "csrf": get_token(request),
            "user": {"id": request.user.pk, "name": request.user.full_name},
            "may_log": bool(request.reach.to(LOG_VISIT)),  # type: ignore[attr-defined]
            "device": {"known": device is not None, "ended": bool(device and device.ended_at)},
            "schemas": SCHEMAS,
            "key": portal_key(),
        }
    return told(said)


@speaks_json("POST")
@personal
def register(request: HttpRequest) -> HttpResponse:
    """A browser tells by which key it is known from now on, and with which key it signs what others carry for it."""
    try:
        asked = json.loads(body_of(request, most=MOST_BYTES))
        key, public_key, label = (
            UUID(asked["device"]),
            asked["public_key"],
            str(asked["label"])[:LABEL_LETTERS].replace("\x00", ""),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TurnedAwayError(400, "malformed") from error
    if not isinstance(public_key, str) or not _P256_SPKI.fullmatch(public_key):
        raise TurnedAwayError(400, "malformed")
    session = request.session.session_key or ""
    try:
        register_device(by=request.user, key=key, label=label, public_key=public_key, session_key=session)  # type: ignore[arg-type]
    except DeviceRefusedError as error:
        raise TurnedAwayError(*_REFUSALS[error.reason]) from error
    return told({"known": True})


def _told(body: bytes) -> tuple[UUID, str, str]:
    """The phone's key, what it calls itself, and its public key. Raises TurnedAwayError (400) for anything else."""
    try:
        asked = json.loads(body)
        key, label, public_key = UUID(asked["device"]), str(asked["label"]), str(asked["public_key"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TurnedAwayError(400, "malformed") from error
    if not _P256_SPKI.fullmatch(public_key):
        raise TurnedAwayError(400, "malformed")
    return key, clean(label.replace("\x00", ""))[:LABEL_LETTERS], public_key


@speaks_json("GET", "HEAD")
@scoped(LOG_VISIT)
def take_slice(request: ScopedRequest) -> HttpResponse:
    """The households of one's own villages and of those named; 304 when the phone has this very list."""
    device = _heard(request, took_slice=True)
    if device and device.ended_at:
        raise TurnedAwayError(410, "ended")
    day = today()
    said = Slice(request.user, request.scope, day, _villages(request)).said()  # type: ignore[arg-type]
    etag = f'W/"{_hash([said, get_language()])}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = packed(request, {**said, "made_at": timezone.localtime(timezone=VIETNAM).isoformat()})
    response.headers["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ("Cookie", "Accept-Language", "Accept-Encoding", "X-Device"))
    return response


def _villages(request: ScopedRequest) -> list[str]:
    """The villages of the user's teams, and those named; 404 when the user reaches none of the latter."""
    named = set(request.GET.getlist("village"))
    if len(named) > MOST_VILLAGES:
        raise TurnedAwayError(400, "too_many", most=MOST_VILLAGES)
    if not all(re.fullmatch(r"[0-9]{8}", code) for code in named):
        raise Http404
    reached = villages_of(request.user, request.scope, today(), named)  # type: ignore[arg-type]
    if named and named.isdisjoint(reached):
        raise Http404
    return reached


def _heard(request: HttpRequest, *, took_slice: bool = False) -> Device | None:
    """The phone that asks, if it says which and is this user's; that it was heard from is noted."""
    device = device_of(request.user, request.headers.get("X-Device"))  # type: ignore[arg-type]
    if device and not device.ended_at:
        hear_device(device=device, session_key=request.session.session_key or "", took_slice=took_slice)
    return device


def _hash(said: Any) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()[:32]
