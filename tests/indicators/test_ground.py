"""Silence explained: why a village is not heard from, beside its figures."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.test import Client

from indicators.actions import recount
from indicators.queries.standings import Standing, standings_in
from indicators.silence import Reason, network, reason, silence
from literacy_portal.kit.periods import today
from tests.factories import (
    GatheringFactory,
    OutcomeFactory,
    ResidenceFactory,
    ResidentFactory,
    VillageConditionFactory,
    VillageFactory,
    VisitFactory,
)
from tests.indicators.test_pages import COMMUNE, PROVINCE, VILLAGE, page
from tests.world import World

Y, N, U = True, False, None
"""Yes, no, not known."""


REASONS = [
    ((N, N, N, N, Y), Reason.ACTIVE),
    ((N, Y, N, N, N), Reason.NO_NETWORK),
    ((U, N, Y, Y, N), Reason.NO_NETWORK),
    ((Y, N, Y, Y, N), Reason.IDLE),
    ((Y, Y, N, N, N), Reason.NO_POWER),
    ((Y, Y, Y, N, N), Reason.NO_TEAM),
    ((U, U, U, N, N), Reason.NO_TEAM),
    ((U, Y, Y, Y, N), Reason.UNKNOWN),
    ((Y, Y, U, Y, N), Reason.IDLE),
]
"""4G, telecom, power, team, heard from: and why it is silent."""


def test_each_silent_village_has_one_reason_and_what_is_not_known_is_none() -> None:
    assert [reason(Standing(*of, villages=1)) for of, _expected in REASONS] == [expected for _of, expected in REASONS]
    assert network(Standing(None, has_telecom=True, has_power=None, has_team=True, is_heard=True, villages=1)) is None


def test_the_reasons_of_a_place_come_to_its_villages() -> None:
    told = silence(Standing(*of, 3) for of in product((Y, N, U), (Y, N, U), (Y, N, U), (Y, N), (Y, N)))

    assert sum(part.villages for part in told.parts) == told.villages == 324
    assert told.silent == 162
    assert sum(float(part.width[:-1]) for part in told.parts) == pytest.approx(100, abs=0.1)


@pytest.mark.django_db
def test_conditions_hold_from_their_day_on_and_visits_and_gatherings_are_heard_for_fourteen_days(world: World) -> None:
    day = date(2026, 10, 20)
    VillageConditionFactory(village=world.xuan_lang, since=date(2026, 1, 1), has_4g=False, has_telecom=True, has_power=None)
    VillageConditionFactory(village=world.xuan_lang, since=date(2026, 10, 21), has_4g=True, has_telecom=True, has_power=True)
    VisitFactory(household=world.home_of("Bình"), visited_on=day - timedelta(days=13))
    GatheringFactory(village=world.stranger_village, held_on=day)
    VillageFactory(commune=world.phu_xuan, serial="003", closed_on=day)

    assert standings_in("24364", day) == {
        "24364001": [Standing(False, True, None, True, True, 1)],
        "24364002": [Standing(None, None, None, True, False, 1)],
    }
    assert standings_in("24364", day + timedelta(days=1))["24364001"] == [Standing(True, True, True, True, False, 1)]
    assert {code: sum(one.villages for one in some) for code, some in standings_in("66", day).items()} == {"24169": 1, "24364": 2}
    assert set(standings_in("vn", day)) == {"66", "40"}
    assert standings_in("24364001", day) == {"24364001": [Standing(False, True, None, True, True, 1)]}


@pytest.fixture
def counted(world: World) -> World:
    for village, has in ((world.xuan_lang, True), (world.xuan_my, False)):
        VillageConditionFactory(village=village, since=date(2026, 1, 1), has_4g=has, has_telecom=has, has_power=None)
    VisitFactory(household=world.home_of("Bình"), visited_on=today())
    OutcomeFactory(resident=world.people["Bình"])
    recount.rebuild()
    return world


@pytest.mark.django_db
def test_the_page_explains_the_silence_of_each_village_beside_its_figure(client: Client, counted: World) -> None:
    words = page(client, counted, "commune_officer", f"{COMMUNE}ground/?indicator=online_shopping_alone")

    assert "1 of 2 villages are silent: no visit and no gathering in 14 days. no network: 1 active: 1" in words
    assert "With a network 1 0 Without a network 0 1 Not known 0 0" in words
    assert "Villages with 4G 50.0% 1 / 2" in words
    assert "Villages with a network 33.3% 1 / 3 Villages without a network 0.0% 0 / 1" in words
    assert "thôn Xuân Mỹ no network 4G: no telecom: no power: not known team: yes 0.0% 0 / 1" in words
    assert words.index("thôn Xuân Mỹ no network") < words.index("thôn Xuân Lạng 2 active")


@pytest.mark.django_db
def test_a_village_and_a_province_have_the_same_page(client: Client, counted: World) -> None:
    assert "thôn Xuân Lạng 2 active 4G: yes" in page(client, counted, "commune_officer", f"{VILLAGE}ground/")
    above = page(client, counted, "province_analyst", f"{PROVINCE}ground/")
    assert "2 of 3 villages are silent" in above
    assert "commune Phú Xuân no network: 1 active: 1 1 / 2 not shown" in above
    assert "conditions not known: 1" in above


@pytest.mark.django_db
def test_coverage_with_and_without_a_network_is_not_told_where_one_part_is_too_small(client: Client, counted: World) -> None:
    for person in ResidentFactory.create_batch(40):
        ResidenceFactory(resident=person, household=counted.home_of("Bình"))
        OutcomeFactory(resident=person)
    recount.rebuild()

    words = page(client, counted, "province_analyst", f"{COMMUNE}ground/?indicator=online_shopping_alone")

    # 41 of 43 adults.
    assert "Villages with a network 88.9% 40 / 45" in words
    assert "Villages without a network not shown" in words
