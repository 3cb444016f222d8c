"""How each figure is counted, for everyone who is signed in; and for administrators, indicators as data."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from communes.models import Province
from communes.models.places import COUNTRY
from communes.scope import Scope, ScopedRequest, personal, scoped
from indicators.actions.definitions import NotInForceError, TooManyError, change, define, retire
from indicators.catalogue import DECLARED, Indicator, in_force
from indicators.catalogue.declared import DECLARED_BY_CODE
from indicators.catalogue.force import indicator_of
from indicators.enums import Family
from indicators.extracts import lists
from indicators.forms.definition import DefinitionForm
from indicators.models import Definition
from indicators.queries.definitions import (
    communes_with_people,
    is_answerable,
    names_of_skills,
    progress,
    skills_by_subject,
    versions_of,
)
from indicators.queries.preview import TooSlowError, preview
from indicators.reading import as_told
from indicators.views.taken import taken, wanted
from literacy_portal.kit.periods import today
from teams.roles import DEFINE_FIGURES, VIEW_PEOPLE


@require_safe
@personal
def index(request: ScopedRequest) -> HttpResponse:
    """All figures by family, each with its rule in words."""
    of_family: dict[Family, list[Any]] = {family: [] for family in Family}
    for one in (*in_force(), *DECLARED):
        of_family[one.family].append(one)
    families = {str(family.label): figures for family, figures in of_family.items() if figures}
    if kind := wanted(request):
        return taken(kind, lists.definitions(families), COUNTRY, "cach-tinh", today())
    context = {
        "families": list(families.items()),
        "counting": progress(),
        "may_define": bool(request.reach.to(DEFINE_FIGURES)),
        "trail": _trail(),
    }
    return render(request, "indicators/definitions/index.html", context)


@require_safe
@personal
def show(request: ScopedRequest, indicator: str) -> HttpResponse:
    """One figure: what is counted, over whom, by which version since when."""
    versions = versions_of(indicator)
    found = in_force().by_code.get(indicator) or DECLARED_BY_CODE.get(indicator) or _retired(versions)
    scope = request.reach.to(DEFINE_FIGURES)
    context = {
        "indicator": found,
        "is_declared": indicator in DECLARED_BY_CODE,
        "is_retired": bool(versions) and versions[0].is_retired,
        "versions": [(version, indicator_of(version)) for version in versions],
        "progress": progress().get(indicator),
        "may_define": bool(scope) and indicator not in DECLARED_BY_CODE,
        "may_change": _may_change(versions, scope),
        "trail": _trail((found.name, "")),
    }
    return render(request, "indicators/definitions/show.html", context)


@require_safe
@personal
def counted(request: HttpRequest, indicator: str) -> HttpResponse:
    """How many villages are counted, for the page that waits; when all are, the page loads anew."""
    left = progress().get(indicator)
    if left is None:
        return HttpResponseClientRefresh()
    return render(request, "indicators/definitions/_progress.html", {"code": indicator, "progress": left})


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(DEFINE_FIGURES)
def new(request: ScopedRequest) -> HttpResponse:
    """The form of a new indicator, empty or filled in as a variant of another (`?of=`)."""
    form = _form(request, in_force().by_code.get(request.GET.get("of", "")))
    title = _("A new figure")
    if not (request.method == "POST" and form.is_valid()) or "preview" in request.POST:
        return _form_page(request, form, title, _trail((title, "")))
    try:
        made = define(by=request.user, draft=form.draft, province=_answering(request.scope))  # type: ignore[arg-type]
    except TooManyError:
        form.add_error(None, _("No more figures can be added. Retire one that nobody reads first."))
        return _form_page(request, form, title, _trail((title, "")))
    messages.success(request, _("Saved. It is being counted for all days; the portal goes on meanwhile."))
    return redirect("indicators:definition", made.code)


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(DEFINE_FIGURES)
def edit(request: ScopedRequest, indicator: str) -> HttpResponse:
    """The form of an indicator that was added; saving it makes a new version."""
    latest = _latest(request, indicator)
    of = indicator_of(latest)
    form, title = _form(request, of), _("Change: %(name)s") % {"name": of.name}
    trail = _trail((of.name, _url(indicator)), (_("Change"), ""))
    if not (request.method == "POST" and form.is_valid()) or "preview" in request.POST:
        return _form_page(request, form, title, trail, latest)
    if request.POST.get("latest") != str(latest.pk):
        form.add_error(None, _("Somebody changed this figure meanwhile. Compare with the page of the figure, then save again."))
        return _form_page(request, form, title, trail, latest)
    try:
        change(by=request.user, latest=latest, draft=form.draft)  # type: ignore[arg-type]
    except NotInForceError:
        return _overtaken(request, indicator)
    messages.success(request, _("Saved as a new version."))
    return redirect("indicators:definition", indicator)


@require_POST
@scoped(DEFINE_FIGURES)
def withdraw(request: ScopedRequest, indicator: str) -> HttpResponse:
    """Retires an indicator that was added."""
    try:
        retire(by=request.user, latest=_latest(request, indicator))  # type: ignore[arg-type]
    except NotInForceError:
        return _overtaken(request, indicator)
    messages.success(request, _("Retired. Its figures are being taken away."))
    return redirect("indicators:definition", indicator)


def _overtaken(request: ScopedRequest, indicator: str) -> HttpResponse:
    messages.warning(request, _("Somebody changed this figure meanwhile. Here is how it stands now."))
    return redirect("indicators:definition", indicator)


def _latest(request: ScopedRequest, indicator: str) -> Definition:
    versions = versions_of(indicator)
    if not _may_change(versions, request.scope):
        raise Http404
    return versions[0]


def _may_change(versions: list[Definition], scope: Scope) -> bool:
    return bool(versions) and not versions[0].is_retired and is_answerable(versions[0], scope)


def _retired(versions: list[Definition]) -> Indicator:
    if not versions:
        raise Http404
    return indicator_of(versions[0])


def _answering(scope: Scope) -> Province | None:
    """Who answers for what is defined in the scope: the one province of a province's administrator, else the programme."""
    return None if scope.everything else Province.objects.within(scope).order_by("code").first()


