"""Campaigns: their pages for each of the cast, the targets that hold, what is to be expected, and what an analyst is told."""

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import AuditEvent
from indicators.actions.targets import Draft, drop_target, set_courses, set_targets
from indicators.catalogue import in_force
from indicators.models import Campaign, Measurement, Target
from indicators.queries.campaigns import kinds_in, targets_of
from indicators.queries.tree import commune_spot, province_spot, village_spot
from indicators.views.kept import asked_before
from sessions.enums import GatheringKind
from sessions.models import Attendance, Gathering
from tests.factories import CampaignFactory, CommuneFactory, TargetFactory, VillageConditionFactory, VillageFactory
from tests.indicators.conftest import day_is
from tests.indicators.stored import store
from tests.world import World

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 7, 15), date(2026, 10, 25)
TODAY = date(2026, 8, 20)


def steady(place: str, per_day: int, out_of: int = 1000, start: int = 100) -> None:
    """From the eve on so many more each day, as it would be counted."""
    for code in ("adults_able", "households_visited"):
        store(place, code, {FIRST + timedelta(days=day - 1): (start + per_day * day, out_of) for day in range(38)})


@pytest.fixture
def campaign(world: World) -> Campaign:
    return CampaignFactory(province=world.dak_lak, opened_by=world.users["province_admin"])


@pytest.fixture
def counted(campaign: Campaign) -> Campaign:
    """Two communes, one of which will make 40 % and one will not; the province is their sum."""
    steady("24364", 1)
    steady("24364001", 1)
    steady("24169", 4)
    steady("66", 5, out_of=2000, start=200)
    TargetFactory(campaign=campaign, minimum=40)
    return campaign


def page(client: Client, world: World, who: str, url: str, status: int = 200) -> str:
    """The words of a page on 20 August, in English."""
    client.force_login(world.users[who])
    client.cookies["language"] = "en"
    with day_is(TODAY):
        response = client.get(url, headers={"accept-language": "en"})
    assert response.status_code == status
    html = b"".join(response).decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html[html.index("<main") : html.index("</main>")])).split())


def test_a_page_says_where_it_stands_and_where_it_leads(client: Client, counted: Campaign, world: World) -> None:
    words = page(client, world, "commune_officer", f"/vn/66/24364/campaigns/{counted.pk}/")

    assert "day 37 of 103" in words
    assert "66 days left" in words
    assert "13.7% 137 / 1,000 will miss it" in words
    assert "At this pace it will be 20.3% (203) on 25/10/2026: 197 short of the target." in words
    assert "Target 40% 400" in words
    assert "Baseline, on the eve 10.0% 100 / 1,000" in words
    assert "Pace of the last 14 days 1.0 a day" in words
    assert "Pace that is needed 4.0 a day" in words


def test_a_province_sees_who_will_miss_it_and_why(client: Client, counted: Campaign, world: World) -> None:
    VillageConditionFactory(village=world.xuan_lang, has_telecom=False)
    words = page(client, world, "province_analyst", f"/vn/66/campaigns/{counted.pk}/")

    assert "At this pace 1 of 2 places will miss the target." in words
    assert words.index("Phú Xuân") < words.index("Ea Kao")
    assert "no visit in 14 days" in words
    assert "1 of 2 villages without telecom service" in words


OPEN = {
    "team_member": ["66/", "66/24364/", "66/24364/001/"],
    "commune_officer": ["66/", "66/24364/", "66/24364/001/"],
    "province_analyst": ["66/", "66/24364/", "66/24364/001/"],
    "stranger_officer": ["66/"],
    "distant_analyst": [],
}


@pytest.mark.parametrize("who", OPEN)
def test_a_campaign_opens_where_figures_do_and_is_unknown_elsewhere(
    client: Client, counted: Campaign, world: World, who: str
) -> None:
    client.force_login(world.users[who])
    everywhere = ["", "66/", "66/24364/", "66/24364/001/"]

    assert [place for place in everywhere if client.get(f"/vn/{place}campaigns/{counted.pk}/").status_code == 200] == OPEN[who]
    assert {client.get(f"/vn/{place}campaigns/{counted.pk}/").status_code for place in everywhere} <= {200, 404}


