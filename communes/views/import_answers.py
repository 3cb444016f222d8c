"""Answers about single rows of a plan, and the workbook that goes out with notes and comes back corrected."""

from io import BytesIO
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communes.actions.roster_begin import answer, send_corrected
from communes.actions.roster_memory import forget
from communes.actions.roster_notes import take_annotated
from communes.answer_forms import AnswersForm, EveryoneForm, is_answer, places_in
from communes.enums import Verdict
from communes.forms import CorrectedFileForm
from communes.models import ColumnMemory, RosterImport
from communes.queries import rows_at
from communes.scope import ScopedRequest, scoped
from communes.views.finding import IMPORT_ROSTER, import_of
from communes.views.import_page import Refused, context_of, trail
from communes.views.planning import plan_soon, too_late

State = RosterImport.State


@require_POST
@scoped(IMPORT_ROSTER)
def answers(request: ScopedRequest, *, province: str, commune: str, roster_import: UUID) -> HttpResponse:
    """Corrected cells, pairs that are one or two, people who left: all that was filled in on a page of the list."""
    found = import_of(request, province, commune, roster_import)
    if found.state == State.READING:
        return _held(request, found)
    if found.state != State.PLANNED:
        return too_late(request, found)
    form = AnswersForm(request.POST, roster_import=found, rows=rows_at(found, *places_in(request.POST, found.understood)))
    if not form.is_valid():
        return _page(request, found, Refused(answers=form))
    cells, same, missing = form.cells(), form.same(), form.missing()
    if not (cells or same or missing):
        return plan_soon(found, _list(request))
    by = request.user
    kept = answer(by=by, roster_import=found, cells=cells, same=same, missing=missing, wake=False)  # type: ignore[arg-type]
    return plan_soon(found, _list(request)) if kept else _held(request, found)


@require_POST
@scoped(IMPORT_ROSTER)
def everyone(request: ScopedRequest, *, province: str, commune: str, roster_import: UUID) -> HttpResponse:
    """One answer for all whom the file does not name."""
    found = import_of(request, province, commune, roster_import)
    if found.state != State.PLANNED:
        return too_late(request, found)
    people = found.counts["residents"][Verdict.MISSING]
    form = EveryoneForm(request.POST, roster_import=found, people=people)
    if not form.is_valid():
        return _page(request, found, Refused(everyone=form))
    kept = answer(by=request.user, roster_import=found, missing=form.missing(), wake=False)  # type: ignore[arg-type]
    return plan_soon(found, _list(request)) if kept else too_late(request, found)


@require_POST
@scoped(IMPORT_ROSTER)
def workbook(request: ScopedRequest, *, province: str, commune: str, roster_import: UUID) -> HttpResponseBase:
    """The user's own workbook with notes."""
    found = import_of(request, province, commune, roster_import)
    taken = take_annotated(by=request.user, roster_import=found)  # type: ignore[arg-type]
    if taken is None:
        return too_late(request, found)
    return FileResponse(BytesIO(taken.content), as_attachment=True, filename=taken.name, content_type="application/octet-stream")


@require_POST
@scoped(IMPORT_ROSTER)
def corrected(request: ScopedRequest, *, province: str, commune: str, roster_import: UUID) -> HttpResponse:
    """The same roster once more, corrected in Excel."""
    found = import_of(request, province, commune, roster_import)
    if found.state != State.PLANNED:
        return too_late(request, found)
    form = CorrectedFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, Refused(corrected=form))
    name, content = form.cleaned_data["file"]
    kept = send_corrected(by=request.user, roster_import=found, file_name=name, content=content)  # type: ignore[arg-type]
    return HttpResponseRedirect(found.get_absolute_url()) if kept else too_late(request, found)


@require_POST
@scoped(IMPORT_ROSTER)
def forget_columns(request: ScopedRequest, *, province: str, commune: str, roster_import: UUID, memory: int) -> HttpResponse:
    """The columns of a sheet are not read as remembered any more; the plan is made again."""
    found = import_of(request, province, commune, roster_import)
    if found.state != State.PLANNED:
        return too_late(request, found)
    remembered = get_object_or_404(ColumnMemory.objects.within(request.scope), pk=memory, commune=found.commune)
    forget(by=request.user, memory=remembered)  # type: ignore[arg-type]
    kept = answer(by=request.user, roster_import=found, wake=False)  # type: ignore[arg-type]
    return plan_soon(found) if kept else too_late(request, found)


def _list(request: ScopedRequest) -> str:
    """The list and its page that the answers were given on, to go back to."""
    asked = {name: request.POST[name] for name in ("show", "page") if request.POST.get(name, "").isalnum()}
    return f"?{urlencode(asked)}#rows" if asked else ""


def _page(request: ScopedRequest, found: RosterImport, refused: Refused) -> HttpResponse:
    return render(request, "communes/imports/show.html", context_of(found, request.POST, refused))


def _held(request: ScopedRequest, found: RosterImport) -> HttpResponse:
    """The plan is being made again this moment: what was typed is kept on the page, to be sent once more."""
    typed = [(name, value) for name, value in request.POST.items() if is_answer(name)]
    context = {
        "roster_import": found,
        "typed": typed,
        "trail": trail(
            found.commune, {"label": found.file_name, "url": found.get_absolute_url()}, {"label": _("Wait a moment"), "url": ""}
        ),
    }
    return render(request, "communes/imports/held.html", context)
