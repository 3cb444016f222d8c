"""Small curves of all places inside, on one scale."""

import gzip
import re
from datetime import date, timedelta

import pytest
from django.test import Client

from indicators.actions import recount
from indicators.models import Measurement
from literacy_portal.kit.small_curves import MOST_POINTS, curve, days_between
from tests.factories import CommuneFactory, OutcomeFactory
from tests.indicators.test_pages import COMMUNE, PROVINCE, page
from tests.world import World

ASKED = "indicator=online_shopping_alone&since=2026-09-01&day=2026-10-31"
FIRST, LAST = date(2026, 9, 1), date(2026, 10, 31)


@pytest.fixture
def counted(world: World) -> World:
    OutcomeFactory(resident=world.people["Bình"])
    recount.rebuild()
    return world


def names(html: str) -> list[str]:
    return re.findall(r'<p class="curve-name">(?:<a [^>]+>)?([^<]+)<', html)


@pytest.mark.django_db
def test_each_place_has_its_curve_its_last_value_and_how_it_moved(client: Client, counted: World) -> None:
    words = page(client, counted, "commune_officer", f"{COMMUNE}curves/?{ASKED}")

    assert "From 01/09/2026 to 31/10/2026. All on the same scale, from 0 to 40%." in words
    assert "thôn Xuân Lạng 2 thôn Xuân Lạng 2 0.0% → 33.3% 33.3% +33.3 points" in words
    assert "Dashed: commune Phú Xuân as a whole, 25.0%" in words


@pytest.mark.django_db
def test_curves_stand_in_the_order_that_is_asked_for_and_lead_to_the_figure_of_the_place(client: Client, counted: World) -> None:
    client.force_login(counted.users["commune_officer"])
    first, second = "thôn Xuân Lạng 2", "thôn Xuân Mỹ"

    orders = {
        order: names(client.get(f"{COMMUNE}curves/?{ASKED}&order={order}").content.decode())
        for order in ("high", "low", "steep", "name", "nonsense")
    }

    up = [first, second]
    assert orders == {"high": up, "low": up[::-1], "steep": up, "name": up, "nonsense": up}
    kept = "day=2026-10-31&amp;since=2026-09-01"
    assert (
        f'href="/vn/66/24364/001/figures/online_shopping_alone/?{kept}"'
        in client.get(f"{COMMUNE}curves/?{ASKED}").content.decode()
    )


@pytest.mark.django_db
def test_places_without_data_stand_at_the_end_and_small_ones_are_not_told(client: Client, counted: World) -> None:
    words = page(client, counted, "province_analyst", f"{PROVINCE}curves/?{ASKED}")

    assert "2 places without data, or with too few people to tell" in words
    assert "→" not in words


@pytest.mark.django_db
def test_a_hundred_curves_are_light(client: Client, counted: World) -> None:
    codes = [
        CommuneFactory(code=f"3{number:04}", name=f"Xã {'tên dài ' * 7}{number}", province=counted.dak_lak).code
        for number in range(102)
    ]
    Measurement.objects.bulk_create(
        Measurement(
            place=code,
            indicator="online_shopping_alone",
            group="all",
            day=FIRST + timedelta(days=day),
            counted=10 * day + 7 * (index * day % 11),
            out_of=800,
        )
        for index, code in enumerate(codes)
        for day in range(61)
    )
    client.force_login(counted.users["province_analyst"])

    html = client.get(f"{PROVINCE}curves/?{ASKED}").content

    assert html.count(b'<li class="curve">') == 102
    assert len(gzip.compress(html)) < 25_000


def test_a_curve_has_few_points_and_says_nothing_twice() -> None:
    days = days_between(FIRST, LAST)

    assert (days[0], days[-1], len(days)) == (FIRST, LAST, MOST_POINTS)
    assert days_between(LAST, LAST) == [LAST]
    assert curve([0.1] * 40, 0.2) == "M0,30 200,30"
    assert curve([0, 1, None, 0.5, None], 1) == "M0,60 50,0M150,30 152,30"
    assert curve([None, None], 1) == ""
    assert curve([2.0, 0.0], 1) == "M0,0 200,60"