def test_where_it_takes_no_part_a_place_has_no_page_of_it(client: Client, campaign: Campaign, world: World) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(places=["24364001"])
    client.force_login(world.users["province_admin"])
    found = {place: client.get(f"/vn/{place}campaigns/{campaign.pk}/").status_code for place in ("66/", "66/24364/", "66/24169/")}

    assert found == {"66/": 200, "66/24364/": 200, "66/24169/": 404}
    assert client.get(f"/vn/66/24364/002/campaigns/{campaign.pk}/").status_code == 404


def test_a_province_of_which_only_a_part_takes_part_is_told_of_that_part(client: Client, counted: Campaign, world: World) -> None:
    Campaign.objects.filter(pk=counted.pk).update(places=["24364"])

    words = page(client, world, "province_analyst", f"/vn/66/campaigns/{counted.pk}/")

    assert "135 / 1,000" in words
    assert "Ea Kao" not in words


def test_the_nearest_target_holds_and_only_percentages_are_inherited(campaign: Campaign, world: World) -> None:
    world.phu_xuan.setting = "remote"
    world.phu_xuan.save()
    village = village_spot("24364001", "Một", "thon", "66")
    commune, province = commune_spot("24364", "Phú Xuân", "xa", "66"), province_spot("66", "Đắk Lắk")

    def held() -> list[object]:
        targets = targets_of(campaign, kinds_in(commune))
        found = [targets.at(spot, "adults_able") for spot in (province, commune, village)]
        return [one and int(one.minimum) for one in found]

    steps = [held()]
    for about in (
        {"place": "66", "minimum": 50},
        {"place": "", "kind": "commune", "minimum": 45},
        {"place": "", "kind": "remote", "minimum": 30},
        {"place": "24364", "minimum": 600, "measure": "count"},
        {"place": "24364001", "minimum": 10, "reason": "Chưa có sóng"},
    ):
        TargetFactory(campaign=campaign, **about)
        steps.append(held())

    assert steps == [
        [None, None, None],
        [50, 50, 50],
        [50, 45, 45],
        [50, 30, 30],
        [50, 600, 30],
        [50, 600, 10],
    ]


def test_numbers_of_all_places_inside_add_up_where_there_is_no_target(client: Client, counted: Campaign, world: World) -> None:
    Target.objects.all().delete()
    for kind, number in (("ward", 700), ("commune", 300)):
        TargetFactory(campaign=counted, place="", kind=kind, minimum=number, measure="count")

    assert "Target 50.0% (1,000)" in page(client, world, "province_analyst", f"/vn/66/campaigns/{counted.pk}/")


def test_the_past_is_told_as_of_its_day(client: Client, counted: Campaign, world: World) -> None:
    words = page(client, world, "commune_officer", f"/vn/66/24364/campaigns/{counted.pk}/?day=2026-07-31")

    assert "day 17 of 103" in words
    assert "11.7% 117 / 1,000" in words
    assert "What moved on 31/07/2026" in words


def test_a_target_opens_down_to_the_houses_where_people_are_open(client: Client, counted: Campaign, world: World) -> None:
    url = f"/vn/66/24364/001/campaigns/{counted.pk}/"

    assert "House by house: who is not yet" in page(client, world, "team_member", url)
    assert "House by house: who is not yet" not in page(client, world, "province_analyst", url)


