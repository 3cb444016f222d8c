"""Declared figures of a commune or a province: what stands, what was said before, and the form for those who declare."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communes.models import Commune, Province
from communes.scope import ScopedRequest, scoped
from indicators.actions.declarations import NotStandingError, correct, declare, withdraw
from indicators.catalogue.declared import DECLARED_BY_CODE
from indicators.extracts import lists
from indicators.forms.declaration import DeclarationForm
from indicators.models import Declaration
from indicators.queries.declared import history_of
from indicators.stated import stated_of
from indicators.views.taken import taken, wanted
from literacy_portal.kit.periods import today
from teams.roles import DECLARE, DECLARE_FOR_PROVINCE, VIEW_FIGURES, VIEW_PEOPLE

Declaring = Commune | Province


@require_safe
@scoped(VIEW_FIGURES)
def of_commune(request: ScopedRequest, province: str, commune: str) -> HttpResponse:
    """What a commune declares."""
    communes = Commune.objects.reachable(request.scope).select_related("province")
    place = get_object_or_404(communes, code=commune, province=province)
    may_declare = Commune.objects.within(request.reach.to(DECLARE)).filter(pk=place.pk).exists()
    return _page(request, place, may_declare=may_declare)


@require_safe
@scoped(VIEW_FIGURES)
def of_province(request: ScopedRequest, province: str) -> HttpResponse:
    """What a province declares itself, and with its communes."""
    place = get_object_or_404(Province.objects.reachable(request.scope), code=province)
    may_declare = Province.objects.within(request.reach.to(DECLARE_FOR_PROVINCE)).filter(pk=place.pk).exists()
    return _page(request, place, may_declare=may_declare)


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(DECLARE)
def enter_for_commune(request: ScopedRequest, province: str, commune: str) -> HttpResponse:
    """The form for a commune; with `?corrects=`, of what is to be put right."""
    communes = Commune.objects.within(request.scope).select_related("province")
    return _enter(request, get_object_or_404(communes, code=commune, province=province))


@require_http_methods(["GET", "HEAD", "POST"])
@scoped(DECLARE_FOR_PROVINCE)
def enter_for_province(request: ScopedRequest, province: str) -> HttpResponse:
    """The form for a province."""
    return _enter(request, get_object_or_404(Province.objects.within(request.scope), code=province))


def _page(request: ScopedRequest, place: Declaring, *, may_declare: bool) -> HttpResponse:
    is_exact = type(place).objects.within(request.reach.to(VIEW_PEOPLE)).filter(pk=place.pk).exists()
    figures = stated_of(place.pk, today(), exact=is_exact).answer()
    if kind := wanted(request):
        return taken(kind, lists.declared(str(place), figures, exact=is_exact), place.pk, "tu-khai", today())
    context = {
        "place": place,
        "figures": figures,
        "history": [_told(one) for one in history_of(place.pk)] if may_declare else [],
        "may_declare": may_declare,
        "enter_url": _address(place, "enter"),
        "trail": _trail(place),
    }
    return render(request, "indicators/declared/place.html", context)


def _told(declaration: Declaration) -> dict[str, Any]:
    """One line of the history: what was said, and whether it stands."""
    is_replaced = hasattr(declaration, "replaced_by")
    return {
        "said": declaration,
        "name": DECLARED_BY_CODE[declaration.indicator].name,
        "is_withdrawal": declaration.counted is None,
        "is_replaced": is_replaced,
        "stands": declaration.counted is not None and not is_replaced,
    }


def _enter(request: ScopedRequest, place: Declaring) -> HttpResponse:
    asked = request.POST.get("corrects") or request.GET.get("corrects", "")
    corrects = _standing(request, place, asked)
    if asked and corrects is None:
        return _overtaken(request, place)
    form = DeclarationForm(request.POST if request.method == "POST" else None, corrects=corrects)
    try:
        if corrects and "withdraw" in request.POST:
            withdraw(by=request.user, declaration=corrects)  # type: ignore[arg-type]
        elif request.method == "POST" and form.is_valid():
            _declare(request, place, corrects, form)
        else:
            title = _("Correct what was declared") if corrects else _("Declare a figure")
            context = {"form": form, "title": title, "place": place, "corrects": corrects, "back": _address(place)}
            return render(request, "indicators/declared/form.html", {**context, "trail": _trail(place, (title, ""))})
    except NotStandingError:
        return _overtaken(request, place)
    messages.success(request, _("Withdrawn.") if "withdraw" in request.POST else _("Declared."))
    return redirect(_address(place))


def _declare(request: ScopedRequest, place: Declaring, corrects: Declaration | None, form: DeclarationForm) -> None:
    if corrects:
        correct(by=request.user, declaration=corrects, statement=form.statement)  # type: ignore[arg-type]
    else:
        declare(by=request.user, place=place, statement=form.statement)  # type: ignore[arg-type]


def _standing(request: ScopedRequest, place: Declaring, asked: str) -> Declaration | None:
    """The place's own declaration of that number, if it stands."""
    if not (asked.isascii() and asked.isdigit() and len(asked) <= _DIGITS):
        return None
    of_place = {"commune": place} if isinstance(place, Commune) else {"province": place}
    return Declaration.objects.within(request.scope).standing().filter(pk=int(asked), **of_place).first()


_DIGITS = 18
"""Of the key of a row."""


def _overtaken(request: ScopedRequest, place: Declaring) -> HttpResponse:
    messages.warning(request, _("Somebody corrected this meanwhile. Here is how it stands now."))
    return redirect(_address(place))


def _address(place: Declaring, step: str = "") -> str:
    level, parts = ("commune", [place.province_id, place.pk]) if isinstance(place, Commune) else ("province", [place.pk])
    return reverse(f"indicators:{level}_declared{f'_{step}' if step else ''}", args=parts)


def _trail(place: Declaring, *steps: tuple[str, str]) -> list[dict[str, str]]:
    above = [place.province] if isinstance(place, Commune) else []
    places = [(str(one), one.get_absolute_url()) for one in (*above, place)]
    return [{"label": label, "url": url} for label, url in (*places, (_("Declared figures"), _address(place)), *steps)]
