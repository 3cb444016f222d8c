"""The administration site: who may open it follows from today's roles, and signing in is the portal's own page."""

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

ENTRY = "accounts.view_user"
"""Whoever holds this somewhere may open the site: administrators of a province and of the system (`teams.roles`)."""
OUR_APPS = frozenset({"accounts", "communes", "teams", "coaching", "indicators"})


class PortalAdminSite(AdminSite):
    """Django's admin for the portal's own models. What libraries register for themselves stays out."""

    site_header = _("Administration")
    site_title = _("Administration")
    index_title = _("What you look after")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """From the roles of today, never from a stored flag."""
        return bool(request.user.is_active and request.reach.to(ENTRY))  # type: ignore[attr-defined]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        """As its parent, but whoever is signed in and may not enter finds no such page."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return guarded(request, *args, **kwargs)

        return asked

    def get_urls(self) -> list[Any]:
        """Without the address that leads from any object's number to its page, whoever's it is."""
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        models = model_or_iterable if isinstance(model_or_iterable, (list, tuple)) else [model_or_iterable]
        ours = [model for model in models if model._meta.app_label in OUR_APPS]  # noqa: SLF001 -- Django's own way
        super().register(ours, admin_class, **options)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """No second door with other locks: the portal's sign-in page, or 404 for those who may not enter."""
        if request.user.is_authenticated:
            if not self.has_permission(request):
                raise Http404
            return HttpResponseRedirect(resolve_url("admin:index"))
        query = urlencode({"next": request.GET.get("next") or resolve_url("admin:index")})
        return HttpResponseRedirect(f"{resolve_url('account_login')}?{query}")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """The portal's own way out."""
        return HttpResponseRedirect(resolve_url("account_logout"))

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """The portal's own page, which has the limits and the journal."""
        return HttpResponseRedirect(resolve_url("account_change_password"))


class PortalAdminConfig(AdminConfig):
    """django.contrib.admin with our site."""

    default_site = "teams.admin_site.PortalAdminSite"
