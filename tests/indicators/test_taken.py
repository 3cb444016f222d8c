"""Every page of figures goes out as a workbook and as CSV, and says there what it says on the screen, to each reader."""

import csv
import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from communes.models import Village
from indicators.models import Campaign, Declaration
from indicators.suppression import STEP
from indicators.views.kept import asked_before, at_hand
from indicators.views.sides import EVERY, SIDES
from literacy_portal.kit.periods import today
from tests.factories import CampaignFactory, TargetFactory
from tests.indicators.stored import store
from tests.world import World

pytestmark = pytest.mark.django_db

COUNTS = {"66": (141, 2003), "24364": (64, 803), "24169": (77, 1200), "24364001": (3, 41), "24364002": (61, 762)}
COMPARED = ("/vn/66/", "/vn/66/24364/", "/vn/66/figures/adults_able/", "/vn/66/24364/figures/adults_able/")
READERS = ("province_analyst", "commune_officer")


@pytest.fixture
def campaign(world: World) -> Campaign:
    """Figures of a month, of everyone and of women; a campaign that runs; a figure that is declared."""
    first = today() - timedelta(days=40)
    for place, (counted, out_of) in COUNTS.items():
        everyone, women = (
            dict.fromkeys((first, today() - timedelta(days=3)), (counted // less, out_of // less)) for less in (1, 2)
        )
        store(place, "households_visited", everyone)
        for code in ("adults_able", "adults_kept"):
            store(place, code, everyone)
            store(place, code, women, groups=("female",))
    said = {"counted": 12, "out_of": 17, "evidence": "=1+1", "declared_by": world.users["commune_officer"]}
    Declaration.objects.create(indicator="officials_trained", commune=world.phu_xuan, day=first, **said)
    admin = world.users["province_admin"]
    made: Campaign = CampaignFactory(
        province=world.dak_lak, opened_by=admin, first_day=first, last_day=first + timedelta(days=100), name="=HYPERLINK(1)"
    )
    TargetFactory(campaign=made, minimum=40)
    return made


def every_page(campaign: Campaign) -> list[str]:
    places = ("/vn/", "/vn/66/", "/vn/66/24364/", "/vn/66/24364/001/")
    pages = [("figures/adults_able", EVERY), *((side.word, side.depths) for side in SIDES)]
    of_places = [
        f"{place}{word}/" if word else place for depth, place in enumerate(places) for word, depths in pages if depth in depths
    ]
    ones = [f"{place}campaigns/{campaign.pk}/" for place in places[1:]]
    return [*of_places, *ones, "/vn/66/declared/", "/vn/66/24364/declared/", "/figures/"]


def asked(client: Client, world: World, who: str, url: str, **query: str) -> HttpResponse:
    client.force_login(world.users[who])
    client.cookies["language"] = "en"
    answer = client.get(url, query, headers={"accept-language": "en"})
    assert answer.status_code == 200, url
    return answer


def words_of(answer: HttpResponse) -> str:
    html = answer.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def rows_of(answer: HttpResponse) -> Iterator[list[Any]]:
    """The cells of all sheets, without empty ones."""
    for sheet in load_workbook(BytesIO(answer.content)):
        for row in sheet.iter_rows(values_only=True):
            yield [cell for cell in row if cell not in (None, "")]


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("url", COMPARED)
def test_a_workbook_read_back_holds_the_figures_that_the_page_tells(
    client: Client, world: World, campaign: Campaign, who: str, url: str
) -> None:
    page = words_of(asked(client, world, who, url)).lower()
    rows = list(rows_of(asked(client, world, who, url, **{"as": "xlsx"})))
    figures = [
        ("" if row[0] == "everyone" else row[at - 1], *row[at : at + 3])
        for row in rows
        for at in range(1, len(row) - 2)
        if all(isinstance(cell, int) for cell in row[at : at + 2]) and isinstance(row[at + 2], float)
    ]

    assert len(figures) >= 3
    for label, counted, out_of, share in figures:
        assert f"{named(label)} {share:.1%} {counted:,} / {out_of:,}".lower() in page
    above = " ".join(row[0] for row in rows if len(row) == 1)
    assert "Not counted yet" in above
    assert ("People stay hidden here" in above) == ("rounded to fives" in page)


def named(label: date | str) -> str:
    return label.strftime("%d/%m/%Y") if isinstance(label, date) else label


@pytest.mark.parametrize("url", [*COMPARED, "/vn/66/24364/001/", "/vn/"])
def test_an_analyst_takes_along_nothing_but_steps(client: Client, world: World, campaign: Campaign, url: str) -> None:
    """Except what is openly declared."""
    rows = [
        row for row in rows_of(asked(client, world, "province_analyst", url, **{"as": "xlsx"})) if "Officials trained" not in row
    ]
    counts = [cell for row in rows for cell in row if isinstance(cell, int) and cell > 1]

    assert [count for count in counts if count % STEP] == []


def test_csv_says_the_same_as_the_workbook(client: Client, world: World, campaign: Campaign) -> None:
    for url in every_page(campaign):
        book = list(rows_of(asked(client, world, "province_analyst", url, **{"as": "xlsx"})))
        text = asked(client, world, "province_analyst", url, **{"as": "csv"}).content.decode()
        lines = [[cell for cell in line if cell] for line in csv.reader(StringIO(text.removeprefix("\ufeff")))]
        told = {str(row[0]).lstrip("'") for row in lines if row}

        assert text.startswith("\ufeff"), url
        assert {str(row[0]) for row in book if row and isinstance(row[0], str)} <= told, url


def test_nothing_that_was_typed_runs_in_a_file(client: Client, world: World, campaign: Campaign) -> None:
    Village.objects.filter(pk=world.xuan_lang.pk).update(name="=cmd|' /C calc'!A0")

    for url in every_page(campaign):
        book = load_workbook(BytesIO(asked(client, world, "commune_officer", url, **{"as": "xlsx"}).content))
        assert [cell.coordinate for sheet in book for row in sheet for cell in row if cell.data_type == "f"] == []
    text = asked(client, world, "commune_officer", "/vn/66/24364/declared/", **{"as": "csv"}).content.decode()
    assert "'=1+1" in text


def test_a_file_is_open_to_whom_the_page_is_open_and_costs_no_query_more(
    client: Client, world: World, campaign: Campaign
) -> None:
    for url in every_page(campaign):
        client.force_login(world.users["stranger_officer"])
        assert {client.get(f"{url}?as={kind}").status_code for kind in ("xlsx", "csv")} <= {client.get(url).status_code}, url
        client.force_login(world.users["province_analyst"])
        assert client.get(f"{url}?as=pdf").status_code == 404, url
        counts = []
        for query in ("", "?as=csv"):
            cache.clear()  # pages are kept, files are not
            asked_before.cache_clear()
            at_hand.cache_clear()
            with CaptureQueriesContext(connection) as queries:
                client.get(f"{url}{query}")
            counts.append(len(queries))
        assert counts[1] <= counts[0], url


def test_the_choice_of_the_reader_goes_along_and_the_name_says_where_and_when(
    client: Client, world: World, campaign: Campaign
) -> None:
    day = today() - timedelta(days=20)
    page = asked(client, world, "province_analyst", "/vn/66/", day=day.isoformat(), group="female").content.decode()
    link = unescape(re.findall(r'href="(\?[^"]*as=xlsx[^"]*)"', page)[0])
    answer = asked(client, world, "province_analyst", f"/vn/66/{link}")

    assert answer["Content-Disposition"] == f'attachment; filename="66-tong-quan-{day.isoformat()}.xlsx"'
    assert [f"As of the end of {day:%d/%m/%Y} · women"] in list(rows_of(answer))
