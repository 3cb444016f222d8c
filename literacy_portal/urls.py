"""The table of contents of the portal."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from communes.scope import public
from literacy_portal import health, views
from sessions.urls import SYNC

urlpatterns = [
    path("sync/v1/", include((SYNC, "sync"))),
    path("", include("indicators.urls")),
    path("", include("communes.urls")),
    path("", include("sessions.urls")),
    path("", include("teams.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("settings/language/", views.set_language, name="set_language"),
    path("settings/theme/", views.set_theme, name="set_theme"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("favicon.ico", public(RedirectView.as_view(url=f"{settings.STATIC_URL}icons/favicon.svg")), name="favicon"),
]

if settings.DEBUG:
    urlpatterns.append(path("components/", views.components, name="components"))

handler400 = "literacy_portal.views.bad_request"
handler403 = "literacy_portal.views.forbidden"
handler404 = "literacy_portal.views.not_found"
handler500 = "literacy_portal.views.server_error"
