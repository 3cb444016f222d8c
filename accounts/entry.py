"""Everything needs a sign-in unless it is declared public."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse

from literacy_portal.kit.json_doors import told


class SignInMiddleware(LoginRequiredMiddleware):
    """As its parent, but a program that calls hears 401 instead of being led to a page, and public views ask nobody's name."""

    def process_view(self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any) -> HttpResponse | None:
        """Into a public view without a look at the session: caches between may keep what does not depend on who reads."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)  # type: ignore[return-value]

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]  # Django only ever returns it
        """The sign-in page, or for views that speak JSON the word `signed_out`."""
        if getattr(view_func, "speaks_json", False):
            return told({"error": "signed_out"}, status=401)
        return super().handle_no_permission(request, view_func)
