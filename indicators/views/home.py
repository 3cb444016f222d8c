from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from communes.models import Commune
from communes.scope import Scope, ScopedRequest, personal
from indicators.queries import tree
from teams.roles import VIEW_FIGURES


@require_safe
@personal
def home(request: ScopedRequest) -> HttpResponse:
    """To the narrowest place that holds all the user may read. Who has no role yet is told whom to ask."""
    scope = request.reach.to(VIEW_FIGURES)
    if not scope:
        return render(request, "indicators/nowhere.html")
    return redirect(home_url(scope))


def home_url(scope: Scope) -> str:
    """The address of the narrowest place that contains the whole scope."""
    communes = {*scope.communes, *(code[:5] for code in scope.villages)}
    province_of = dict(Commune.objects.filter(code__in=communes).values_list("code", "province"))
    provinces = {*scope.provinces, *province_of.values()}
    if scope.everything or len(provinces) != 1:
        return tree.country().url
    (province,) = provinces
    if scope.provinces or len(communes) != 1:
        return tree.province_spot(province, "").url
    (commune,) = communes
    if scope.communes or len(scope.villages) != 1:
        return tree.commune_url(province, commune)
    (village,) = scope.villages
    return tree.village_url(province, village)
