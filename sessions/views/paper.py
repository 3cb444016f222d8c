"""A round on paper: choosing it, and the sheets to print."""

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communes.models import Village
from communes.scope import ScopedRequest, scoped
from literacy_portal.kit.codes import spaced
from literacy_portal.kit.periods import today
from sessions.actions.cards import issue_cards
from sessions.actions.paper import print_round
from sessions.enums import Competence, Family, Result
from sessions.forms.marks import result_keys
from sessions.forms.round import RoundForm
from sessions.models import Sheet, Skill
from sessions.queries.evening import crew_of, teams_covering
from sessions.queries.paper import Row, rows_of
from sessions.queries.round import paged, to_print
from sessions.views.found import LOG_VISIT, trail, village_or_404

SHEETS_SHOWN = 60


class Column(NamedTuple):
    """A column of a sheet: a skill and the levels to tick."""

    name: str
    levels: range


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(LOG_VISIT)
def of_village(request: ScopedRequest, *, province: str, commune: str, serial: str) -> HttpResponse:
    """Choosing what to print, and the sheets that were printed before."""
    village = village_or_404(request.scope, province, commune, serial)
    skills = list(Skill.objects.active().of_persons())
    usual = [skill.code for skill in skills if skill.family in {Family.BASE, Family.CORE}]
    form = RoundForm(
        request.POST if request.method == "POST" else None, skills=skills, initial={"skills": usual, "which": _asked(request)}
    )
    if request.method == "POST" and form.is_valid():
        answer = _printed(request, village, form)
        if answer:
            return answer
        form.add_error("which", _("There is no such household in this village now."))
    title = _("Paper sheets")
    context = {
        "title": title,
        "village": village,
        "form": form,
        "sheets": Sheet.objects.within(request.scope).filter(village=village)[:SHEETS_SHOWN],
        "trail": trail(village, {"label": title, "url": ""}),
    }
    return render(request, "sessions/paper/village.html", context)


def _asked(request: ScopedRequest) -> str:
    """What the address chooses beforehand: work lists lead here for tonight's round."""
    return "tonight" if request.GET.get("which") == "tonight" else "all"


def _printed(request: ScopedRequest, village: Village, form: RoundForm) -> HttpResponse | None:
    """Makes the sheets or the cards that were asked for; None when there is no household to make them for."""
    said, by = form.cleaned_data, request.user
    homes = to_print(request.scope, village, tonight=said["which"] == "tonight", day=today())
    if not homes:
        return None
    if "cards" in request.POST:
        issue_cards(by=by, village=village, households=[home.pk for home, _stays in homes])  # type: ignore[arg-type]
        return HttpResponseRedirect(reverse("coaching:village_cards", args=village.url_parts()))
    skills = list(Skill.objects.filter(pk__in=said["skills"]).values_list("pk", flat=True))
    key = print_round(by=by, village=village, pages=paged(homes), skills=skills)  # type: ignore[arg-type]
    messages.success(request, _("The sheets are ready. Print this page, across, on A4."))
    return HttpResponseRedirect(reverse("coaching:round", args=[*village.url_parts(), key]))


@require_safe
@scoped(LOG_VISIT)
def show(request: ScopedRequest, *, province: str, commune: str, serial: str, round: UUID) -> HttpResponse:  # noqa: A002 -- a round of visits
    """The sheets of a round as they are printed, in a constant number of queries."""
    village = village_or_404(request.scope, province, commune, serial)
    sheets = list(Sheet.objects.within(request.scope).filter(village=village, round=round).order_by("page"))
    if not sheets:
        raise Http404
    day = today()
    known = Skill.objects.in_bulk(sheets[0].skills)
    columns = [Column(known[code].name, range(known[code].top + 1)) for code in sheets[0].skills if code in known]
    teams = teams_covering(village, request.scope)
    context: dict[str, Any] = {
        "title": _("Sheets to print"),
        "village": village,
        "sheets": [_sheet(request, sheet, rows) for sheet, rows in zip(sheets, rows_of(sheets, request.scope, day), strict=True)],
        "skills": columns,
        "width": len(columns) + 3,
        "competences": [(choice.value, choice.label) for choice in Competence],
        "results": [(key, Result(result).label) for key, result in result_keys().items()],
        "teams": teams,
        "crew": [one for one in crew_of(teams) if one.started_on <= day and (one.ended_on is None or one.ended_on > day)],
        "trail": trail(
            village,
            {"label": _("Paper sheets"), "url": reverse("coaching:village_paper", args=village.url_parts())},
            {"label": _("Sheets to print"), "url": ""},
        ),
    }
    return render(request, "sessions/paper/round.html", context)


def _sheet(request: ScopedRequest, sheet: Sheet, rows: list[Row]) -> dict[str, Any]:
    root = request.build_absolute_uri("/").rstrip("/")
    return {
        "sheet": sheet,
        "code": spaced(sheet.code),
        "url": root + reverse("coaching:sheet_by_code", args=[sheet.code]),
        "rows": [(row, root + reverse("coaching:card", args=[row.card]) if row.card else "") for row in rows],
    }
