from dataclasses import dataclass
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from indicators.catalogue import BY_CODE, CATALOGUE, Indicator

DEFAULT = "adults_able"
ORDERS = ("high", "low", "name")


@dataclass(frozen=True)
class Choice:
    """Which indicator a page looks at closely, and how the places inside are ordered. An unknown word is the default's."""

    indicator: Indicator
    order: str

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """The choice in an address."""
        indicator = BY_CODE.get(query.get("indicator", ""), BY_CODE[DEFAULT])
        order = query.get("order", "")
        return cls(indicator, order if order in ORDERS else ORDERS[0])

    def indicators(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """What can be chosen, by family: code, name, whether it is chosen."""
        families: dict[str, list[tuple[str, str, bool]]] = {}
        for one in CATALOGUE:
            families.setdefault(str(one.family.label), []).append((one.code, one.name, one is self.indicator))
        return list(families.items())

    def orders(self) -> list[tuple[str, str, bool]]:
        """The orders of the places inside: word, name, whether it is chosen."""
        names = {"high": _("highest first"), "low": _("lowest first"), "name": _("by name")}
        return [(word, names[word], word == self.order) for word in ORDERS]
