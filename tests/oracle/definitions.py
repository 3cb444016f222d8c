"""The tables of the page: each indicator, its population, and when one of that population is counted."""

from collections.abc import Callable

from tests.oracle.state import State
from tests.oracle.tables import Id, Place

CORE = ("online_public_service", "online_shopping", "cashless_payment", "online_safety", "local_platforms")

OfPerson = Callable[[State, Id], bool]
OfHousehold = Callable[[State, str, Id], bool]
OfVillage = Callable[[State, Place], bool]


def aged(years: int) -> OfPerson:
    """The population of those at least so old: residents_14, residents_15, adults (18)."""
    return lambda state, person: state.aged(person, years)


def is_alone(skill: str) -> OfPerson:
    return lambda state, person: state.alone(person, skill)


def has_kept(skill: str) -> OfPerson:
    return lambda state, person: state.kept(person, skill)


def at_least(fact: str, level: int) -> OfPerson:
    return lambda state, person: state.level(person, fact) >= level


def exactly(fact: str, level: int) -> OfPerson:
    return lambda state, person: state.level(person, fact) == level


def owns_smartphone(state: State, person: Id) -> bool:
    # The page: "smartphone_owners: residents with own_smartphone = 1."
    return state.level(person, "own_smartphone") == 1


def is_able(state: State, person: Id) -> bool:
    # The page: "device_use alone, and at least two core skills alone."
    return state.alone(person, "device_use") and sum(state.alone(person, skill) for skill in CORE) >= 2


def is_trained(state: State, person: Id) -> bool:
    # The page: "Level ≥ 2 in at least one core skill."
    return any(state.level(person, skill) >= 2 for skill in CORE)


def keeps_any(state: State, person: Id) -> bool:
    # The page: "At least one core skill kept."
    return any(state.kept(person, skill) for skill in CORE)


def was_shown(skill: str) -> OfPerson:
    # The page: "`adults_shown_{core skill}`: adults with that skill at level ≥ 1."
    return lambda state, person: state.aged(person, 18) and state.level(person, skill) >= 1


def was_shown_any(state: State, person: Id) -> bool:
    # The page: "`adults_shown`: adults with at least one core skill at level ≥ 1."
    return any(was_shown(skill)(state, person) for skill in CORE)


def has_any_alone(state: State, person: Id) -> bool:
    return any(state.alone(person, skill) for skill in CORE)


PERSONS: dict[str, tuple[OfPerson, OfPerson]] = {
    "adults_kept": (aged(18), keeps_any),
    **{f"{skill}_kept": (aged(18), has_kept(skill)) for skill in CORE},
    "adults_able": (aged(18), is_able),
    **{f"{skill}_alone": (aged(18), is_alone(skill)) for skill in CORE},
    "epayment_adoption": (aged(15), is_alone("cashless_payment")),
    "adults_trained": (aged(18), is_trained),
    "vneid_level1": (aged(14), at_least("vneid", 1)),
    "vneid_level2": (aged(14), exactly("vneid", 2)),
    "payment_account": (aged(15), exactly("payment_account", 1)),
    "digital_signature": (aged(15), exactly("digital_signature", 1)),
    "vneid_confirmed": (aged(18), exactly("vneid_confirmed", 1)),
    "mooc_completed": (aged(18), exactly("mooc_completed", 1)),
    "province_app": (owns_smartphone, exactly("province_app", 1)),
    "adults_alone": (was_shown_any, has_any_alone),
    **{f"{skill}_helped": (was_shown(skill), at_least(skill, 2)) for skill in CORE},
}
"""Indicators of persons: the population, and when one of it is counted."""


def lives_where_met(state: State, village: str, person: Id) -> bool:
    # The page: "lives there in a household with a standing visit with result met on or before D."
    return any(household in state.met for household in state.homes[village][person])


PERSONS_AT_HOME: dict[str, tuple[OfPerson, OfHousehold]] = {"adults_visited": (aged(18), lives_where_met)}
"""Indicators of persons for which it matters where in the village they live."""


def every_household(state: State, household: Id) -> bool:
    return True


def trades(state: State, household: Id) -> bool:
    # The page: "business_households: open households with trades = 1."
    return state.level(household, "trades") == 1


def was_visited(state: State, village: str, household: Id) -> bool:
    return household in state.met


def pays_without_cash(state: State, village: str, household: Id) -> bool:
    # The page: "Some resident_15 of it with cashless_payment alone."
    members = state.members[village][household]
    return any(state.aged(person, 15) and state.alone(person, "cashless_payment") for person in members)


def has_five_skills(state: State, village: str, household: Id) -> bool:
    # The page: "Some one resident of it alone in all five core skills."
    members = state.members[village][household]
    return any(all(state.alone(person, skill) for skill in CORE) for person in members)


def has_fact(fact: str) -> OfHousehold:
    return lambda state, _village, household: state.level(household, fact) == 1


HOUSEHOLDS: dict[str, tuple[OfPerson, OfHousehold]] = {
    "epayment_households": (every_household, pays_without_cash),
    "households_five_skills": (every_household, has_five_skills),
    "online_sellers": (trades, has_fact("online_sale")),
    "households_visited": (every_household, was_visited),
    "business_qr": (trades, has_fact("business_qr")),
}
"""Indicators of households: the population, and when one of it, in a village, is counted."""


def has_ground(condition: str) -> OfVillage:
    return lambda state, place: place.village in state.ground and getattr(state.ground[place.village], condition) is True


def has_active_team(state: State, place: Place) -> bool:
    return place.village in state.active


VILLAGES: dict[str, OfVillage] = {
    "villages_with_active_team": has_active_team,
    "villages_4g": has_ground("has_4g"),
    "villages_telecom": has_ground("has_telecom"),
    "villages_power": has_ground("has_power"),
}
"""Indicators of open villages: when one is counted. A condition that nobody knows is not counted."""
