import pytest
from django.utils import translation

from indicators.catalogue import BY_CODE, CATALOGUE, Indicator
from indicators.catalogue.conditions import Level
from indicators.catalogue.populations import POPULATIONS
from indicators.catalogue.words import Words
from indicators.enums import Family, Group, Unit
from indicators.statement.levels import columns_needed
from sessions.models import Skill

CORE = ["cashless_payment", "local_platforms", "online_public_service", "online_safety", "online_shopping"]
EVERY_FIGURE = {
    "adults_kept", *(f"{skill}_kept" for skill in CORE),
    "adults_able", *(f"{skill}_alone" for skill in CORE),
    "epayment_adoption", "epayment_households", "households_five_skills", "online_sellers",
    "adults_trained", "households_visited",
    "vneid_level1", "vneid_level2", "payment_account", "digital_signature", "vneid_confirmed", "mooc_completed",
    "province_app", "business_qr",
}  # fmt: skip


def test_the_catalogue_holds_every_figure_that_is_counted_today_and_each_once() -> None:
    assert set(BY_CODE) == EVERY_FIGURE
    assert len(CATALOGUE) == len(EVERY_FIGURE)


def test_families_come_in_the_order_of_the_page_habits_first_and_installs_last() -> None:
    families = [one.family for one in CATALOGUE]

    assert families == sorted(families, key=list(Family).index)
    assert families[0] is Family.HABIT
    assert families[-1] is Family.INSTALL


@pytest.mark.parametrize("indicator", CATALOGUE, ids=lambda one: one.code)
def test_each_definition_is_complete_in_three_languages(indicator: Indicator) -> None:
    for words in (indicator.names, indicator.rule, indicator.population.names):
        assert all((words.vi, words.en, words.fr))
        assert len({words.vi, words.en, words.fr}) == 3
    assert all(rule.endswith(".") for rule in (indicator.rule.vi, indicator.rule.en, indicator.rule.fr))
    assert all((indicator.source, indicator.owner, indicator.reviewed_on))
    assert len(indicator.code) <= 60


@pytest.mark.parametrize("indicator", CATALOGUE, ids=lambda one: one.code)
def test_each_rule_begins_with_whom_it_counts_over(indicator: Indicator) -> None:
    assert indicator.population.names.vi in indicator.rule.vi
    assert indicator.rule.en.startswith("Of ")


def test_each_population_of_persons_has_six_groups_and_each_of_households_three() -> None:
    groups = {Unit.PERSONS: tuple(Group), Unit.HOUSEHOLDS: (Group.ALL, Group.POOR, Group.MINORITY)}

    assert [population.groups for population in POPULATIONS] == [groups[population.unit] for population in POPULATIONS]


@pytest.mark.django_db
def test_every_skill_that_a_definition_names_exists() -> None:
    conditions = [condition for one in CATALOGUE for condition in (one.condition, one.population.condition)]
    needed = columns_needed(conditions)

    assert (needed["level"] | needed["kept"]) - set(Skill.objects.values_list("code", flat=True)) == set()


def test_a_level_says_at_least_or_exactly_and_not_both() -> None:
    with pytest.raises(ValueError, match="vneid"):
        Level("vneid")
    with pytest.raises(ValueError, match="vneid"):
        Level("vneid", at_least=1, exactly=2)


def test_words_are_those_of_the_language_of_the_page() -> None:
    words = Words("hộ", "households", "foyers")
    said = []
    for language in ("vi", "en", "fr"):
        with translation.override(language):
            said.append(str(words))

    assert said == ["hộ", "households", "foyers"]
