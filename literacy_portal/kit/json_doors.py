"""Views that programs call: whatever goes wrong, the answer is JSON that says what, and never a page or a redirect."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    RawPostDataException,
    UnreadablePostError,
)
from django.utils.cache import add_never_cache_headers

View = Callable[..., HttpResponseBase]
log = structlog.get_logger("json_doors")

COME_BACK_SECONDS = 30
"""When a phone should try again after the database did not answer."""


class TurnedAwayError(Exception):
    """The request as a whole is not served: the answer's status, and its body with the key `error`."""

    def __init__(self, status: int, error: str, **more: Any) -> None:
        super().__init__(error)
        self.status, self.said = status, {"error": error, **more}

    def answer(self) -> HttpResponse:
        """The answer; one that says when to come back says it in the header too."""
        response = told(self.said, status=self.status)
        if "retry_after" in self.said:
            response["Retry-After"] = str(self.said["retry_after"])
        return response


def told(said: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """An answer in JSON that no cache keeps."""
    response = JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
    add_never_cache_headers(response)
    return response


def speaks_json(*methods: str) -> Callable[[View], View]:
    """Makes a view one that programs call by these methods. What is raised becomes an answer in JSON.

    Who is not signed in gets 401 (`accounts.entry`), who lacks the token 403 (`literacy_portal.views.csrf_failure`).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in methods:
                answer = told({"error": "method"}, status=405)
                answer["Allow"] = ", ".join(methods)
                return answer
            try:
                return view(request, *args, **kwargs)
            except TurnedAwayError as error:
                return error.answer()
            except Http404:
                return told({"error": "not_found"}, status=404)
            except (OperationalError, InterfaceError) as error:
                log.warning("database_unavailable", kind=type(error.__cause__ or error).__name__)
                return TurnedAwayError(503, "unavailable", retry_after=COME_BACK_SECONDS).answer()

        door.speaks_json = True  # type: ignore[attr-defined]
        return door

    return decorate


def body_of(request: HttpRequest, *, most: int) -> bytes:
    """The body, if it has at most so many bytes; it is not read otherwise.

    Raises TurnedAwayError: 413 `too_large`; 400 `malformed` for a form with files, or a connection that broke on the way.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > most:
        raise TurnedAwayError(413, "too_large", most_bytes=most)
    try:
        return request.body
    except (RawPostDataException, UnreadablePostError) as error:
        raise TurnedAwayError(400, "malformed") from error
