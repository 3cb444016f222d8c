"""Opening, changing and closing villages."""

from datetime import date

import pytest

from accounts.models import AuditEvent
from communes.actions.villages import VillageRefused, change_village, close_village, open_village, set_condition
from communes.models import Residence, Village
from tests.world import World

DAY = date(2026, 6, 1)


def test_a_new_village_takes_the_next_serial_even_after_a_closing(world: World) -> None:
    officer = world.users["province_admin"]
    Residence.objects.filter(village=world.xuan_my).update(ended_on=DAY, end_reason="moved")
    close_village(by=officer, village=world.xuan_my, day=DAY)

    village = open_village(by=officer, commune=world.phu_xuan, name="Hoà Bình", kind="thon", opened_on=DAY)

    assert (village.pk, village.search_key, village.full_name) == ("24364003", "hoa binh", "thôn Hoà Bình")
    assert AuditEvent.objects.values_list("verb", "place", "actor__username").latest("pk") == (
        "village.open",
        "24364003",
        "province_admin",
    )


def test_a_village_with_people_is_not_closed(world: World) -> None:
    with pytest.raises(VillageRefused, match=r"."):
        close_village(by=None, village=world.xuan_my, day=DAY)
    assert Village.objects.get(pk=world.xuan_my.pk).closed_on is None


def test_a_commune_without_a_free_serial_refuses_another_village(world: World) -> None:
    Village.objects.create(code="24364999", commune=world.phu_xuan, name="Cuối")

    with pytest.raises(VillageRefused):
        open_village(by=None, commune=world.phu_xuan, name="Thêm", kind="thon")


def test_a_renamed_village_is_found_by_its_new_name_and_its_commune_cannot_be_changed_so(world: World) -> None:
    change_village(by=None, village=world.xuan_my, name="Xuân Đẹp")

    assert Village.objects.get(pk=world.xuan_my.pk).search_key == "xuan dep"
    with pytest.raises(TypeError):
        change_village(by=None, village=world.xuan_my, commune_id="24169")


def test_two_conditions_of_one_day_are_one_row(world: World) -> None:
    set_condition(by=None, village=world.xuan_my, since=DAY, has_4g=False)
    condition = set_condition(by=None, village=world.xuan_my, since=DAY, has_4g=True, has_power=True)

    assert world.xuan_my.conditions.count() == 1
    assert (condition.has_4g, condition.has_telecom, condition.has_power) == (True, None, True)
