"""Places with what they contain, as figures show them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communes.models import Commune
from indicators.queries import tree
from literacy_portal.kit.periods import today
from tests.factories import CommuneFactory, ProvinceFactory, VillageFactory
from tests.world import World

pytestmark = pytest.mark.django_db


def test_the_places_inside_stand_in_the_order_of_their_names_where_they_lie(world: World) -> None:
    for code, name in (("11", "Điện Biên"), ("91", "An Giang"), ("04", "Cao Bằng")):
        ProvinceFactory(code=code, name=name)
    Commune.objects.filter(pk="24364").update(latitude=12.5, longitude=108.5)
    Commune.objects.filter(pk="24169").update(latitude=13.5, longitude=107.5)

    provinces, communes = tree.provinces(today()).answer(), tree.communes_of("66", today()).answer()

    assert [one.plain for one in provinces] == ["An Giang", "Cao Bằng", "Đắk Lắk", "Điện Biên", "Nghệ An"]
    assert [one.centre for one in provinces] == [None, None, (13.0, 108.0), None, None]
    assert [(one.plain, one.centre) for one in communes] == [("Ea Kao", (13.5, 107.5)), ("Phú Xuân", (12.5, 108.5))]


def test_what_is_closed_or_not_yet_open_on_the_day_is_no_place_of_it(world: World) -> None:
    tomorrow = today() + timedelta(days=1)
    ProvinceFactory(code="91", name="An Giang", closed_on=today())
    CommuneFactory(code="22001", name="Mới", province=world.dak_lak, opened_on=tomorrow)
    VillageFactory(commune=world.phu_xuan, serial="009", name="Cũ", closed_on=tomorrow)

    assert [one.code for one in tree.provinces(today()).answer()] == ["66", "40"]
    assert {one.code for one in tree.communes_of("66", today()).answer()} == {"24169", "24364"}
    assert "24364009" in {one.code for one in tree.villages_of("24364", "66", today()).answer()}
    assert "24364009" not in {one.code for one in tree.villages_of("24364", "66", tomorrow).answer()}


def test_every_place_lies_at_the_address_of_its_page(world: World) -> None:
    commune, village = world.phu_xuan, world.xuan_lang

    assert tree.province_spot("66", "Đắk Lắk").url == world.dak_lak.get_absolute_url()
    assert tree.commune_url("66", commune.code) == commune.get_absolute_url()
    assert tree.village_url("66", village.code) == reverse("indicators:village", args=["66", village.code[:5], village.code[5:]])
