import re
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import BUILTIN, DECLARED, Indicator
from indicators.catalogue.choices import choices_of
from indicators.catalogue.codec import KINDS, condition_data, condition_from, population_data, population_from
from indicators.catalogue.conditions import (
    ActiveTeam,
    Aged,
    Condition,
    Every,
    Kept,
    Level,
    Minority,
    Poor,
    Several,
    Sexed,
    SomeMember,
    VillageHas,
    Visited,
    fits,
)
from indicators.catalogue.declared import Declared
from indicators.catalogue.populations import ADULTS, BASES, HOUSEHOLDS, POPULATIONS, VILLAGES, population_of
from indicators.catalogue.telling import Named, rule_of
from indicators.catalogue.words import Words
from indicators.enums import Family, Ground, Group, Unit
from sessions.enums import Ladder
from sessions.models import Skill

PAGE = (Path(settings.BASE_DIR) / "docs" / "indicators.md").read_text()
CORE = ("online_public_service", "online_shopping", "cashless_payment", "online_safety", "local_platforms")
EVERY_DEFINITION = [*BUILTIN, *DECLARED]


def rows_of_the_page() -> dict[str, tuple[str, str]]:
    """Family and population of each code of the page's table of indicators, with `{core skill}` spelled out."""
    found = {}
    table = PAGE.split("## Indicators\n")[1].split("**Groups**")[0]
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[0].startswith("`"):
            for code in re.findall(r"`([^`]+)`", cells[0]):
                for skill in CORE if "{" in code else ("",):
                    family, population = (cell.replace("{core skill}", skill) for cell in cells[1:3])
                    found[code.replace("{core skill}", skill)] = (family, population)
    return found


def test_the_catalogue_holds_every_figure_of_the_page_and_no_other_each_once() -> None:
    codes = [one.code for one in EVERY_DEFINITION]

    assert set(codes) == set(rows_of_the_page())
    assert len(codes) == len(set(codes))
    assert len(codes) == 41


@pytest.mark.parametrize("indicator", BUILTIN, ids=lambda one: one.code)
def test_each_figure_has_the_family_and_population_that_the_page_says(indicator: Indicator) -> None:
    assert rows_of_the_page()[indicator.code] == (indicator.family.value, indicator.population.code)


def test_declared_figures_are_those_that_the_page_calls_so() -> None:
    assert {code for code, (_family, population) in rows_of_the_page().items() if population == "declared"} == {
        one.code for one in DECLARED
    }


def test_families_come_in_the_order_of_the_page_habits_first_installs_and_ground_last() -> None:
    families = [one.family for one in BUILTIN]

    assert families == sorted(families, key=list(Family).index)
    assert list(dict.fromkeys(families)) == [Family.HABIT, Family.USE, Family.REACH, Family.INSTALL, Family.GROUND, Family.STEPS]


@pytest.mark.parametrize("definition", EVERY_DEFINITION, ids=lambda one: one.code)
def test_each_definition_is_complete_in_three_languages(definition: Indicator | Declared) -> None:
    over = definition.out_of if isinstance(definition, Declared) else definition.population.names
    for words in (definition.names, definition.rule, over):
        assert all((words.vi, words.en, words.fr))
        assert len({words.vi, words.en, words.fr}) == 3
    assert all(rule.endswith(".") for rule in (definition.rule.vi, definition.rule.en, definition.rule.fr))
    assert all((definition.source, definition.owner, definition.reviewed_on, definition.version))
    assert len(definition.code) <= 60
    assert over.vi in definition.rule.vi
    assert definition.rule.en.startswith("Of ")
    assert definition.rule.fr.startswith("Parmi ")


