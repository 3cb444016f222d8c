"""The menu, and what else every page needs: theme, support contact, whether its people are invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communes.models import Commune
from communes.scope import Scope
from teams import roles

THEME_COOKIE = "theme"
THEMES = frozenset({"light", "dark"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu: where it leads, its words and icon, and the permission that shows it.

    `part` is what the addresses of its pages contain. `in_commune` entries lead into the user's commune; who works
    in several reaches them from the commune's page. `wide_only` entries are left out where a thumb has no room for more:
    the commune's page leads there too.
    """

    route: str
    label: Any
    icon: str
    permission: str
    part: str
    in_commune: bool = False
    wide_only: bool = False


MENU = (
    Entry("indicators:home", _("Overview"), "chart", roles.VIEW_FIGURES, "/vn/"),
    Entry("coaching:field", _("Tonight"), "home", roles.LOG_VISIT, "/field/"),
    Entry("coaching:households", _("Households"), "door", roles.VIEW_PEOPLE, "/households/"),
    Entry("communes:imports", _("Rosters"), "sheet", roles.IMPORT_ROSTER, "/imports/", in_commune=True),
    Entry("indicators:reports", pgettext_lazy("menu", "Reports"), "sheet", roles.VIEW_REPORT, "/reports/", in_commune=True),
    Entry("coaching:review", _("To decide"), "done", roles.VIEW_REVIEW, "/review/", in_commune=True, wide_only=True),
    Entry("communes:places", pgettext_lazy("menu", "Places"), "search", roles.VIEW_FIGURES, "/places/"),
    Entry("teams:teams", pgettext_lazy("menu", "Teams"), "users", roles.VIEW_TEAM, "/teams/", in_commune=True),
)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as this user sees it."""

    url: str
    label: Any
    icon: str
    is_current: bool
    wide_only: bool = False


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Nothing is asked of the database before a template uses `menu`."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    # A page made for anyone has a hole where each reader's token goes (`indicators.views.asked`).
    hole = {"csrf_token": request.csrf_token} if hasattr(request, "csrf_token") else {}
    return hole | {
        "menu": SimpleLazyObject(lambda: menu_of(request)),
        "theme": chosen if chosen in THEMES else "",
        "support_contact": settings.SUPPORT_CONTACT,
        "is_demo": settings.DEMO,
    }


def menu_of(request: HttpRequest) -> list[Link]:
    """The entries open to the user; none before signing in."""
    if not (hasattr(request, "reach") and request.user.is_authenticated):
        return []
    # The last entry that fits is the nearest: pages of a village lie under /vn/, too.
    current = next((entry for entry in reversed(MENU) if entry.part in request.path), None)
    return [Link(url, entry.label, entry.icon, entry is current, entry.wide_only) for entry, url in _opened(request.reach)]


def _opened(reach: Any) -> Iterator[tuple[Entry, str]]:
    places: dict[str, str] = {}
    for entry in MENU:
        scope = reach.to(entry.permission)
        if not scope:
            continue
        if not entry.in_commune:
            yield entry, reverse(entry.route)
        elif code := _only_commune(scope):
            if code not in places:
                places |= {commune.pk: commune.province_id for commune in Commune.objects.reachable(scope)}
            if code in places:
                yield entry, reverse(entry.route, kwargs={"province": places[code], "commune": code})


def _only_commune(scope: Scope) -> str:
    """The one commune in which the scope lies, or nothing."""
    codes = scope.communes | {village[:5] for village in scope.villages}
    return "" if scope.everything or scope.provinces or len(codes) != 1 else next(iter(codes))
