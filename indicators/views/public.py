"""A province's figures for everybody, without signing in, if the province switched the page on; else it does not exist.

The page follows from its address and the stored figures alone: it asks neither who reads it nor for a cookie and sets none, so
that caches between may keep it and a crowd of readers costs a look-up each. The language stands in the address.
"""

from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from communes.models import Province
from communes.scope import public
from indicators.catalogue import Catalogue, Indicator, in_force
from indicators.leads import lead_indicators
from indicators.public import told
from indicators.queries.campaigns import running_at
from indicators.queries.honesty import honesty_of
from indicators.queries.public import published
from indicators.queries.state import state_of
from indicators.queries.tree import province_spot
from indicators.queries.versions import one_moment
from indicators.views.campaign_links import running, told_of
from indicators.views.same import hashed, look
from literacy_portal.kit.periods import today

log = structlog.get_logger("public")
SECONDS = 60
"""So long may caches keep it, ours included; so old may the clock of its honesty line be."""


@public
@require_safe
def show(request: HttpRequest, province: str) -> HttpResponseBase:
    """Large figures, one of them in the communes and over time, the campaign that runs, and how far all that may be trusted."""
    place = published(province)
    if place is None:
        raise Http404
    languages = [code for code, _name in settings.LANGUAGES]
    language = next((code for code in languages if code == request.GET.get("lang")), languages[0])
    catalogue = in_force()
    chosen = catalogue.by_code.get(request.GET.get("indicator", ""))
    leads = lead_indicators(catalogue)
    chosen = chosen if chosen in leads else leads[0]
    says = hashed((province, state_of(province), catalogue.version, chosen.code, language, today(), look()))
    etag = f'W/"{says}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        with translation.override(language):
            response = HttpResponse(_kept(says, lambda: _page(place, catalogue, chosen)))
    response["ETag"], response["X-Robots-Tag"] = etag, "noindex"
    patch_cache_control(response, public=True, max_age=SECONDS)
    return response


def _kept(says: str, make: Callable[[], str]) -> str:
    """The page as it was made less than a minute ago, or made now. A cache that does not answer only makes it slower."""
    key = f"public:{says}"
    try:
        page: str | None = cache.get(key)
        if page is None:
            page = make()
            cache.set(key, page, timeout=SECONDS)
    except RedisError as error:
        log.warning("page_not_kept", kind=type(error).__name__)
        return make()
    return page


def _page(place: Province, catalogue: Catalogue, chosen: Indicator) -> str:
    spot, day = province_spot(place.code, place.name), today()
    with one_moment():
        honesty = honesty_of(spot.code, None).answer()
        campaigns = running_at(spot, day).answer()
        shown = told(spot, catalogue, chosen, honesty=honesty, campaign=told_of(campaigns), day=day)
    context = {
        "place": place,
        "spot": spot,
        "shown": shown,
        "running": running(spot, campaigns, day),
        "chosen": chosen,
        "choices": lead_indicators(catalogue),
        "honesty": honesty,
        "language": translation.get_language(),
        "languages": settings.LANGUAGES,
        "is_demo": settings.DEMO,
    }
    return render_to_string("public/province.html", context)