# A definition that counts something else has another version, so that pages can say since when; then mend the line here.
COUNTED = {
    "adults_kept": "1 51ba8e",
    "online_public_service_kept": "1 1862f2",
    "online_shopping_kept": "1 b1d2ac",
    "cashless_payment_kept": "1 a0a451",
    "online_safety_kept": "1 45dc6e",
    "local_platforms_kept": "1 d0dcc8",
    "adults_able": "1 3edd51",
    "online_public_service_alone": "1 fb7512",
    "online_shopping_alone": "1 796259",
    "cashless_payment_alone": "1 767486",
    "online_safety_alone": "1 d5279b",
    "local_platforms_alone": "1 52ccf1",
    "epayment_adoption": "1 ab8a40",
    "epayment_households": "1 37a5ed",
    "households_five_skills": "1 8cb2fa",
    "online_sellers": "1 fbc61c",
    "adults_trained": "1 8f7e5d",
    "households_visited": "1 c8c861",
    "villages_with_active_team": "1 767d67",
    "vneid_level1": "1 469684",
    "vneid_level2": "1 f8da13",
    "payment_account": "1 4285d6",
    "digital_signature": "1 e09490",
    "vneid_confirmed": "1 5345a4",
    "mooc_completed": "1 0f6b80",
    "province_app": "1 c4f2c5",
    "business_qr": "1 84b2f8",
    "villages_4g": "1 303f97",
    "villages_telecom": "1 66ad43",
    "villages_power": "1 1a0f02",
    "adults_visited": "1 c32d72",
    "adults_alone": "1 a83d4f",
    "online_public_service_helped": "1 0de526",
    "online_shopping_helped": "1 bf7a65",
    "cashless_payment_helped": "1 a0ffd4",
    "online_safety_helped": "1 198903",
    "local_platforms_helped": "1 b4a140",
}


def fingerprint(indicator: Indicator) -> str:
    """The version and what is counted by it, shortly."""
    counted = sha256(repr((indicator.population.code, indicator.population.condition, indicator.condition)).encode())
    return f"{indicator.version} {counted.hexdigest()[:6]}"


def test_what_a_definition_counts_changes_only_with_its_version() -> None:
    assert {one.code: fingerprint(one) for one in BUILTIN} == COUNTED


def test_each_unit_has_its_groups_everyone_first() -> None:
    groups = {Unit.PERSONS: tuple(Group), Unit.HOUSEHOLDS: (Group.ALL, Group.POOR, Group.MINORITY), Unit.VILLAGES: (Group.ALL,)}

    assert [population.groups for population in POPULATIONS] == [groups[population.unit] for population in POPULATIONS]


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: Level("vneid"), "say at_least or exactly"),
        (lambda: Level("vneid", at_least=1, exactly=2), "say at_least or exactly"),
        (lambda: Level("vneid", at_least=4), "no level 4"),
        (lambda: Level('x" OR 1=1 --', at_least=1), "not the codes of skills"),
        (lambda: Several(CORE, at_least=3, how_many=6), "6 of 5 skills"),
        (lambda: Several((), at_least=3, how_many=1), "1 of 0 skills"),
        (lambda: Several(("a", "a"), at_least=3, how_many=1), "the same skill twice"),
        (lambda: Kept(CORE, days=0), "0 days"),
        (lambda: Aged(0), "0 years"),
        (lambda: VillageHas("gold"), "no such ground"),
        (lambda: ActiveTeam(1000), "1000 days"),
        (lambda: SomeMember(VillageHas("4g")), "cannot be asked of a person"),
        (lambda: population_of("households", 18), "households have no age"),
    ],
)
def test_what_makes_no_sense_cannot_be_made(make: object, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        make()  # type: ignore[operator]


def test_an_indicator_asks_of_its_population_only_what_can_be_asked_of_it() -> None:
    words = Words("a", "b", "c")
    with pytest.raises(ValueError, match="cannot be asked of villages"):
        Indicator(
            code="x", family=Family.USE, names=words, rule=words, population=VILLAGES, condition=Every((Visited(),)), source="x"
        )


levels = st.integers(1, 3)
skills = st.lists(st.sampled_from([*CORE, "device_use", "ai-Basics"]), min_size=1, max_size=5, unique=True).map(tuple)
of_people = st.recursive(
    st.one_of(
        st.builds(Level, st.sampled_from(CORE), at_least=levels),
        st.builds(Level, st.sampled_from(CORE), exactly=st.integers(0, 3)),
        skills.flatmap(lambda some: st.builds(Several, st.just(some), levels, st.integers(1, len(some)))),
        skills.flatmap(lambda some: st.builds(Kept, st.just(some), st.integers(1, 366), st.integers(1, len(some)))),
        st.builds(Aged, st.integers(1, 120)),
        st.builds(Sexed, st.sampled_from(["female", "male"])),
        st.just(Minority()),
        st.just(Poor()),
    ),
    lambda inner: st.lists(inner, max_size=3).map(lambda some: Every(tuple(some))),
    max_leaves=4,
)
conditions = st.one_of(
    of_people,
    of_people.map(SomeMember),
    st.just(Visited()),
    st.builds(VillageHas, st.sampled_from(Ground.values)),
    st.builds(ActiveTeam, st.integers(1, 366)),
)


@given(condition=conditions)
def test_a_condition_comes_back_from_json_as_it_was(condition: Condition) -> None:
    assert condition_from(condition_data(condition)) == condition


@given(base=st.sampled_from(sorted(BASES)), age=st.none() | st.integers(1, 120))
def test_a_population_comes_back_from_json_as_it_was(base: str, age: int | None) -> None:
    if base not in ("residents", "smartphone_owners"):
        age = None
    population = population_of(base, age)

    assert population_from(population_data(population)) == population


def test_populations_of_one_code_are_the_same() -> None:
    made = {population_of(base, age) for base in ("residents", "smartphone_owners") for age in (None, *range(1, 121))}

    assert len({one.code for one in made}) == len(made)
    assert set(POPULATIONS) <= made | set(BASES.values())
    assert population_of("residents", 18) == ADULTS


@pytest.mark.parametrize(
    "data",
    [
        None, [], "level", {}, {"kind": "levels"}, {"kind": ["level"]},
        {"kind": "level", "skill": "vneid", "at_least": 1},
        {"kind": "level", "skill": "vneid", "at_least": True, "exactly": None},
        {"kind": "level", "skill": "vneid", "at_least": "1", "exactly": None},
        {"kind": "level", "skill": ["vneid"], "at_least": 1, "exactly": None},
        {"kind": "several", "skills": "vneid", "at_least": 1, "how_many": 1},
        {"kind": "aged", "years": 18, "more": 1},
        {"kind": "every", "conditions": [{"kind": "aged"}]},
        {"kind": "every", "conditions": [[]]},
        {"kind": "some_member", "condition": None},
        {"kind": "village_has", "ground": "4G"},
    ],
)  # fmt: skip
def test_what_is_no_condition_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"not|made of|no such"):
        condition_from(data)


