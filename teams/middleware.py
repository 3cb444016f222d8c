from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from literacy_portal.kit.periods import today
from literacy_portal.kit.statements import ask_ahead, forget_ahead
from teams.scoping import asked_of, reach_of


class ReachMiddleware:
    """Hangs `request.reach` on each request: for each permission, where it holds. Asked only when used.

    It stands before the sign-in, which asks who the user is, so that the user, the roles and what the view
    `asks_first` are one round trip. Each is asked anew on every request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.reach = SimpleLazyObject(lambda: reach_of(request.user))  # type: ignore[attr-defined, arg-type]
        request.came_at = timezone.now()  # type: ignore[attr-defined]
        try:
            return self.get_response(request)
        finally:
            forget_ahead()

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        key = request.session.get(SESSION_KEY) if getattr(view, "login_required", True) else None
        if key is not None and not getattr(view, "asks_no_roles", False):
            user = User._meta.pk.to_python(key)  # noqa: SLF001 -- as Django reads it
            first = getattr(view, "asks_first", None)
            more = [first(request, **kwargs)] if first else []
            ask_ahead(User.objects.asked(user), asked_of(user, today()), *more)
