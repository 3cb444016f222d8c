"""The pages of places: who may open which, what they show to whom, and in how many queries."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from communes.models import Commune
from indicators.actions import recount
from indicators.actions.marking import mark_stale
from indicators.models import Bulletin, Measurement
from indicators.views.kept import asked_before
from literacy_portal.kit.periods import today
from teams.enums import Role
from teams.models import Posting
from tests.factories import (
    CampaignFactory,
    CommuneFactory,
    HouseholdFactory,
    OutcomeFactory,
    ResidenceFactory,
    ResidentFactory,
    TargetFactory,
    UserFactory,
    VillageConditionFactory,
    VillageFactory,
    VisitFactory,
)
from tests.world import World

pytestmark = pytest.mark.django_db

COUNTRY, PROVINCE, COMMUNE, VILLAGE = "/vn/", "/vn/66/", "/vn/66/24364/", "/vn/66/24364/001/"


@pytest.fixture
def counted(world: World) -> World:
    OutcomeFactory(resident=world.people["Bình"])
    recount.rebuild()
    return world


def page(client: Client, world: World, who: str, url: str) -> str:
    """The words of a page as the user reads them in English, without markup."""
    client.force_login(world.users[who])
    client.cookies["language"] = "en"
    response = client.get(url, headers={"accept-language": "en"})
    assert response.status_code == 200
    return _words(response.content.decode())


def _words(html: str) -> str:
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


OPEN = {
    "team_member": [COUNTRY, PROVINCE, COMMUNE, VILLAGE],
    "commune_officer": [COUNTRY, PROVINCE, COMMUNE, VILLAGE, "/vn/66/24364/002/"],
    "commune_leader": [COUNTRY, PROVINCE, COMMUNE, VILLAGE, "/vn/66/24364/002/"],
    "province_analyst": [COUNTRY, PROVINCE, COMMUNE, VILLAGE, "/vn/66/24364/002/", "/vn/66/24169/", "/vn/66/24169/001/"],
    "stranger_officer": [COUNTRY, PROVINCE, "/vn/66/24169/", "/vn/66/24169/001/"],
    "distant_analyst": [COUNTRY, "/vn/40/", "/vn/40/16831/", "/vn/40/16831/001/"],
}
EVERY = sorted({url for urls in OPEN.values() for url in urls})


@pytest.mark.parametrize("who", OPEN)
def test_open_are_the_places_of_a_scope_and_those_that_contain_it_and_no_other(client: Client, counted: World, who: str) -> None:
    client.force_login(counted.users[who])

    assert [url for url in EVERY if client.get(url).status_code == 200] == sorted(OPEN[who])
    assert {client.get(url).status_code for url in EVERY} == {200, 404}


@pytest.mark.parametrize(
    "url", ["/vn/40/24364/", "/vn/40/24364/001/", "/vn/66/16831/", "/vn/99/", "/vn/66/24364/999/", "/vn/66/24169/002/"]
)
def test_an_address_whose_parts_do_not_belong_together_is_not_found(client: Client, counted: World, url: str) -> None:
    client.force_login(counted.users["system_admin"])

    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("who", "home"),
    [
        ("team_member", VILLAGE),
        ("commune_officer", COMMUNE),
        ("province_analyst", PROVINCE),
        ("system_admin", COUNTRY),
    ],
)
def test_home_is_the_narrowest_place_that_holds_all_one_may_read(client: Client, world: World, who: str, home: str) -> None:
    client.force_login(world.users[who])

    response = client.get("/")

    assert (response.status_code, response["Location"]) == (302, home)


def test_who_has_no_role_anywhere_is_told_whom_to_ask(client: Client, world: World) -> None:
    client.force_login(UserFactory())

    assert client.get("/").status_code == 200
    assert client.get(COUNTRY).status_code == 404


def test_without_signing_in_no_figure_is_open(client: Client, counted: World) -> None:
    for url in ["/", *EVERY]:
        response = client.get(url)

        assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={url}")


def test_a_figure_comes_with_its_counts_its_percentage_and_its_rule(client: Client, counted: World) -> None:
    words = page(client, counted, "commune_officer", VILLAGE)

    assert "Alone: shopping online 33.3% 1 / 3" in words
    assert (
        "Of people aged 18 or more: those who use a smartphone alone and do at least two of the five core skills alone." in words
    )
    assert words.index("Habits") < words.index("Use") < words.index("Reach") < words.index("Installed")


def test_nothing_to_count_over_is_no_data_and_never_zero_percent(client: Client, counted: World) -> None:
    words = page(client, counted, "commune_officer", VILLAGE)

    assert "Trading households that sell online no data" in words


def test_groups_stand_beside_everyone_and_the_gap_is_told_in_people(client: Client, counted: World) -> None:
    words = page(client, counted, "commune_officer", f"{VILLAGE}figures/online_shopping_alone/")

    assert "Everyone 33.3% 1 / 3" in words
    assert "Women 0.0% 0 / 2" in words
    assert "women: 1 person short" in words
    assert "men: " not in words.split("To stand where everyone stands")[1].replace("women: ", "")


def test_the_places_inside_are_ranked_as_asked_and_open_to_the_level_below(client: Client, counted: World) -> None:
    client.force_login(counted.users["commune_officer"])
    orders = {}
    for order in ("high", "low", "name"):
        html = client.get(f"{COMMUNE}?indicator=online_shopping_alone&order={order}").content.decode()
        orders[order] = re.findall(r'<a href="(/vn/66/24364/\d{3}/)">', html[html.index('id="inside"') :])

    first, second = "/vn/66/24364/001/", "/vn/66/24364/002/"
    assert orders == {"high": [first, second], "low": [second, first], "name": [first, second]}


@pytest.mark.parametrize(
    "query", ["indicator=nothing", "order=%00", "indicator=&order=", "indicator[]=x", "order=high&order=low"]
)
def test_an_unknown_word_in_the_address_is_the_default(client: Client, counted: World, query: str) -> None:
    client.force_login(counted.users["commune_officer"])

    assert client.get(f"{COMMUNE}?{query}").status_code == 200


def test_places_outside_ones_reach_are_named_without_a_link(client: Client, counted: World) -> None:
    client.force_login(counted.users["team_member"])

    html = client.get(COMMUNE).content.decode()

    assert "Xuân Mỹ" in html
    assert VILLAGE in html
    assert "/vn/66/24364/002/" not in html


def test_those_who_see_aggregates_only_are_told_no_small_number(client: Client, counted: World) -> None:
    words = page(client, counted, "province_analyst", VILLAGE)

    assert "Alone: shopping online not shown" in words
    assert "1 / 3" not in words
    assert "rounded to fives, fewer than eight are not told" in words
    assert "Who lives here" not in words


def test_and_large_numbers_to_the_nearest_five(client: Client, counted: World) -> None:
    for person in ResidentFactory.create_batch(40):
        ResidenceFactory(resident=person, household=counted.home_of("Bình"))
        OutcomeFactory(resident=person)
    recount.rebuild()

    assert "Alone: shopping online 88.9% 40 / 45" in page(client, counted, "province_analyst", COUNTRY)
    assert "Alone: shopping online 93.2% 41 / 44" in page(client, counted, "commune_officer", COMMUNE)


def test_a_member_sees_the_own_village_as_it_is_and_the_neighbours_as_anyone(client: Client, counted: World) -> None:
    own = page(client, counted, "team_member", VILLAGE)
    above = page(client, counted, "team_member", f"{COMMUNE}?indicator=online_shopping_alone")

    assert "Alone: shopping online 33.3% 1 / 3" in own
    assert "Xuân Lạng 2 33.3% 1 / 3" in above
    assert "1 place without data, or with too few people to tell thôn Xuân Mỹ" in above


def test_what_contains_the_own_village_is_its_own_counts_and_the_rest_in_fives(client: Client, counted: World) -> None:
    for person in ResidentFactory.create_batch(11):
        ResidenceFactory(resident=person, household=counted.home_of("Tâm"))
        OutcomeFactory(resident=person)
    recount.rebuild()

    # Bình of three at home; of the other village eleven of twelve, told as ten of ten.
    assert "Alone: shopping online 84.6% 11 / 13" in page(client, counted, "team_member", COMMUNE)


def test_the_village_tells_who_lives_there_and_what_ground_it_stands_on(client: Client, counted: World) -> None:
    VillageConditionFactory(village=counted.xuan_lang, has_power=None)

    words = page(client, counted, "commune_officer", VILLAGE)

    assert "Households 2 People who live there 4 Poor households 1" in words
    assert "4G coverage yes Any telecom service yes Grid power not known" in words
    assert re.search(r"Ethnic groups 2 \(Kinh 3, Ê Đê 1\)", words)


def test_the_honesty_line_says_how_many_villages_wait(client: Client, counted: World) -> None:
    mark_stale(villages=["24364001", "24169001"], since=today())

    assert "1 village waits to be recounted" in page(client, counted, "commune_officer", COMMUNE)
    assert "2 villages wait" in page(client, counted, "commune_officer", PROVINCE)


KEPT = 1
"""User, roles and the state of the place, at once."""

# Made anew: the same, and the state once more, with the catalogue; place; then in one round trip honesty, places inside,
# campaigns, declarations, boundaries of what is inside, and in another the figures of both, thirty days ago, small lines and
# marks. Beside that: headcounts; reports that are due, what is to be decided (2); targets. What stands around the figures is
# kept by itself. When the process makes the page again, what it asked before is asked in one round trip.
EXACT = {COMMUNE: (9, 5), VILLAGE: (7, 4), f"{COMMUNE}figures/adults_able/": (7, 2)}
# Behind the curtain: no headcounts, and no marks of visits. The country is known without asking.
AGGREGATE = {COUNTRY: (5, 3), PROVINCE: (5, 2), COMMUNE: (5, 2), VILLAGE: (5, 3)}


@pytest.mark.parametrize(
    ("who", "url"), [*(("commune_officer", url) for url in EXACT), *(("province_analyst", url) for url in AGGREGATE)]
)
def test_the_number_of_queries_does_not_grow_with_the_places(
    client: Client, counted: World, django_assert_num_queries: Any, who: str, url: str
) -> None:
    client.force_login(counted.users[who])
    client.get(url)
    first, again = (EXACT if who == "commune_officer" else AGGREGATE)[url]
    _asks(client, url, first, again, django_assert_num_queries)
    for number in range(10, 30):
        village = VillageFactory(serial=f"0{number}", commune=Commune.objects.get(code="24364"))
        ResidenceFactory(resident=ResidentFactory(), household=HouseholdFactory(village=village))
        CommuneFactory(code=f"224{number}", province=counted.dak_lak)
    recount.rebuild()

    _asks(client, url, first, again, django_assert_num_queries)


def _asks(client: Client, url: str, first: int, again: int, django_assert_num_queries: Any) -> None:
    """So many queries where this process never made the page, so many when it has; and one as long as the page is kept."""
    asked_before.cache_clear()
    for word, queries in enumerate((first, again)):
        Bulletin.objects.create(word=word + 1)
        with django_assert_num_queries(queries):
            client.get(url)
    with django_assert_num_queries(KEPT):
        client.get(url)


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_every_language_shows_its_own_rules(client: Client, counted: World, language: str) -> None:
    client.force_login(counted.users["commune_officer"])
    with translation.override(language):
        client.cookies["language"] = language
        html = client.get(VILLAGE).content.decode()

    assert {"vi": "Hộ đã gặp", "en": "Households met", "fr": "Foyers rencontrés"}[language] in html


def test_a_page_answers_for_any_past_day_and_group_and_says_so(client: Client, counted: World) -> None:
    before = page(client, counted, "commune_officer", f"{VILLAGE}?day=2026-09-30")
    after = page(client, counted, "commune_officer", f"{VILLAGE}?day=2026-10-31&group=male")

    assert "As of the end of 30/09/2026 · everyone" in before
    assert "Alone: shopping online 0.0% 0 / 3" in before
    assert "As of the end of 31/10/2026 · men" in after
    assert "Alone: shopping online 100.0% 1 / 1" in after
    assert "figures are not counted for this group: men" in after


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("yesterday", "This is not a day. Shown are the figures of now."),
        ("2099-01-01", "This day is still to come. Shown are the figures of now."),
        ("0026-08-03", "Nothing was counted so early. Shown are the figures of now."),
    ],
)
def test_a_day_that_cannot_be_shown_is_told_at_the_field_and_now_is_shown(
    client: Client, counted: World, day: str, said: str
) -> None:
    for url in (VILLAGE, f"{VILLAGE}figures/adults_able/"):
        words = page(client, counted, "commune_officer", f"{url}?day={day}")

        assert said in words
        assert "As of now" in words


def test_a_figure_tells_how_its_share_moved_in_thirty_days_and_the_target_that_a_campaign_sets(
    client: Client, counted: World
) -> None:
    campaign = CampaignFactory(
        province=counted.dak_lak,
        first_day=date(2026, 9, 20),
        last_day=date(2026, 12, 20),
        indicators=["online_shopping_alone"],
    )
    TargetFactory(campaign=campaign, indicator="online_shopping_alone", place="", kind="commune", minimum=70)
    address = f"{VILLAGE}?day=2026-10-05"

    assert "Alone: shopping online +33.3 points in 30 days · target 70% 33.3% 1 / 3" in page(
        client, counted, "commune_officer", address
    )
    told = page(client, counted, "province_analyst", address)
    assert "Alone: shopping online target 70% not shown" in told
    assert "points in 30 days" not in told
    assert "target" not in page(client, counted, "commune_officer", f"{address}&group=female")


def test_what_a_reader_asks_for_stays_on_the_way_down(client: Client, counted: World) -> None:
    client.force_login(counted.users["commune_officer"])

    html = client.get(f"{COMMUNE}?day=2026-10-01&group=female").content.decode()

    assert f'href="{VILLAGE}?day=2026-10-01&amp;group=female"' in html
    assert f'href="{COMMUNE}figures/adults_able/?day=2026-10-01&amp;group=female"' in html


def test_a_figure_tells_how_it_went_by_which_definition_and_how_far_to_trust_it(client: Client, counted: World) -> None:
    words = page(client, counted, "commune_officer", f"{VILLAGE}figures/online_shopping_alone/?since=2026-09-01&day=2026-10-31")

    assert "From 01/09/2026 to 31/10/2026" in words
    assert "On 01/09/2026: 0.0%. Since 01/10/2026: 33.3%." in words
    assert "01/09/2026 0.0% 0 / 3 01/10/2026 33.3% 1 / 3" in words
    assert "Definition version 1" in words
    assert "heard from 0 of 1 villages, 0 of 1 teams in 14 days" in words


def test_a_page_says_when_news_that_came_late_changed_a_day_that_was_over(client: Client, counted: World) -> None:
    late = f"{VILLAGE}figures/online_shopping_alone/?day=2026-10-10"
    assert "changed after it was over" not in page(client, counted, "commune_officer", late)

    OutcomeFactory(resident=counted.people["Hòa"], observed_on=date(2026, 10, 3))
    recount.drain()

    assert "Figures of this day changed after it was over" in page(client, counted, "commune_officer", late)


def test_the_work_of_teams_tells_visits_and_people_apart_and_bad_days_at_the_field(client: Client, counted: World) -> None:
    home = counted.home_of("Bình")
    for day in (3, 4):
        visit = VisitFactory(household=home, visited_on=date(2026, 10, day))
        OutcomeFactory(resident=counted.people["Bình"], visit=visit, observed_on=visit.visited_on)

    words = page(client, counted, "commune_officer", f"{COMMUNE}activity/?first=2026-10-04&last=2026-10-31")

    assert "Visits 1 2" in words
    assert "People coached (each once) 1 1" in words
    assert "fewer than 8" in page(client, counted, "province_analyst", f"{PROVINCE}activity/")
    assert "must begin before it ends" in page(client, counted, "commune_officer", f"{COMMUNE}activity/?first=2099-01-01")


def test_a_page_that_would_say_the_same_is_not_sent_again(client: Client, counted: World) -> None:
    client.force_login(counted.users["commune_officer"])
    first = client.get(VILLAGE)
    seen = {"if-none-match": first["ETag"]}

    assert "private" in first["Cache-Control"]
    assert client.get(VILLAGE, headers=seen).status_code == 304
    assert client.get(f"{VILLAGE}?group=female", headers=seen).status_code == 200
    assert client.get(VILLAGE, headers={**seen, "accept-language": "fr"}).status_code == 200


def test_a_page_is_sent_again_as_soon_as_a_figure_or_what_one_may_see_is_another(client: Client, counted: World) -> None:
    client.force_login(counted.users["commune_officer"])
    seen = {"if-none-match": client.get(VILLAGE)["ETag"]}

    OutcomeFactory(resident=counted.people["Hòa"])
    waiting = client.get(VILLAGE, headers=seen)
    assert waiting.status_code == 200
    recount.drain()
    counted_again = client.get(VILLAGE, headers={"if-none-match": waiting["ETag"]})
    assert counted_again.status_code == 200
    Posting.objects.filter(user=counted.users["commune_officer"]).update(role=Role.PROVINCE_ANALYST, commune=None, province="66")

    assert client.get(VILLAGE, headers={"if-none-match": counted_again["ETag"]}).status_code == 200


def test_nobody_gets_an_answer_from_the_page_of_somebody_else(client: Client, counted: World) -> None:
    client.force_login(counted.users["commune_officer"])
    seen = {"if-none-match": client.get(VILLAGE)["ETag"]}

    for who, status in (("commune_leader", 200), ("province_analyst", 200), ("stranger_officer", 404)):
        client.force_login(counted.users[who])
        assert client.get(VILLAGE, headers=seen).status_code == status


def test_there_is_no_figure_before_the_first_count_and_the_page_says_so(client: Client, world: World) -> None:
    words = page(client, world, "commune_officer", COMMUNE)

    assert "Not counted yet" in words
    assert "2 places without data" in words
    assert not Measurement.objects.exists()
