"""Refused access leaves a trace: who, which view, which codes of places; never what was searched or typed."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("accounts")
PLACE_CODES = frozenset({"province", "commune", "serial"})


class RefusalMiddleware:
    """One log line for each 403 or 404 of a view that exists, asked for by somebody signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer as it is; the line beside."""
        response = self.get_response(request)
        if response.status_code in {403, 404} and request.resolver_match and request.user.is_authenticated:
            codes = {key: value for key, value in request.resolver_match.kwargs.items() if key in PLACE_CODES}
            log.warning("access_refused", user=request.user.pk, view=request.resolver_match.view_name, **codes)
        return response