def test_after_the_end_one_sees_what_was_kept(client: Client, counted: Campaign, world: World) -> None:
    store(
        "24364",
        "adults_able",
        {LAST: (500, 1000), LAST + timedelta(days=29): (450, 1000), LAST + timedelta(days=80): (300, 1000)},
    )
    client.force_login(world.users["commune_officer"])
    with day_is(LAST + timedelta(days=95)):
        html = client.get(f"/vn/66/24364/campaigns/{counted.pk}/", headers={"accept-language": "en"}).content.decode()
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())

    assert "The target is reached." in words
    row = words[words.index("90 days later") :]
    assert [number in row for number in ("500 / 1,000", "450 / 1,000", "300 / 1,000")] == [True] * 3


# When it is made; as long as it is kept: user, roles and the state of the place, at once.
QUERIES = {"66/": 12, "66/24364/": 12, "66/24364/001/": 10}


@pytest.mark.parametrize("url", QUERIES)
def test_a_page_takes_the_same_queries_however_many_places_and_targets(
    client: Client, counted: Campaign, world: World, django_assert_num_queries: Any, url: str
) -> None:
    client.force_login(world.users["province_analyst"])
    address = f"/vn/{url}campaigns/{counted.pk}/"
    in_force()
    with day_is(TODAY):
        with django_assert_num_queries(QUERIES[url]):
            client.get(address)
        with django_assert_num_queries(1):
            client.get(address)
        for number in range(10, 25):
            CommuneFactory(code=f"224{number}", province=world.dak_lak)
            VillageFactory(serial=f"0{number}", commune=world.phu_xuan)
            TargetFactory(campaign=counted, place=f"224{number}")
            CampaignFactory(province=world.dak_lak)
        asked_before.cache_clear()
        with django_assert_num_queries(QUERIES[url]):
            client.get(address)


def test_an_unchanged_page_is_not_sent_again_and_a_target_makes_it_another(
    client: Client, counted: Campaign, world: World
) -> None:
    client.force_login(world.users["commune_officer"])
    url = f"/vn/66/24364/campaigns/{counted.pk}/"
    etag = client.get(url)["ETag"]

    assert client.get(url, headers={"if-none-match": etag}).status_code == 304
    draft = Draft(indicator="adults_able", measure="percent", minimum=Decimal(45), place="24364")
    set_targets(by=world.users["province_admin"], campaign=counted, drafts=[draft])
    assert client.get(url, headers={"if-none-match": etag}).status_code == 200


def test_the_page_of_a_place_tells_which_day_of_the_campaign_it_is(client: Client, counted: Campaign, world: World) -> None:
    assert "Chiến dịch 100 ngày day 37 of 103" in page(client, world, "commune_officer", "/vn/66/24364/")
    Campaign.objects.update(closed_on=TODAY)
    assert "day 37" not in page(client, world, "commune_officer", "/vn/66/24364/")


def test_the_ranking_goes_out_as_text_that_runs_nowhere(client: Client, counted: Campaign, world: World) -> None:
    Campaign.objects.update(name="=cmd|' /C calc'!A0")
    client.force_login(world.users["province_analyst"])
    with day_is(TODAY):
        answer = client.get(f"/vn/66/campaigns/{counted.pk}/?as=csv", headers={"accept-language": "en"})
        book = client.get(f"/vn/66/campaigns/{counted.pk}/?as=xlsx").content
    text = answer.content.decode()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))

    assert text.startswith("\ufeff'=cmd")
    first = next(number for number, row in enumerate(rows) if row[:1] == ["24364"])
    assert [row[0] for row in rows[first - 1 : first + 2]] == ["Code", "24364", "24169"]
    assert rows[first][10:13] == ["182.0", "182.0", "182.0"]
    assert book[:2] == b"PK"
    assert client.get(f"/vn/66/campaigns/{counted.pk}/?as=pdf").status_code == 404


