"""The verb of scope: which rows a request may reach. Deny by default.

*Where* a user may act is a `Scope`, a frozen set of place codes; `queryset.within(scope)` only ever
narrows a queryset, and an empty scope returns nothing. *Who* has which scope is the business of app
`teams`, which hangs a `Reach` on each request. A view states the one permission it needs and finds the
scope of that permission on the request: a user who is an officer in one commune and a neighbour in
another imports only in the first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Protocol, Self, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Scope:
    """Places by code. A province covers its communes, a commune its villages; `everything` covers all."""

    everything: bool = False
    provinces: frozenset[str] = frozenset()
    communes: frozenset[str] = frozenset()
    villages: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.everything or bool(self.provinces or self.communes or self.villages)

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(
            self.everything or other.everything,
            self.provinces | other.provinces,
            self.communes | other.communes,
            self.villages | other.villages,
        )

    @property
    def told(self) -> tuple[bool, list[str], list[str], list[str]]:
        """The same in one order, for a key that two processes agree on."""
        return self.everything, sorted(self.provinces), sorted(self.communes), sorted(self.villages)

    def covers(self, village: str, province: str) -> bool:
        """Whether the village with this code, in this province, lies in the scope."""
        return self.everything or village in self.villages or village[:5] in self.communes or province in self.provinces

    def condition(self, village: str) -> Q:
        """The filter on a model whose path to the village is `village` ("" for the village itself)."""
        if self.everything:
            return Q()
        to_village = f"{village}__" if village else ""
        return (
            Q(**{f"{to_village}code__in": self.villages})
            | Q(**{f"{to_village}commune__in": self.communes})
            | Q(**{f"{to_village}commune__province__in": self.provinces})
        )

    def communes_condition(self, commune: str) -> Q:
        """The filter on a model whose path to the commune is `commune`: whole communes only, not single villages."""
        if self.everything:
            return Q()
        return Q(**{f"{commune}__in": self.communes}) | Q(**{f"{commune}__province__in": self.provinces})


NOWHERE = Scope()
EVERYWHERE = Scope(everything=True)


class ScopedQuerySet(models.QuerySet[M]):
    """A queryset that can be narrowed to a scope.

    The model names its path to the village once, in the class attribute `scope_path` (foreign keys
    only, so that narrowing never doubles a row).
    """

    def within(self, scope: Scope) -> Self:
        """The rows of this queryset in the scope; none for an empty scope."""
        if not scope:
            return self.none()
        return self.filter(scope.condition(self.model.scope_path))  # type: ignore[attr-defined]


class CommuneScopedQuerySet(ScopedQuerySet[M]):
    """For what belongs to a whole commune (an import, a report): `scope_path` leads to the commune."""

    def within(self, scope: Scope) -> Self:
        """The rows whose whole commune is in the scope; none for an empty scope."""
        if not scope:
            return self.none()
        return self.filter(scope.communes_condition(self.model.scope_path))  # type: ignore[attr-defined]


class Reach(Protocol):
    """What app `teams` hangs on the request: for each permission, where it holds."""

    def to(self, permission: str) -> Scope:
        """Where the permission holds; empty where it does not."""
        ...


class ScopedRequest(HttpRequest):
    """A request inside a scoped view."""

    reach: Reach
    scope: Scope
    came_at: datetime


def scoped(permission: str) -> Callable[[View], View]:
    """Opens a view to those who hold the permission somewhere, and tells it where: `request.scope`.

    Everyone else gets 404, as for an address that does not exist.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def scoped_view(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.scope = request.reach.to(permission)
            if not request.scope:
                raise Http404
            return view(request, *args, **kwargs)

        scoped_view.permission = permission  # type: ignore[attr-defined]
        return scoped_view

    return decorate


def public(view: View) -> View:
    """Opens a view to everyone, signed in or not. The house tests keep the list of these."""
    opened = login_not_required(view)
    opened.is_public = True  # type: ignore[attr-defined]
    return opened


def personal(view: View) -> View:
    """Opens a view to every signed-in user; it shows only what is the user's own."""
    view.is_personal = True  # type: ignore[attr-defined]
    return view
