"""Roles and places as a sentence says them: "commune officer — xã Phú Xuân"; languages by their own names."""

from collections.abc import Iterable

from django.db.models import Model
from django.utils.translation import gettext as _

from communes.enums import Language
from communes.models import Commune, Province, Village
from communes.scope import Scope
from teams.enums import Role
from teams.scoping import Assignment


def roles_in_words(assignments: Iterable[Assignment]) -> list[tuple[str, str]]:
    """Each role with the names of its places. Three queries at most, whatever the number of roles."""
    listed = list(assignments)
    names = _names(listed)
    return [(str(Role(one.role).label), _places(one.scope, names)) for one in listed]


def _places(scope: Scope, names: dict[str, str]) -> str:
    if scope.everything:
        return _("the whole country")
    codes = sorted(scope.provinces | scope.communes | scope.villages)
    return ", ".join(names[code] for code in codes if code in names)


def _names(assignments: list[Assignment]) -> dict[str, str]:
    names: dict[str, str] = {}
    kinds: list[tuple[type[Model], set[str]]] = [
        (Province, {code for one in assignments for code in one.scope.provinces}),
        (Commune, {code for one in assignments for code in one.scope.communes}),
        (Village, {code for one in assignments for code in one.scope.villages}),
    ]
    for model, codes in kinds:
        if codes:
            names |= {place.pk: str(place) for place in model._default_manager.filter(pk__in=codes)}  # noqa: SLF001 -- Django's own way
    return names


def languages_in_words(codes: Iterable[str]) -> str:
    """The names of languages by their codes; a code that is unknown stays as it is."""
    names = dict(Language.choices)
    return ", ".join(str(names.get(code, code)) for code in codes)
