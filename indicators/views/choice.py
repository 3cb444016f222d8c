from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.catalogue import Catalogue, Indicator
from indicators.enums import Group
from indicators.forms.look import CourseForm, LookForm
from literacy_portal.kit.periods import today

DEFAULT = "adults_able"
ORDERS = ("high", "low", "name")
STEEPEST = "steep"
"""An order of curves only."""
MAPS = ("borders", "tiles")
DRAWN_DAYS = 90
"""So much of a course is drawn unless another first day is asked for."""


@dataclass(frozen=True)
class Choice:
    """What the reader asked of a page: all of it stands in the address. What cannot be understood is the default's.

    `day` is None for now; the figures of a day are those of its end. `map` is empty for the best map there is.
    """

    indicator: Indicator
    order: str
    day: date | None
    group: Group
    since: date
    form: LookForm
    map: str = ""
    ways: tuple[str, ...] = ORDERS

    @classmethod
    def of(
        cls,
        query: QueryDict,
        catalogue: Catalogue,
        groups: Iterable[Group],
        indicator: Indicator | None = None,
        *,
        draws: bool = False,
        orders: tuple[str, ...] = ORDERS,
    ) -> Self:
        """The choice in an address, on the page of an `indicator` or of all; `draws`: a stretch of time, too."""
        asked = (query.get("day", ""), query.get("group", "") or str(Group.ALL), query.get("since", ""))
        form = _understood(CourseForm if draws else LookForm, asked, tuple(groups), today(), get_language())
        known = form.cleaned_data
        day, order = known.get("day"), query.get("order", "")
        chosen = indicator or catalogue.by_code.get(query.get("indicator", "")) or catalogue.by_code[DEFAULT]
        since = known.get("since") or (day or today()) - timedelta(days=DRAWN_DAYS)
        order, kind = (order if order in orders else orders[0]), query.get("map", "")
        group = Group(known.get("group") or Group.ALL)
        return cls(chosen, order, day, group, since, form, kind if kind in MAPS else "", orders)

    @property
    def last(self) -> date:
        """The day that is looked at: the one asked for, or today."""
        return self.day or today()

    @property
    def kept(self) -> str:
        """What other pages are to keep of it, as the end of their address: the day, the group, the kind of map."""
        return _query(self._state())

    def address(self, **more: str) -> str:
        """The same, with more."""
        return _query(self._state() | more)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The same, as hidden fields of another form."""
        return list(self._state().items())

    def _state(self) -> dict[str, str]:
        state = {"day": self.day.isoformat()} if self.day else {}
        state |= {"group": str(self.group)} if self.group is not Group.ALL else {}
        return state | ({"map": self.map} if self.map else {})

    def maps(self, shown: str) -> list[dict[str, Any]]:
        """The kinds of map as tabs, of which one is shown: the same page with the other."""
        names = {"borders": _("As they lie"), "tiles": _("Tiles of one size")}
        asked = {"indicator": self.indicator.code, "order": self.order}
        return [
            {"label": names[kind], "url": f"{_query(self._state() | asked | {'map': kind})}#inside", "is_current": kind == shown}
            for kind in MAPS
        ]

    def orders(self) -> list[tuple[str, str, bool]]:
        """The orders of the places inside: word, name, whether it is chosen."""
        names = {"high": _("highest first"), "low": _("lowest first"), "name": _("by name"), STEEPEST: _("steepest first")}
        return [(word, names[word], word == self.order) for word in self.ways]

    def indicators(self, catalogue: Iterable[Indicator]) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """What places can be compared by, by family: code, name, whether it is chosen."""
        families: dict[str, list[tuple[str, str, bool]]] = {}
        for one in catalogue:
            families.setdefault(str(one.family.label), []).append((one.code, one.name, one.code == self.indicator.code))
        return list(families.items())


@lru_cache(maxsize=500)
def _understood(kind: type[LookForm], asked: tuple[str, str, str], groups: tuple[Group, ...], *_more: object) -> LookForm:
    """The form with what was asked: the same for all who ask the same on one day in one language, as it is only read."""
    day, group, since = asked
    form = kind({"day": day, "group": group, "since": since}, groups=groups)
    form.is_valid()
    return form


def _query(state: dict[str, str]) -> str:
    return f"?{urlencode(state)}" if state else ""
