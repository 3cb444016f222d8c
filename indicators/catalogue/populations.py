"""Who is counted over: indicators.md, Populations. And the groups for which the same is counted again."""

from dataclasses import dataclass
from functools import cached_property

from indicators.catalogue.conditions import ANYONE, Aged, Condition, Minority, Poor, Sexed, has
from indicators.catalogue.words import Words
from indicators.enums import Group, Unit


@dataclass(frozen=True)
class Population:
    """Everyone, or every open household, of a place on a day, as far as `condition` holds."""

    code: str
    unit: Unit
    names: Words
    condition: Condition = ANYONE

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The groups of its figures, everyone first."""
        return tuple(GROUPS[self.unit])


GROUPS: dict[Unit, dict[Group, Condition]] = {
    Unit.PERSONS: {
        Group.ALL: ANYONE,
        Group.FEMALE: Sexed("female"),
        Group.MALE: Sexed("male"),
        Group.AGE_60_PLUS: Aged(60),
        Group.MINORITY: Minority(),
        Group.POOR: Poor(),
    },
    Unit.HOUSEHOLDS: {Group.ALL: ANYONE, Group.POOR: Poor(), Group.MINORITY: Minority()},
}
"""By unit, each group and who belongs to it."""

RESIDENTS_14 = Population(
    "residents_14", Unit.PERSONS, Words("người từ 14 tuổi", "people aged 14 or more", "personnes de 14 ans et plus"), Aged(14)
)
RESIDENTS_15 = Population(
    "residents_15", Unit.PERSONS, Words("người từ 15 tuổi", "people aged 15 or more", "personnes de 15 ans et plus"), Aged(15)
)
ADULTS = Population(
    "adults", Unit.PERSONS, Words("người từ 18 tuổi", "people aged 18 or more", "personnes de 18 ans et plus"), Aged(18)
)
SMARTPHONE_OWNERS = Population(
    "smartphone_owners",
    Unit.PERSONS,
    Words("người có điện thoại thông minh", "people with a smartphone", "personnes ayant un smartphone"),
    has("own_smartphone"),
)
HOUSEHOLDS = Population("households", Unit.HOUSEHOLDS, Words("hộ", "households", "foyers"))
BUSINESS_HOUSEHOLDS = Population(
    "business_households",
    Unit.HOUSEHOLDS,
    Words("hộ có buôn bán", "households that trade", "foyers qui font du commerce"),
    has("trades"),
)

POPULATIONS = (RESIDENTS_14, RESIDENTS_15, ADULTS, SMARTPHONE_OWNERS, HOUSEHOLDS, BUSINESS_HOUSEHOLDS)
