"""A place beside another place, or beside itself on another day."""

from datetime import date

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communes.scope import Scope, ScopedRequest, scoped
from indicators.catalogue import Catalogue, in_force
from indicators.comparing import comparison, table
from indicators.forms.compare import CompareForm, Near
from indicators.lately import LATELY
from indicators.queries.honesty import Honesty, honesty_of
from indicators.queries.tree import Spot
from indicators.queries.versions import one_moment
from indicators.reading import read
from indicators.views.choice import Choice
from indicators.views.found import Found, opened, place_or_404
from indicators.views.frame import answer, frame
from indicators.views.groups import groups_for
from indicators.views.same import unless_same, written_out
from literacy_portal.kit.periods import today
from literacy_portal.kit.templatetags.portal import day as day_text
from teams.roles import VIEW_FIGURES, VIEW_PEOPLE

WORD = "compare"


@require_safe
@scoped(VIEW_FIGURES)
def show(request: ScopedRequest, province: str = "", commune: str = "", serial: str = "") -> HttpResponseBase:
    """All indicators of two places or two days, and their differences."""
    found = place_or_404(request.scope, province, commune, serial)
    with one_moment():
        catalogue, people = in_force(), request.reach.to(VIEW_PEOPLE)
        form = _form(request, found)
        other = form.other or found.spot
        groups = [group for group in groups_for(found.spot, people) if group in groups_for(other, people)]
        choice = Choice.of(request.GET, catalogue, groups)
        if form.other and request.GET.get("with") != form.other.code:
            return HttpResponseRedirect(f"{request.path}{_address(choice, form)}")
        there = (other, _then(form, found.spot, choice))
        both = [honesty_of(found.spot.code, choice.day).answer(), honesty_of(other.code, there[1]).answer()]
        says = ([one.says for one in both], catalogue.version)
        return unless_same(request, says, lambda: written_out(_page(request, found, (catalogue, choice, form), there, both)))


def _form(request: ScopedRequest, found: Found) -> CompareForm:
    asked = {name: request.GET.get(name, "") for name in ("near", "with", "then")}
    form = CompareForm(asked, scope=request.scope, near=_near(found, request.scope))
    form.is_valid()
    return form


def _near(found: Found, scope: Scope) -> Near:
    """What contains the place, what lies beside it and inside it today, as far as it is open."""
    day = today()
    beside = Found(found.above[-1], found.above[:-1]) if found.above else None
    return [
        (_("Contains it"), list(found.above)),
        (_("Beside it"), [one for one in _open(beside, scope, day) if one.code != found.spot.code] if beside else []),
        (_("Inside it"), _open(found, scope, day)),
    ]


def _open(found: Found, scope: Scope, day: date) -> list[Spot]:
    children = found.children(day).answer()
    codes = opened(children, found, scope)
    return [one for one in children if one.code in codes]


def _address(choice: Choice, form: CompareForm) -> str:
    """The address that can be sent: the other place by its code."""
    then = form.cleaned_data.get("then")
    return choice.address(**{"with": form.other.code if form.other else ""}, **({"then": then.isoformat()} if then else {}))


def _then(form: CompareForm, here: Spot, choice: Choice) -> date | None:
    """The other day: the one asked for; of another place the same as here, of the place itself that of 30 days before."""
    then: date | None = form.cleaned_data.get("then")
    if then or (form.other and form.other.code != here.code):
        return then or choice.day
    return choice.last - LATELY


def _page(
    request: ScopedRequest,
    found: Found,
    look: tuple[Catalogue, Choice, CompareForm],
    there: tuple[Spot, date | None],
    both: list[Honesty],
) -> HttpResponse:
    people, (catalogue, choice, form), (other, then) = request.reach.to(VIEW_PEOPLE), look, there
    sides = [
        (spot, read(spot, [], [], people, day, own=catalogue, groups=[choice.group]).answer())
        for spot, day in ((found.spot, choice.day), there)
    ]
    context = {
        **frame(request, found, WORD, choice, both[0]),
        "form": form,
        "other": other,
        "then": then,
        "there_honesty": both[1],
        "other_url": f"{other.url}{choice.address(**({'day': then.isoformat()} if then else {}))}",
        "is_exact": all(spot.code in reading.exact for spot, reading in sides),
        "meant": [(one, f"{choice.address(**{'with': one.code})}") for one in form.meant if len(form.meant) > 1],
        "compared": comparison(sides[0], sides[1], list(catalogue), choice.group),
    }
    names = [f"{spot.name} {day_text(day)}" for spot, day in ((found.spot, choice.last), (other, then or choice.last))]
    return answer(request, "indicators/compare.html", context, [table(context["compared"], *names)])