def test_a_condition_without_end_is_refused() -> None:
    endless: dict[str, object] = {"kind": "every"}
    endless["conditions"] = [endless]

    with pytest.raises(ValueError, match="not a condition"):
        condition_from(endless)


@pytest.mark.parametrize("data", [None, {}, {"base": "adults", "age": None}, {"base": "residents", "age": "18"}])
def test_what_is_no_population_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="not a population"):
        population_from(data)


@pytest.mark.parametrize("indicator", BUILTIN, ids=lambda one: one.code)
def test_every_figure_can_be_taken_apart_into_choices_so_that_it_can_have_a_variant(indicator: Indicator) -> None:
    choices = choices_of(indicator.population, indicator.condition)

    assert (choices.population(), choices.condition()) == (indicator.population, indicator.condition)


@pytest.mark.parametrize("condition", [Every(), Minority(), Every((Aged(18),)), SomeMember(Aged(15))])
def test_what_no_choices_make_is_told(condition: Condition) -> None:
    with pytest.raises(ValueError, match=r"skills"):
        choices_of(HOUSEHOLDS, condition)


NAMES = {
    code: Named(Words(f"vi {code}", f"en {code}", f"fr {code}"), Ladder.COMPETENCE) for code in [*CORE, "device_use", "ai-Basics"]
}


@given(condition=conditions)
def test_every_condition_has_words_in_three_languages_that_name_all_it_asks_for(condition: Condition) -> None:
    unit = next(unit for unit in Unit if fits(condition, unit))
    population = next(one for one in POPULATIONS if one.unit is unit)

    rule = rule_of(population, condition, NAMES)

    asked = {skill for skill in NAMES if f"'{skill}'" in str(condition_data(condition))}
    for language, text in (("vi", rule.vi), ("en", rule.en), ("fr", rule.fr)):
        assert all(f"{language} {skill}" in text for skill in asked)
        assert text.endswith(".")
        assert getattr(population.names, language) in text


def test_every_kind_of_condition_can_be_stored() -> None:
    assert set(KINDS.values()) == set(Condition.__args__)


@pytest.mark.django_db
def test_every_skill_that_a_definition_names_exists() -> None:
    known = set(Skill.objects.values_list("code", flat=True))
    texts = [str(condition_data(one)) for each in BUILTIN for one in (each.condition, each.population.condition)]
    asked = {
        word for text in texts for named in re.findall(r"'skills?': (\[.*?\]|'.*?')", text) for word in re.findall(r"\w+", named)
    }

    assert set(CORE) < asked
    assert asked <= known


def test_words_are_those_of_the_language_of_the_page() -> None:
    words = Words("hộ", "households", "foyers")
    said = []
    for language in ("vi", "en", "fr"):
        with translation.override(language):
            said.append(str(words))

    assert said == ["hộ", "households", "foyers"]