def test_two_numbers_are_counted_from_classes(client: Client, counted: Campaign, world: World) -> None:
    by = world.users["province_admin"]
    set_courses(by=by, campaign=counted, place="24364", topic=None, courses=20, people=2000)
    for number, kind in enumerate([GatheringKind.CLASS, GatheringKind.WORKSHOP, GatheringKind.STALL]):
        held = Gathering.objects.create(
            id=f"01990000-0000-7000-8000-00000000000{number}", kind=kind, village=world.xuan_lang, held_on=TODAY,
            recorded_by=world.users["team_member"],
        )  # fmt: skip
        Attendance.objects.bulk_create(Attendance(gathering=held) for _person in range(6))

    words = page(client, world, "commune_officer", f"/vn/66/24364/campaigns/{counted.pk}/")

    assert "2 / 20 courses" in words
    assert "12 / 2,000 participants" in words
    assert "10 / 2,000 participants" in page(client, world, "province_analyst", f"/vn/66/24364/campaigns/{counted.pk}/")


SAME_STEPS = [(8, 12), (13, 17), (0, 7)]
"""Counts that an analyst is told alike: each pair is one step."""


@pytest.mark.parametrize("url", ["66/", "66/24364/", "66/24364/001/"])
def test_an_analyst_cannot_tell_worlds_apart_that_differ_by_a_few_people(
    client: Client, campaign: Campaign, world: World, url: str
) -> None:
    """By attack: on every day, page, curve and sheet, all that is made of counts is made of the counts as they are told."""
    TargetFactory(campaign=campaign, minimum=40)
    TargetFactory(campaign=campaign, indicator="households_visited", minimum=25, measure="count")
    days = [FIRST + timedelta(days=day) for day in (-1, 3, 10, 17, 24, 30, 36)]
    seen = []
    for which in (0, 1):
        Measurement.objects.all().delete()
        for place in ("66", "24364", "24364001", "24169"):
            for code in ("adults_able", "households_visited"):
                counts = {day: (SAME_STEPS[number % 3][which], 98 + 4 * which) for number, day in enumerate(days)}
                store(place, code, counts)
        seen.append([asked(client, world, f"/vn/{url}campaigns/{campaign.pk}/", day) for day in days[1:]])

    assert seen[0] == seen[1]
    assert len(set(seen[0])) > 3


def asked(client: Client, world: World, url: str, day: date) -> str:
    """What an analyst gets of a day: the page without what is another in every answer, and its sheet."""
    client.force_login(world.users["province_analyst"])
    with day_is(TODAY):
        html = client.get(f"{url}?day={day.isoformat()}").content.decode()
        sheet = client.get(f"{url}?day={day.isoformat()}&as=csv").content.decode()
    return re.sub(r"(csrfmiddlewaretoken|nonce).{0,120}", "", html[html.index("<main") : html.index("</main>")]) + sheet


def test_the_attack_finds_an_officers_exact_counts(client: Client, campaign: Campaign, world: World) -> None:
    seen = []
    for count in (8, 12):
        Measurement.objects.all().delete()
        store("24364", "adults_able", {FIRST: (count, 100)})
        seen.append(page(client, world, "commune_officer", f"/vn/66/24364/campaigns/{campaign.pk}/"))

    assert seen[0] != seen[1]


def test_the_database_itself_refuses_targets_that_cannot_be(campaign: Campaign) -> None:
    for wrong in (
        {"place": "", "kind": ""},
        {"place": "66", "kind": "ward"},
        {"minimum": 101},
        {"minimum": -1},
        {"minimum": 50, "stretch": 40},
        {"place": "24364001"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            TargetFactory(campaign=campaign, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        CampaignFactory(first_day=LAST, last_day=FIRST)


def test_setting_twice_is_setting_once_and_dropping_leaves_the_trail(campaign: Campaign, world: World) -> None:
    by = world.users["province_admin"]
    draft = Draft(indicator="adults_able", measure="percent", minimum=Decimal(45), place="24364")

    assert [set_targets(by=by, campaign=campaign, drafts=[draft]) for _time in range(2)] == [1, 0]
    drop_target(by=by, target=Target.objects.get())
    assert not Target.objects.exists()
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", "place")) == [
        ("target.set", "24364"),
        ("target.drop", "24364"),
    ]
