"""The portal's addresses, the gallery of development, and pages that fail."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import path

from communes.scope import public
from literacy_portal import views
from literacy_portal.urls import handler400, handler403, handler404, handler500
from literacy_portal.urls import urlpatterns as portal

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

FAULTS = {"400": SuspiciousOperation, "403": PermissionDenied, "500": ZeroDivisionError}


@public
def fail(request: HttpRequest, code: str) -> HttpResponse:
    raise FAULTS[code]


urlpatterns = [*portal, path("components/", views.components), path("fail/<str:code>/", fail)]
