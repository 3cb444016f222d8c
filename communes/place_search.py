"""Finding a place by its name of today or of before, without accents."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, When
from django.utils.translation import gettext as _

from communes.models import Commune, FormerCommune, Province, Village
from communes.scope import Scope
from literacy_portal.kit.periods import today
from literacy_portal.kit.vietnamese import search_key

FEWEST_LETTERS = 2
MOST_PER_KIND = 20


@dataclass(frozen=True)
class Found:
    """One place: what it is called, where it lies, its page, and the former name by which it was found."""

    name: str
    inside: str
    url: str
    formerly: str = ""


def find_places(words: str, scope: Scope) -> list[Found]:
    """Places whose name contains the words, those that begin with them first; at most 20 of a kind. Four queries.

    Only places that the scope reaches: those inside it, and those that contain one of it.
    """
    key = search_key(words)
    if len(key) < FEWEST_LETTERS:
        return []
    return [*_provinces(key, scope), *_communes(key, scope), *_former(key, scope), *_villages(key, scope)]


def _best(found: Any, key: str, *order: str) -> Any:
    """The best twenty: names that begin with the words, then those that contain them, each in order."""
    begins = Case(When(search_key__startswith=key, then=0), default=1)
    return found.filter(search_key__contains=key).order_by(begins, *order)[:MOST_PER_KIND]


def _provinces(key: str, scope: Scope) -> Iterator[Found]:
    found = Province.objects.reachable(scope).open_on(today())
    for province in _best(found, key, "sort_key", "pk"):
        yield Found(province.name, province.get_kind_display(), province.get_absolute_url())


def _communes(key: str, scope: Scope) -> Iterator[Found]:
    found = Commune.objects.reachable(scope).open_on(today()).select_related("province")
    for commune in _best(found, key, "sort_key", "pk"):
        yield Found(str(commune), commune.province.name, commune.get_absolute_url())


def _former(key: str, scope: Scope) -> Iterator[Found]:
    """Names of before the mergers; a unit that was split leads to each of its heirs."""
    heirs = Commune.objects.reachable(scope).open_on(today())
    found = FormerCommune.objects.filter(commune__in=heirs).select_related("commune__province")
    for former in _best(found, key, "name", "pk"):
        formerly = _("formerly %(name)s, %(district)s") % {"name": former.name, "district": former.district}
        yield Found(str(former.commune), former.commune.province.name, former.commune.get_absolute_url(), formerly)


def _villages(key: str, scope: Scope) -> Iterator[Found]:
    found = Village.objects.within(scope).open_on(today()).select_related("commune__province")
    for village in _best(found, key, "sort_key", "pk"):
        inside = f"{village.commune}, {village.commune.province.name}"
        yield Found(village.full_name, inside, village.get_absolute_url())
