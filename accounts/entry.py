"""Everything needs a sign-in unless it is declared public."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse

from literacy_portal.kit.json_doors import told


class SignInMiddleware(LoginRequiredMiddleware):
    """As its parent, but a program that calls hears 401 instead of being led to a page."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]  # Django only ever returns it
        """The sign-in page, or for views that speak JSON the word `signed_out`."""
        if getattr(view_func, "speaks_json", False):
            return told({"error": "signed_out"}, status=401)
        return super().handle_no_permission(request, view_func)
