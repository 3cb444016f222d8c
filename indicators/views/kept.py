"""Pages kept for all who may see the same (docs/decisions/0025): made once for a state of their place, then only filled in.

A page is made of an `Asked`, which is its address, the reader's roles, language, theme and day, and of what the database says in
one moment. All of that is its key, so nobody is answered from the page of somebody to whom other things are open. Without
Redis each is made anew.
"""

import logging
from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import escape

from accounts.models import User
from communes.scope import ScopedRequest
from indicators.actions.marking import look_at
from indicators.catalogue import seen
from indicators.queries.state import State, asked_of, is_waiting, state_of
from indicators.queries.versions import one_moment
from indicators.views.asked import MARK, Asked
from indicators.views.found import code_of
from indicators.views.same import hashed, shown, with_etag, written_out
from literacy_portal.kit.holes import Part, filled, filled_as_gzip, packed
from literacy_portal.kit.statements import Asked as StateAsked
from literacy_portal.kit.statements import Written
from literacy_portal.kit.templatetags.portal import moment
from teams.scoping import Reach

logger = logging.getLogger(__name__)

SECONDS = 20 * 60
"""A page that nobody asks for so long is forgotten."""

LONGEST_QUERY = 200
"""Letters of an address after its question mark; what is longer no page of ours asks."""

Make = Callable[[Asked], HttpResponse]
"""Answers a `TemplateResponse`, or the file that is asked for."""
View = Callable[..., HttpResponseBase]


def of_place(view: View) -> View:
    """For a view that is `kept`: the state of its place is asked in one round trip with who reads it (`teams.middleware`)."""
    view.asks_first = _state_asked  # type: ignore[attr-defined]
    return view


def _state_asked(request: ScopedRequest, province: str = "", commune: str = "", serial: str = "", **_more: object) -> StateAsked:
    return asked_of(code_of(province, commune, serial), request.came_at)


def kept(request: ScopedRequest, place: str, make: Make) -> HttpResponseBase:
    """The page of a place (code), as it is kept, or 304, or made in one moment of the database; its errors are the maker's.

    What is open for a stated reason, and a message, are told to one reader once: such a page is never kept, nor is a file.
    """
    is_once = len(get_messages(request)) or "as" in request.GET or _reach(request).opened
    if is_once or len(request.META["QUERY_STRING"]) > LONGEST_QUERY:
        with one_moment():
            return written_out(make(request))  # type: ignore[arg-type]  # the reader's own request says all that an Asked says
    state = state_of(place, request.came_at)
    if is_waiting(state):
        look_at(place)
    frame = _frame(request)
    return with_etag(request, _key(frame, state), lambda: _answer(request, place, frame, state, make))


def _reach(request: ScopedRequest) -> Reach:
    return cast(Reach, request.reach)


def _frame(request: ScopedRequest) -> str:
    """All that an Asked is made of."""
    roles = sorted((one.role, *one.scope.told) for one in _reach(request).assignments)
    return hashed([roles, shown(request), request.path, request.META["QUERY_STRING"]])


def _key(frame: str, state: State) -> str:
    """And the state that its maker finds."""
    return hashed([frame, state])


def _answer(request: ScopedRequest, place: str, frame: str, state: State, make: Make) -> HttpResponse:
    parts = _found(_key(frame, state)) or _made(request, place, frame, make)
    user = cast(User, request.user)
    values = {
        "pk": str(user.pk),
        "name": escape(user.get_full_name()),
        "username": escape(user.get_username()),
        "csrf": get_token(request),
        "now": moment(timezone.now()),
    }
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(filled_as_gzip(parts, values), headers={"Content-Encoding": "gzip"})
    return HttpResponse(filled(parts, values))


def _made(request: ScopedRequest, place: str, frame: str, make: Make) -> list[Part]:
    with one_moment(asked_of(place, request.came_at), seen(), before=asked_before(frame)):
        key = _key(frame, state_of(place, request.came_at))
        page = cast(TemplateResponse, make(Asked(request, _reach(request).assignments, request.scope, frame)))
        # As text, which a response would encode only to have it read again.
        text = page.rendered_content
    parts = packed(text, MARK)
    _keep(key, parts)
    return parts


@lru_cache(maxsize=300)
def asked_before(_frame: str) -> list[Written]:
    """What the page of a frame asked when this process last made it: it is likely to ask the same again."""
    return []


@lru_cache(maxsize=100)
def at_hand(_key: str) -> list[list[Part]]:
    """Where the page of a key lies in this process, empty where it does not: fetching it is a tenth of a warm page."""
    return []


def _found(key: str) -> list[Part] | None:
    slot = at_hand(key)
    if not slot and (parts := _found_in_cache(key)):
        slot.append(parts)
    return slot[0] if slot else None


def _found_in_cache(key: str) -> Any:
    try:
        return cache.get(f"page:{key}")
    except Exception as error:  # noqa: BLE001 -- whatever the cache raises, the page can be made
        logger.warning("page_not_found", extra={"reason": type(error).__name__})
        return None


def _keep(key: str, parts: list[Part]) -> None:
    at_hand(key).append(parts)
    try:
        cache.set(f"page:{key}", parts, SECONDS)
    except Exception as error:  # noqa: BLE001 -- as above
        logger.warning("page_not_kept", extra={"reason": type(error).__name__})
