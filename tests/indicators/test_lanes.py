"""More skills than fit into one number: the recount packs levels into lanes, and no skill may run into its neighbour."""

import random
from collections.abc import Mapping
from datetime import date

import pytest
from django.db import connection

from communes.models import Household
from indicators.catalogue import Indicator
from indicators.catalogue.conditions import Condition, Kept, Level, Several, every
from indicators.catalogue.populations import RESIDENTS
from indicators.catalogue.words import Words
from indicators.enums import Family
from indicators.statement.lanes import LANE
from indicators.statement.recount import recount
from sessions.models import Skill
from tests.indicators.conftest import learn, live

pytestmark = pytest.mark.django_db

MANY = [f"trade-{number:02}" for number in range(2 * LANE + 5)]
BEGUN, DAY = date(2026, 8, 1), date(2026, 10, 1)
"""The levels are of the first day; who is at 3 then was seen so again on the last."""


@pytest.mark.parametrize("seed", range(3))
def test_each_of_many_skills_keeps_its_own_level_and_its_own_run(home: Household, seed: int) -> None:
    dice = random.Random(seed)
    for order, code in enumerate(MANY):
        Skill.objects.create(code=code, family="use", order=1000 + order, name_vi=code, name_en=code, name_fr=code)
    levels = {code: dice.randint(0, 3) for code in MANY}
    resident = live(home, birth_year=1980)
    for code, level in levels.items():
        if level:
            learn(resident, code, level, BEGUN)
        if level == 3:
            learn(resident, code, 3, DAY)

    asked = _asked(dice)

    assert _counted(asked) == {code for code, one in asked.items() if _is_met(one, levels)}


def _asked(dice: random.Random) -> dict[str, Condition]:
    """Every level of every skill, and handfuls of skills from all lanes."""
    one_by_one: list[Condition] = [
        condition
        for skill in MANY
        for condition in (
            Kept((skill,), days=60),
            Kept((skill,), days=62),
            *(Level(skill, at_least=level) for level in range(4)),
            *(Level(skill, exactly=level) for level in range(4)),
        )
    ]
    together: list[Condition] = []
    for _try in range(60):
        some = tuple(dice.sample(MANY, dice.randint(1, 9)))
        how_many = dice.randint(1, len(some))
        together += [Several(some, dice.randint(1, 3), how_many), Kept(some, days=60, how_many=how_many)]
    return {f"asked_{number}": condition for number, condition in enumerate([*one_by_one, *together])}


def _is_met(condition: Condition, levels: Mapping[str, int]) -> bool:
    match condition:
        case Level(skill=skill, exactly=int(exactly)):
            return levels[skill] == exactly
        case Level(skill=skill, at_least=int(least)):
            return levels[skill] >= least
        case Several(skills=skills, at_least=least, how_many=many):
            return sum(levels[skill] >= least for skill in skills) >= many
        case Kept(skills=skills, days=days, how_many=many):
            return sum(levels[skill] == 3 and (DAY - BEGUN).days >= days for skill in skills) >= many
    raise TypeError(condition)


def _counted(asked: Mapping[str, Condition]) -> set[str]:
    words = Words("a", "b", "c")
    told = {"family": Family.USE, "names": words, "rule": words, "source": "a test"}
    catalogue = [
        Indicator(code=code, population=RESIDENTS, condition=every(one), **told)  # type: ignore[arg-type]
        for code, one in asked.items()
    ]
    statement = recount({"24364001": DAY}, DAY, catalogue)
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.values)
        return {code for _place, code, group, _day, counted, _of in cursor.fetchall() if group == "all" and counted}
