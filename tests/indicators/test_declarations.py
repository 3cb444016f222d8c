"""Declared figures: entered by those allowed, corrected by a later one, and summed upwards."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.translation import gettext

from accounts.models import AuditEvent
from indicators.actions.declarations import NotStandingError, Statement, correct, declare, withdraw
from indicators.forms.declaration import DeclarationForm
from indicators.models import Declaration
from indicators.queries.declared import declared_of
from literacy_portal.kit.periods import today
from tests.world import World

pytestmark = pytest.mark.django_db
COMMUNE, PROVINCE = "/vn/66/24364/declared/", "/vn/66/declared/"
DAY = date(2026, 10, 1)
TYPED = {
    "indicator": "officials_trained", "counted": "40", "out_of": "50", "day": "2026-10-01", "evidence": "Danh sách 5/DS-UBND",
}  # fmt: skip


def said(counted: int, out_of: int, day: date = DAY, indicator: str = "officials_trained") -> Statement:
    return Statement(indicator=indicator, day=day, counted=counted, out_of=out_of, evidence="Danh sách 5/DS-UBND")


def counts(place: str, day: date = DAY) -> dict[str, tuple[int, int]]:
    return {one.indicator.code: (one.counted, one.out_of) for one in declared_of(place, day).answer()}


@pytest.fixture
def officer(world: World, client: Client) -> Client:
    client.force_login(world.users["commune_officer"])
    return client


def test_a_province_is_the_sum_of_its_communes_and_of_what_it_declares_itself(world: World) -> None:
    by = world.users["commune_officer"]
    for place, statement in [
        (world.phu_xuan, said(40, 50)),
        (world.ea_kao, said(10, 20)),
        (world.dak_lak, said(100, 300)),
        (world.muong_long, said(7, 9)),
        (world.ea_kao, said(3, 4, indicator="pupils_trained")),
    ]:
        declare(by=by, place=place, statement=statement)

    assert counts("24364") == {"officials_trained": (40, 50)}
    assert counts("24169") == {"officials_trained": (10, 20), "pupils_trained": (3, 4)}
    assert counts("66") == {"officials_trained": (150, 370), "pupils_trained": (3, 4)}
    assert counts("40") == {"officials_trained": (7, 9)}
    assert counts("vn") == {"officials_trained": (157, 379), "pupils_trained": (3, 4)}
    assert counts("24364001") == {}


def test_the_value_on_a_day_is_the_latest_declared_for_that_day_or_before(world: World) -> None:
    by = world.users["commune_officer"]
    for counted, day in [(30, DAY), (45, DAY + timedelta(days=20)), (20, DAY - timedelta(days=10)), (31, DAY)]:
        declare(by=by, place=world.phu_xuan, statement=said(counted, 50, day))

    found = [counts("24364", DAY + timedelta(days=days)).get("officials_trained") for days in (-11, -10, -1, 0, 19, 20, 400)]

    assert found == [None, (20, 50), (20, 50), (31, 50), (31, 50), (45, 50), (45, 50)]


def test_a_correction_counts_for_all_days_and_what_is_withdrawn_for_none(world: World) -> None:
    by = world.users["commune_officer"]
    first = declare(by=by, place=world.phu_xuan, statement=said(30, 50))
    second = declare(by=by, place=world.phu_xuan, statement=said(45, 50, DAY + timedelta(days=20)))
    late = DAY + timedelta(days=30)

    right = correct(by=by, declaration=second, statement=said(41, 50, DAY + timedelta(days=20)))
    assert counts("24364", late) == {"officials_trained": (41, 50)}
    withdraw(by=by, declaration=right)
    assert counts("24364", late) == counts("66", late) == {"officials_trained": (30, 50)}
    withdraw(by=by, declaration=first)
    assert counts("24364", late) == {}
    for over in (first, second, right):
        with pytest.raises(NotStandingError):
            correct(by=by, declaration=over, statement=said(1, 2))
    assert Declaration.objects.count() == 5


def test_evidence_and_day_are_told_where_one_place_alone_declared(world: World) -> None:
    by = world.users["commune_officer"]
    declare(by=by, place=world.phu_xuan, statement=said(40, 50))
    (commune,), (province,) = declared_of("24364", today()).answer(), declared_of("66", today()).answer()

    assert (commune.evidence, commune.day, commune.places) == ("Danh sách 5/DS-UBND", DAY, 1)
    assert (province.evidence, province.places) == ("", 1)


def test_reading_costs_one_query_however_many_declared(world: World, django_assert_num_queries: Any) -> None:
    for place in (world.phu_xuan, world.ea_kao, world.dak_lak):
        for indicator in ("officials_trained", "pupils_trained"):
            declare(by=world.users["commune_officer"], place=place, statement=said(1, 2, indicator=indicator))

    with django_assert_num_queries(1):
        declared_of("66", today()).answer()


def test_who_presses_twice_declares_once(world: World) -> None:
    twice = [declare(by=world.users["commune_officer"], place=world.phu_xuan, statement=said(40, 50)) for _time in range(2)]

    assert twice[0] == twice[1]
    assert Declaration.objects.count() == 1


def test_the_database_itself_refuses_what_cannot_be(world: World) -> None:
    right = {"indicator": "officials_trained", "commune_id": "24364", "day": DAY, "counted": 40, "out_of": 50, "evidence": "x"}
    by = world.users["commune_officer"]

    for wrong in ({"counted": 51}, {"counted": None}, {"out_of": None}, {"province_id": "66"}, {"commune_id": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Declaration.objects.create(declared_by=by, **(right | wrong))
    assert Declaration.objects.create(declared_by=by, **right).pk


def test_an_officer_declares_corrects_and_withdraws_for_the_commune(officer: Client, world: World) -> None:
    assert officer.post(f"{COMMUNE}enter/", TYPED)["Location"] == COMMUNE
    first = Declaration.objects.get()
    assert (first.commune_id, first.declared_by) == ("24364", world.users["commune_officer"])
    form = officer.get(f"{COMMUNE}enter/?corrects={first.pk}").context["form"]
    assert form.initial["counted"] == 40
    officer.post(f"{COMMUNE}enter/", TYPED | {"counted": "41", "corrects": first.pk})
    assert counts("24364") == {"officials_trained": (41, 50)}
    assert officer.post(f"{COMMUNE}enter/", TYPED | {"corrects": first.pk})["Location"] == COMMUNE
    second = Declaration.objects.get(counted=41)
    officer.post(f"{COMMUNE}enter/", {"corrects": second.pk, "withdraw": "1"})
    page = officer.get(COMMUNE).content.decode()

    assert counts("24364") == {}
    assert page.count("Danh sách 5/DS-UBND") == 3
    assert list(AuditEvent.objects.filter(verb__startswith="declaration.").order_by("pk").values_list("verb", "place")) == [
        (f"declaration.{verb}", "24364") for verb in ("declare", "correct", "withdraw")
    ]


WRONG: list[tuple[dict[str, str], str]] = [
    ({"counted": "51"}, "counted"),
    ({"counted": "-1"}, "counted"),
    ({"counted": "bốn mươi"}, "counted"),
    ({"out_of": ""}, "out_of"),
    ({"out_of": "99999999999999999999"}, "out_of"),
    ({"day": "2999-01-01"}, "day"),
    ({"day": "1999-12-31"}, "day"),
    ({"day": "hôm qua"}, "day"),
    ({"evidence": "x"}, "evidence"),
    ({"indicator": "adults_able"}, "indicator"),
]


def test_what_cannot_be_is_told_at_its_field() -> None:
    forms = [(wrong, DeclarationForm(TYPED | wrong)) for wrong, _field in WRONG]

    assert [(wrong, next(iter(form.errors), "")) for wrong, form in forms] == WRONG
    assert DeclarationForm(TYPED).is_valid()


def test_what_was_typed_stands_in_the_form_that_is_refused(officer: Client) -> None:
    page = officer.post(f"{COMMUNE}enter/", TYPED | {"counted": "51"}).content.decode()

    assert "5/DS-UBND" in page
    assert 'value="51"' in page
    assert not Declaration.objects.exists()


def test_a_day_of_today_may_be_declared_and_tomorrow_not() -> None:
    days = (today(), today() + timedelta(days=1))

    assert [DeclarationForm(TYPED | {"day": day.isoformat()}).is_valid() for day in days] == [True, False]


def test_only_the_office_that_answers_declares(world: World, client: Client) -> None:
    found = {}
    for who in world.users:
        client.force_login(world.users[who])
        found[who] = tuple(client.post(f"{address}enter/", {}).status_code for address in (COMMUNE, PROVINCE))

    assert found.pop("commune_officer") == (200, 404)
    assert found.pop("province_admin") == (404, 200)
    assert set(found.values()) == {(404, 404)}
    assert {"commune_leader", "team_member", "stranger_officer", "distant_analyst", "system_admin"} <= set(found)


def test_another_commune_reads_neither_history_nor_evidence_and_corrects_nothing(world: World, client: Client) -> None:
    first = declare(by=world.users["commune_officer"], place=world.phu_xuan, statement=said(40, 50))
    client.force_login(world.users["stranger_officer"])
    own = "/vn/66/24169/declared/enter/"

    assert client.get(COMMUNE).status_code == 404
    page = client.get(PROVINCE).content.decode()
    assert "5/DS-UBND" not in page
    assert "Cán bộ commune officer" not in page
    for asked in (str(first.pk), "999", "x", "-1", "9" * 30, "²"):
        assert client.post(own, TYPED | {"corrects": asked, "counted": "1"}).status_code == 302
    assert counts("24364") == {"officials_trained": (40, 50)}
    assert Declaration.objects.count() == 1


def test_who_only_reads_sees_what_stands_and_not_who_declared_it(world: World, client: Client) -> None:
    declare(by=world.users["commune_officer"], place=world.phu_xuan, statement=said(40, 50))
    client.force_login(world.users["province_analyst"])

    page = client.get(COMMUNE).content.decode()

    assert "40" in page
    assert "5/DS-UBND" in page
    assert "Cán bộ commune officer" not in page


def test_what_is_declared_of_residents_is_told_in_steps_to_those_who_see_aggregates_and_exactly_in_the_commune(
    world: World, client: Client
) -> None:
    declare(by=world.users["commune_officer"], place=world.phu_xuan, statement=said(9, 23, indicator="disabled_trained"))
    seen = {}
    for who in ("commune_officer", "province_analyst"):
        client.force_login(world.users[who])
        pages = [client.get(address).content.decode() for address in (COMMUNE, "/vn/66/24364/", PROVINCE, "/vn/66/")]
        seen[who] = [("9 / 23" in page, "10 / 25" in page, "5/DS-UBND" in page) for page in pages]

    assert seen["commune_officer"][:2] == [(True, False, True)] * 2
    assert seen["province_analyst"] == [(False, True, False)] * 4


def test_too_few_residents_are_not_told_at_all(world: World, client: Client) -> None:
    declare(by=world.users["commune_officer"], place=world.phu_xuan, statement=said(3, 6, indicator="disabled_trained"))
    client.force_login(world.users["province_analyst"])

    page = client.get(COMMUNE).content.decode()

    assert ("3 / 6" in page, "50" in page, gettext("not shown") in page) == (False, False, True)


def test_the_page_of_a_place_leads_those_who_declare_there_to_the_declared_figures(world: World, client: Client) -> None:
    led = {}
    for who, place in [
        ("commune_officer", "/vn/66/24364/"),
        ("province_admin", "/vn/66/"),
        ("province_admin", "/vn/"),
        ("province_analyst", "/vn/66/"),
        ("team_member", "/vn/66/24364/"),
    ]:
        client.force_login(world.users[who])
        led[who, place] = f'href="{place}declared/"' in client.get(place).content.decode()

    assert [key for key, is_led in led.items() if is_led] == [("commune_officer", "/vn/66/24364/"), ("province_admin", "/vn/66/")]
