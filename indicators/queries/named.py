"""The place that somebody means: by its code, or by its name without accents, among those whose figures are open to them."""

from collections.abc import Iterator

from communes.models import Commune, Province, Village
from communes.models.places import COUNTRY
from communes.scope import Scope
from indicators.queries.levels import COMMUNE_DIGITS, VILLAGE_DIGITS
from indicators.queries.tree import Spot, commune_spot, country, province_spot, village_spot
from literacy_portal.kit.periods import today
from literacy_portal.kit.vietnamese import search_key

MOST = 6
"""So many are offered of each kind when a name means several places."""
FEWEST_LETTERS = 2


def spot_coded(code: str, scope: Scope) -> Spot | None:
    """The place with this code, open or closed today; None for what does not exist or is not open. One query at most."""
    if code == COUNTRY:
        return country()
    if not (code.isascii() and code.isdecimal()):
        return None
    return next({VILLAGE_DIGITS: _villages, COMMUNE_DIGITS: _communes}.get(len(code), _provinces)(scope, code=code), None)


def spots_named(words: str, scope: Scope) -> list[Spot]:
    """The places of today that are called so; where none is, those whose name contains the words. Six queries at most."""
    key = search_key(words)
    if len(key) < FEWEST_LETTERS:
        return []
    for asked in ({"search_key": key}, {"search_key__contains": key}):
        found = [spot for kind in (_provinces, _communes, _villages) for spot in kind(scope, is_open=True, **asked)]
        if found:
            return found
    return []


def _provinces(scope: Scope, *, is_open: bool = False, **asked: str) -> Iterator[Spot]:
    rows = Province.objects.reachable(scope).filter(**asked)
    rows = rows.open_on(today()) if is_open else rows
    for code, name in rows.values_list("code", "name")[:MOST]:
        yield province_spot(code, name)


def _communes(scope: Scope, *, is_open: bool = False, **asked: str) -> Iterator[Spot]:
    rows = Commune.objects.reachable(scope).filter(**asked)
    rows = rows.open_on(today()) if is_open else rows
    for row in rows.values_list("code", "name", "kind", "province")[:MOST]:
        yield commune_spot(*row)


def _villages(scope: Scope, *, is_open: bool = False, **asked: str) -> Iterator[Spot]:
    rows = Village.objects.within(scope).filter(**asked)
    rows = rows.open_on(today()) if is_open else rows
    for row in rows.values_list("code", "name", "kind", "commune__province")[:MOST]:
        yield village_spot(*row)