def _form(request: ScopedRequest, of: Indicator | None) -> DefinitionForm:
    return DefinitionForm(
        request.POST if request.method == "POST" else None,
        of=of,
        skills=skills_by_subject(),
        names=names_of_skills(),
        communes=communes_with_people(request.scope),
    )


def _form_page(
    request: ScopedRequest, form: DefinitionForm, title: str, trail: list[dict[str, str]], latest: Definition | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "trail": trail, "latest": latest, **_tried(request, form)}
    is_part = "HX-Request" in request.headers
    return render(request, "indicators/definitions/_preview.html" if is_part else "indicators/definitions/form.html", context)


def _tried(request: ScopedRequest, form: DefinitionForm) -> dict[str, Any]:
    """What the definition would say and, where a commune was chosen, what it would give there."""
    if request.method != "POST" or "preview" not in request.POST or not form.is_valid():
        return {}
    indicator, commune = form.indicator, form.commune
    if commune is None:
        return {"rule": indicator.rule}
    try:
        found = preview(indicator, commune)
    except TooSlowError:
        return {"rule": indicator.rule, "too_slow": True}
    people = request.reach.to(VIEW_PEOPLE)
    is_exact = people.everything or commune.pk in people.communes or commune.province_id in people.provinces
    return {
        "rule": indicator.rule,
        "tried": found,
        "together": as_told("", found.together, indicator.unit, exact=is_exact),
        "villages": [as_told(one.full_name, counts, indicator.unit, exact=is_exact) for one, counts in found.villages],
        "is_exact": is_exact,
    }


def _trail(*steps: tuple[str, str]) -> list[dict[str, str]]:
    first = (_("How figures are counted"), reverse("indicators:definitions"))
    return [{"label": label, "url": url} for label, url in (first, *steps)]


def _url(indicator: str) -> str:
    return reverse("indicators:definition", args=[indicator])
