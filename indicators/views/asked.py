"""A request of nobody in particular: what a page may depend on that is kept for all who may see the same."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac

from communes.scope import Scope, ScopedRequest
from indicators.queries.honesty import Honesty
from literacy_portal.kit.holes import hole
from teams.scoping import Assignment, Reach

MARK = salted_hmac("indicators.views.asked", "holes").hexdigest()[:24]
"""Begins each hole of a kept page. By the secret key, so that nobody can write it into a name."""

HOLES = {name: hole(MARK, name) for name in ("pk", "name", "username", "csrf", "now")}
"""What stands in a kept page where something of the reader goes."""


THEME_COOKIE = "theme"


class Anyone:
    """Stands for the reader: the name is a hole, and who it is cannot be asked."""

    is_authenticated, is_active, is_anonymous = True, True, False
    pk, username = HOLES["pk"], HOLES["username"]

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(f"A kept page must not depend on its reader: {name}")

    def get_full_name(self) -> str:
        """A hole."""
        return HOLES["name"]

    get_short_name = get_full_name

    def get_username(self) -> str:
        """A hole."""
        return HOLES["username"]

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        """As the user with these roles."""
        return permission in self._reach.permissions

    def has_module_perms(self, app_label: str) -> bool:
        """As the user with these roles."""
        return any(permission.startswith(f"{app_label}.") for permission in self._reach.permissions)


class Asked(ScopedRequest):
    """The address, the theme, and what is open: all that the maker of a kept page is told, and all that its key must hold.

    `frame` is a word for all of it: what stands around the figures depends on nothing else.
    """

    csrf_token = HOLES["csrf"]

    def __init__(self, request: HttpRequest, assignments: list[Assignment], scope: Scope, frame: str) -> None:
        super().__init__()
        self.method, self.path, self.path_info = "GET", request.path, request.path_info
        self.GET = QueryDict(request.META.get("QUERY_STRING", ""))
        self.META = {"QUERY_STRING": request.META.get("QUERY_STRING", "")}
        self.COOKIES = {name: value for name, value in request.COOKIES.items() if name == THEME_COOKIE}
        self.resolver_match = request.resolver_match
        self.reach, self.scope = Reach.of(assignments), scope
        self.frame = frame
        self.user = Anyone(self.reach)  # type: ignore[assignment]  # a stand-in


def by_the_clock(request: HttpRequest, honesty: Honesty) -> Honesty:
    """The same for a page: where nothing waits it is counted up to the moment of reading, which a kept page leaves open."""
    fresh = honesty.freshness
    if fresh.waiting or not fresh.counted_at or not isinstance(request, Asked):
        return honesty
    return replace(honesty, freshness=replace(fresh, counted_at=HOLES["now"]))  # type: ignore[arg-type]  # a text in its place
