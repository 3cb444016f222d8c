"""An indicator as an administrator adds it."""

from datetime import date
from typing import Any

from indicators.actions.definitions import Draft
from indicators.catalogue.choices import Choices
from indicators.catalogue.telling import rule_of
from indicators.catalogue.words import Words
from indicators.enums import Family
from indicators.queries.definitions import names_of_skills

NAME = "Người từ 60 tuổi tự mua hàng"


def draft(**other: Any) -> Draft:
    """People aged 60 or more who shop online alone, unless `other` says otherwise."""
    chosen = Choices(base="residents", age=60, kind="level", skills=("online_shopping",), level=3)
    said = {
        "family": Family.USE,
        "names": Words(NAME, "Old shoppers", "Acheteurs âgés"),
        "population": chosen.population(),
        "condition": chosen.condition(),
        "source": "Kế hoạch 12/KH-UBND",
        "valid_from": date(2026, 11, 1),
    } | other
    return Draft(rule=rule_of(said["population"], said["condition"], names_of_skills()), **said)
