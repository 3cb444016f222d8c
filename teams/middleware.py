from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from teams.scoping import reach_of


class ReachMiddleware:
    """Hangs `request.reach` on each request: for each permission, where it holds. Asked only when used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.reach = SimpleLazyObject(lambda: reach_of(request.user))  # type: ignore[attr-defined, arg-type]
        return self.get_response(request)
