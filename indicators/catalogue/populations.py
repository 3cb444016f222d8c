"""Who is counted over: indicators.md, Populations. And the groups for which the same is counted again."""

from dataclasses import dataclass
from functools import cached_property

from indicators.catalogue.conditions import ANYONE, Aged, Condition, Level, Minority, Poor, Several, Sexed, every, has
from indicators.catalogue.skills import CORE, SKILL_WORDS
from indicators.catalogue.words import Words
from indicators.enums import Group, Unit


@dataclass(frozen=True)
class Population:
    """Everyone, every open household, or every open village, of a place on a day, as far as `condition` holds.

    `code` says what it is: two populations of one code are the same. `base` is the code of the population it was made
    from by an age (`aged`), its own where it was not.
    """

    code: str
    unit: Unit
    names: Words
    condition: Condition = ANYONE
    base: str = ""
    age: int | None = None

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
    Unit.VILLAGES: {Group.ALL: ANYONE},
}
"""By unit, each group and who belongs to it."""

RESIDENTS = Population(
    "residents",
    Unit.PERSONS,
    Words("người đang sinh sống tại đây", "people who live there", "personnes qui y vivent"),
    base="residents",
)
SMARTPHONE_OWNERS = Population(
    "smartphone_owners",
    Unit.PERSONS,
    Words("người có điện thoại thông minh", "people with a smartphone", "personnes ayant un smartphone"),
    has("own_smartphone"),
    base="smartphone_owners",
)
HOUSEHOLDS = Population("households", Unit.HOUSEHOLDS, Words("hộ", "households", "foyers"), base="households")
BUSINESS_HOUSEHOLDS = Population(
    "business_households",
    Unit.HOUSEHOLDS,
    Words("hộ có buôn bán", "households that trade", "foyers qui font du commerce"),
    has("trades"),
    base="business_households",
)
VILLAGES = Population("villages", Unit.VILLAGES, Words("thôn", "villages", "villages (thôn)"), base="villages")

ADULT = 18


def _shown(skill: str) -> Population:
    words, code = SKILL_WORDS[skill], f"adults_shown_{skill}"
    names = Words(
        f"người từ 18 tuổi đã được chỉ việc “{words.vi}”",
        f"people aged 18 or more who were shown “{words.en}”",
        f"personnes de 18 ans et plus à qui l’on a montré « {words.fr} »",
    )
    return Population(code, Unit.PERSONS, names, every(Aged(ADULT), Level(skill, at_least=1)), base=code)


SHOWN = {skill: _shown(skill) for skill in CORE}
"""By core skill, the adults who were shown it, or did it."""

ADULTS_SHOWN = Population(
    "adults_shown",
    Unit.PERSONS,
    Words(
        "người từ 18 tuổi đã được chỉ kỹ năng cốt lõi",
        "people aged 18 or more who were shown a core skill",
        "personnes de 18 ans et plus à qui l’on a montré une compétence clé",
    ),
    every(Aged(ADULT), Several(CORE, at_least=1, how_many=1)),
    base="adults_shown",
)

BASES: dict[str, Population] = {
    one.code: one
    for one in (RESIDENTS, SMARTPHONE_OWNERS, ADULTS_SHOWN, *SHOWN.values(), HOUSEHOLDS, BUSINESS_HOUSEHOLDS, VILLAGES)
}
"""What every population is made from, by code."""


def population_of(base: str, age: int | None = None) -> Population:
    """The population of a base (a key of `BASES`), of persons also from an age on, in completed years.

    Raises ValueError for an age of what has none, and for one that nobody reaches.
    """
    if age is None:
        return BASES[base]
    if base == RESIDENTS.code:
        names = Words(f"người từ {age} tuổi", f"people aged {age} or more", f"personnes de {age} ans et plus")
        return Population(_code(base, age), Unit.PERSONS, names, Aged(age), base, age)
    if base == SMARTPHONE_OWNERS.code:
        names = Words(
            f"người từ {age} tuổi có điện thoại thông minh",
            f"people aged {age} or more with a smartphone",
            f"personnes de {age} ans et plus ayant un smartphone",
        )
        return Population(_code(base, age), Unit.PERSONS, names, every(Aged(age), SMARTPHONE_OWNERS.condition), base, age)
    raise ValueError(f"{base} have no age")


def _code(base: str, age: int) -> str:
    return "adults" if (base, age) == (RESIDENTS.code, ADULT) else f"{base}_{age}"


RESIDENTS_14 = population_of("residents", 14)
RESIDENTS_15 = population_of("residents", 15)
ADULTS = population_of("residents", ADULT)

POPULATIONS = (
    RESIDENTS,
    RESIDENTS_14,
    RESIDENTS_15,
    ADULTS,
    SMARTPHONE_OWNERS,
    ADULTS_SHOWN,
    *SHOWN.values(),
    HOUSEHOLDS,
    BUSINESS_HOUSEHOLDS,
    VILLAGES,
)
"""Those of indicators.md, in its order."""
