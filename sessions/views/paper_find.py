"""The way to a printed sheet: by its number, by its QR code, or among the latest."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communes.scope import ScopedRequest, scoped
from literacy_portal.kit.codes import read_code
from sessions.forms.round import CodeForm
from sessions.models import Sheet
from sessions.views.found import LOG_VISIT

SHEETS_SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(LOG_VISIT)
def find(request: ScopedRequest) -> HttpResponse:
    """The way to a sheet: by its number, or among the latest."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        sheet = _sheets(request).filter(code=form.cleaned_data["code"]).first()
        if sheet:
            return HttpResponseRedirect(_address(sheet))
        form.add_error("code", _("No sheet of your villages has this number. Check it against the paper."))
    sheets = [(sheet, _address(sheet)) for sheet in _sheets(request)[:SHEETS_SHOWN]]
    return render(request, "sessions/paper/find.html", {"title": _("Type a sheet"), "form": form, "sheets": sheets})


@require_safe
@scoped(LOG_VISIT)
def by_code(request: ScopedRequest, *, sheet: str) -> HttpResponse:
    """Where the QR code of a sheet leads."""
    return HttpResponseRedirect(_address(get_object_or_404(_sheets(request), code=read_code(sheet[:40]))))


def _sheets(request: ScopedRequest) -> Any:
    return Sheet.objects.within(request.scope).select_related("village__commune")


def _address(sheet: Sheet) -> str:
    return reverse("coaching:sheet", args=[*sheet.village.url_parts(), sheet.code])
