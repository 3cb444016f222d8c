"""Opening campaigns and setting targets: who may, what is refused at its field, and targets out of a sheet."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AuditEvent
from indicators.models import Campaign, CourseTarget, Target
from indicators.pace import Stretch
from tests.factories import CampaignFactory, TargetFactory
from tests.world import World

pytestmark = pytest.mark.django_db
NEW = "/vn/66/campaigns/new/"
TYPED = {
    "kind": "peak", "name": "Chiến dịch 100 ngày", "first_day": "2026-07-15", "last_day": "2026-10-25", "places": "",
    "note": "", "indicator_1": "adults_able", "indicator_2": "households_visited",
}  # fmt: skip
TARGET = {"where": "66", "indicator": "adults_able", "measure": "percent", "minimum": "70", "stretch": "80", "reason": ""}


@pytest.fixture
def campaign(world: World) -> Campaign:
    return CampaignFactory(province=world.dak_lak, opened_by=world.users["province_admin"])


@pytest.fixture
def admin(client: Client, world: World) -> Client:
    client.force_login(world.users["province_admin"])
    client.cookies["language"] = "en"
    return client


def targets_url(campaign: Campaign, place: str = "66/", step: str = "") -> str:
    return f"/vn/{place}campaigns/{campaign.pk}/targets/{step}"


def test_an_administrator_opens_changes_and_calls_off_a_campaign(admin: Client, world: World) -> None:
    answer = admin.post(NEW, TYPED | {"places": "24364\nXa Phu Xuan\nphường Ea Kao\n"})
    campaign = Campaign.objects.get()
    assert answer["Location"] == targets_url(campaign)
    assert (campaign.province_id, campaign.places) == ("66", ["24364", "24169"])
    assert campaign.indicators == ["adults_able", "households_visited"]
    assert Stretch(campaign.first_day, campaign.last_day).days == 103

    change = f"/vn/66/campaigns/{campaign.pk}/change/"
    assert admin.get(change).context["form"].initial["indicator_2"] == "households_visited"
    admin.post(change, TYPED | {"name": "Đợt hai", "last_day": "2026-10-26"})
    admin.post(change, {"call_off": "1"})
    campaign.refresh_from_db()

    assert (campaign.name, campaign.last_day, campaign.places) == ("Đợt hai", date(2026, 10, 26), [])
    assert campaign.closed_on
    assert list(AuditEvent.objects.filter(verb__startswith="campaign.").order_by("pk").values_list("verb", "place")) == [
        ("campaign.open", "66"), ("campaign.change", "66"), ("campaign.call_off", "66"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "about"),
    [
        ("last_day", {"last_day": "2026-07-14"}),
        ("last_day", {"last_day": "2046-07-14"}),
        ("first_day", {"first_day": "0026-07-14"}),
        ("first_day", {"first_day": "ngày mai"}),
        ("last_day", {"kind": "year"}),
        ("places", {"places": "Xã Không Có"}),
        ("places", {"places": "16831"}),
        ("indicator_1", {"indicator_1": ""}),
        ("indicator_2", {"indicator_2": "no_such_figure"}),
        ("name", {"name": " "}),
        ("kind", {"kind": "x"}),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(admin: Client, field: str, about: dict[str, str]) -> None:
    answer = admin.post(NEW, TYPED | about)

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert answer.context["form"]["last_day"].value() == (TYPED | about)["last_day"]
    assert not Campaign.objects.exists()


def test_goals_of_a_year_run_for_the_whole_year(admin: Client) -> None:
    admin.post(NEW, TYPED | {"kind": "year", "first_day": "2026-01-01", "last_day": "2026-12-31"})

    assert Campaign.objects.get().kind == "year"


@pytest.mark.parametrize(
    ("who", "status"),
    [("commune_officer", 404), ("province_analyst", 404), ("team_leader", 404), ("distant_analyst", 404), ("system_admin", 200)],
)
def test_only_administrators_open_campaigns(client: Client, world: World, campaign: Campaign, who: str, status: int) -> None:
    client.force_login(world.users[who])

    assert client.get(NEW).status_code == client.get(f"/vn/66/campaigns/{campaign.pk}/change/").status_code == status
    assert client.get("/vn/campaigns/new/").status_code == status


def test_a_province_cannot_open_a_campaign_of_the_country_or_of_another(admin: Client, world: World) -> None:
    national = CampaignFactory(province=None)

    assert admin.get("/vn/campaigns/new/").status_code == 404
    assert admin.get("/vn/40/campaigns/new/").status_code == 404
    assert admin.get(f"/vn/66/campaigns/{national.pk}/change/").status_code == 404
    assert admin.get(f"/vn/66/campaigns/{national.pk}/").status_code == 200
    assert admin.get(f"/vn/campaigns/{national.pk}/").status_code == 200


def test_a_target_is_set_for_a_kind_a_place_and_removed(admin: Client, campaign: Campaign) -> None:
    url = targets_url(campaign)
    admin.post(url, TARGET)
    admin.post(url, TARGET | {"where": "ward", "minimum": "1500", "measure": "count", "stretch": ""})
    admin.post(url, TARGET | {"minimum": "72,5".replace(",", ".")})
    found = Target.objects.order_by("pk").values_list("place", "kind", "measure", "minimum", "stretch")

    assert list(found) == [("66", "", "percent", Decimal("72.5"), Decimal(80)), ("", "ward", "count", Decimal(1500), None)]
    admin.post(url, {"drop": Target.objects.get(kind="ward").pk})
    admin.post(url, {"drop": "x"})
    assert Target.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "about"),
    [
        ("minimum", {"minimum": "101"}),
        ("minimum", {"minimum": "-1"}),
        ("minimum", {"minimum": "1.5", "measure": "count", "stretch": ""}),
        ("minimum", {"minimum": "NaN"}),
        ("stretch", {"stretch": "60"}),
        ("stretch", {"stretch": "101"}),
        ("where", {"where": "40"}),
        ("where", {"where": "16831"}),
        ("indicator", {"indicator": "vneid_level1"}),
    ],
)
def test_a_target_that_cannot_be_is_refused_at_its_field(
    admin: Client, campaign: Campaign, field: str, about: dict[str, str]
) -> None:
    answer = admin.post(targets_url(campaign), TARGET | about)

    assert field in answer.context["form"].errors
    assert not Target.objects.exists()


def test_an_officer_sets_targets_of_own_villages_with_a_reason(client: Client, world: World, campaign: Campaign) -> None:
    client.force_login(world.users["commune_officer"])
    url = targets_url(campaign, "66/24364/")
    typed = TARGET | {"where": "24364001", "minimum": "40"}

    assert "reason" in client.post(url, typed).context["form"].errors
    client.post(url, typed | {"reason": "Chưa có sóng"})
    assert Target.objects.get().reason == "Chưa có sóng"
    for where in ("24364", "66", "ward", "24169001"):
        assert "where" in client.post(url, typed | {"where": where, "reason": "Chưa có sóng"}).context["form"].errors
    foreign = TargetFactory(campaign=campaign, place="24169", minimum=10)
    client.post(url, {"drop": foreign.pk})
    assert Target.objects.filter(pk=foreign.pk).exists()
    assert client.get(targets_url(campaign)).status_code == 404
    assert client.get(targets_url(campaign, "66/24169/")).status_code == 404


@pytest.mark.parametrize("who", ["province_analyst", "commune_leader", "team_leader", "stranger_officer"])
def test_others_set_no_target(client: Client, world: World, campaign: Campaign, who: str) -> None:
    client.force_login(world.users[who])
    urls = [targets_url(campaign, place, step) for place in ("66/", "66/24364/") for step in ("", "import/")]

    assert {client.post(url, TARGET).status_code for url in urls} == {404}
    assert not Target.objects.exists()


def test_two_numbers_are_set_and_removed(admin: Client, campaign: Campaign) -> None:
    url = targets_url(campaign)
    typed = {"courses-topic": "ai_basics", "courses-courses": "20", "courses-people": "2000"}
    assert "people" in admin.post(url, typed | {"courses-people": "0"}).context["courses_form"].errors
    admin.post(url, typed)
    admin.post(url, typed | {"courses-people": "2500"})
    target = CourseTarget.objects.get()

    assert (target.place, target.topic_id, target.courses, target.people) == ("66", "ai_basics", 20, 2500)
    admin.post(url, {"drop_courses": target.pk})
    assert not CourseTarget.objects.exists()


def workbook(rows: list[list[Any]]) -> SimpleUploadedFile:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return SimpleUploadedFile("chi-tieu.xlsx", out.getvalue())


TITLES = ["Địa bàn", "Chỉ tiêu", "Tỷ lệ", "Số lượng", "Lý do"]


def test_a_sheet_is_looked_at_with_its_faults_and_then_set(admin: Client, campaign: Campaign, world: World) -> None:
    sheet = workbook([
        ["BẢNG GIAO CHỈ TIÊU"], TITLES,
        ["24364", "adults_able", "70", "", ""],
        ["phuong ea kao", "Hộ đã gặp", "", 900, ""],
        [24364001, "adults_able", "40,5 %", "", "Chưa có sóng"],
        ["remote", "adults_able", 30, "", ""],
        ["24364002", "adults_able", "40", "", ""],
        ["Xã Không Có", "adults_able", "40", "", ""],
        ["16831", "adults_able", "40", "", ""],
        ["66", "vneid_level1", "40", "", ""],
        ["66", "adults_able", 0.7, "", ""],
        ["66", "adults_able", "nhiều", "", ""],
        ["66", "adults_able", "120", "", ""],
        ["66", "adults_able", "10", "10", ""],
        ["24364", "adults_able", "75", "", ""],
    ])  # fmt: skip
    url = targets_url(campaign, step="import/")
    looked = admin.post(url, {"file": sheet})
    wrong = {line.row: line.faults for line in looked.context["wrong"]}

    assert looked.context["sound"] == 4
    assert sorted(wrong) == [7, 8, 9, 10, 11, 12, 13, 14, 15]
    assert all(wrong.values())
    assert not Target.objects.exists()
    admin.post(url, {"plan": looked.context["plan"]})
    found = Target.objects.order_by("place").values_list("place", "kind", "indicator", "measure", "minimum")
    assert list(found) == [
        ("", "remote", "adults_able", "percent", Decimal(30)),
        ("24169", "", "households_visited", "count", Decimal(900)),
        ("24364", "", "adults_able", "percent", Decimal(70)),
        ("24364001", "", "adults_able", "percent", Decimal("40.5")),
    ]


def test_a_plan_is_good_for_whom_it_was_made_and_not_when_it_was_touched(admin: Client, campaign: Campaign, world: World) -> None:
    sheet = SimpleUploadedFile("c.csv", "Địa bàn,Chỉ tiêu,Tỷ lệ,Lý do\n24364001,adults_able,40,Chưa có sóng\n".encode())
    plan = admin.post(targets_url(campaign, step="import/"), {"file": sheet}).context["plan"]
    officer = Client()
    officer.force_login(world.users["commune_officer"])

    officer.post(targets_url(campaign, "66/24364/", "import/"), {"plan": plan})
    admin.post(targets_url(campaign, step="import/"), {"plan": plan[:-2]})
    assert not Target.objects.exists()
    admin.post(targets_url(campaign, step="import/"), {"plan": plan})
    assert Target.objects.count() == 1


@pytest.mark.parametrize("data", [b"", b"\x00\x01nothing", b"a,b\n1,2\n"])
def test_a_file_that_is_no_sheet_of_targets_says_so(admin: Client, campaign: Campaign, data: bytes) -> None:
    answer = admin.post(targets_url(campaign, step="import/"), {"file": SimpleUploadedFile("x.csv", data)})

    assert answer.status_code == 200
    assert "file" in answer.context["form"].errors
