"""A roster out of the portal, and an empty one to fill in."""

from typing import Any

from django import forms
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from communes.actions.roster_export import export_roster
from communes.models import Commune, Village
from communes.queries import open_villages
from communes.roster_import.template import empty_roster
from communes.scope import ScopedRequest, scoped
from communes.views.finding import IMPORT_ROSTER, commune_of
from communes.views.import_page import trail
from literacy_portal.kit.periods import today

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_ROWS = 500


class PlaceForm(forms.Form):
    """The village of a file."""

    village = forms.ModelChoiceField(
        Village.objects.none(), label=gettext_lazy("Village"), required=False, empty_label=gettext_lazy("The whole commune")
    )

    def __init__(self, *args: Any, commune: Commune, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].queryset = open_villages(commune)  # type: ignore[attr-defined]


class ExportForm(PlaceForm):
    """The village, and the kind of file."""

    kind = forms.ChoiceField(
        choices=[("xlsx", gettext_lazy("Excel (.xlsx)")), ("csv", gettext_lazy("Text with commas (.csv)"))],
        label=gettext_lazy("Kind of file"),
        widget=forms.RadioSelect,
        initial="xlsx",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(IMPORT_ROSTER)
def export(request: ScopedRequest, *, province: str, commune: str) -> HttpResponseBase:
    """The choice of a roster to take out; by POST the file. It reads people, so it leaves a line in the audit trail."""
    place = commune_of(request, province, commune)
    form = ExportForm(request.POST or None, commune=place)
    if request.method == "POST" and form.is_valid():
        village = form.cleaned_data["village"]
        kind = form.cleaned_data["kind"]
        found: Any = export_roster(
            by=request.user,  # type: ignore[arg-type]
            scope=request.scope,
            commune=place,
            village=village,
            kind=kind,
        )
        name = f"ho-dan-{village.pk if village else place.pk}-{today():%Y%m%d}.{kind}"
        if kind == "xlsx":
            return FileResponse(found, as_attachment=True, filename=name, content_type=XLSX)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(found, content_type="text/csv; charset=utf-8", headers=headers)
    context = {
        "commune": place,
        "form": form,
        "template_form": PlaceForm(commune=place, auto_id="template_%s"),
        "trail": trail(place, {"label": _("Take a roster out"), "url": ""}),
    }
    return render(request, "communes/imports/export.html", context)


@require_safe
@scoped(IMPORT_ROSTER)
def template(request: ScopedRequest, *, province: str, commune: str) -> HttpResponseBase:
    """An empty roster of the village `?village=`, with lists to choose from, examples and a sheet that explains it."""
    place = commune_of(request, province, commune)
    form = PlaceForm(request.GET, commune=place)
    if not form.is_valid():
        return HttpResponse(status=404)
    village = form.cleaned_data["village"]
    content = empty_roster(place, village, rows=_MOST_ROWS)
    return FileResponse(
        content, as_attachment=True, filename=f"mau-ho-dan-{village.pk if village else place.pk}.xlsx", content_type=XLSX
    )
