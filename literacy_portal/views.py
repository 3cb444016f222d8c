"""Pages that belong to no app: language, theme, the component gallery, error pages."""

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.csrf import csrf_failure as django_csrf_failure
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from communes.scope import public
from literacy_portal import gallery
from literacy_portal.kit.json_doors import told
from literacy_portal.navigation import THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600

set_language = public(django_set_language)


@public
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keeps "light" or "dark" in a cookie; anything else follows the device again."""
    response = HttpResponseRedirect(_way_back(request))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(THEME_COOKIE, theme, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    hosts = {request.get_host()}
    return wanted if url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure()) else "/"


@public
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state; only in development (urls.py)."""
    return render(request, "components.html", gallery.context())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is older than the sign-in, or another site sent it. A program hears it in JSON, or that it must sign in."""
    match = request.resolver_match
    if not (match and getattr(match.func, "speaks_json", False)):
        return django_csrf_failure(request, reason=reason)
    if not request.user.is_authenticated:
        return told({"error": "signed_out"}, status=401)
    return told({"error": "csrf"}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent what no page of ours sends."""
    return _error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: only for what Django itself refuses; out of scope is 404."""
    return _error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is no such page, or not for this user."""
    return _error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page that needs neither database nor request, for both may be what failed."""
    shown = {"stylesheet": _stylesheet(), "request_id": _request_id(), "support_contact": settings.SUPPORT_CONTACT}
    return HttpResponse(get_template("500.html").render(shown), status=500)


def _stylesheet() -> str:
    try:
        return static("css/portal.css")
    except ValueError:  # the list of hashed files is missing or old; the plain file is still served
        return f"{settings.STATIC_URL}css/portal.css"


def _error_page(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"{status}.html", {"request_id": _request_id()}, status=status)


def _request_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))
