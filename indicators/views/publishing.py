"""The switch of a province's public page, for its administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communes.models import Province
from communes.scope import ScopedRequest, scoped
from indicators.actions.publishing import publish
from indicators.queries.public import public_page_of
from teams.roles import PUBLISH


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(PUBLISH)
def switch(request: ScopedRequest, province: str) -> HttpResponse:
    """What everybody would see, whether it is on, and one button."""
    place = get_object_or_404(Province.objects.within(request.scope), code=province)
    if request.method == "POST":
        is_on = "on" in request.POST
        publish(by=request.user, province=place, is_on=is_on)  # type: ignore[arg-type]
        on, off = _("The page is open to everybody."), _("The page is closed: to everybody it does not exist.")
        messages.success(request, on if is_on else off)
        return redirect("indicators:public_page", place.pk)
    title = _("Public page")
    context = {
        "place": place,
        "title": title,
        "page": public_page_of(place),
        "address": request.build_absolute_uri(reverse("indicators:public", args=[place.pk])),
        "trail": [{"label": str(place), "url": place.get_absolute_url()}, {"label": title, "url": ""}],
    }
    return render(request, "indicators/publishing.html", context)
