"""Bringing boundaries: sent, looked at, shown, replaced, removed; and who may."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AuditEvent
from communes.actions import boundaries as actions
from communes.actions.boundaries import drop_boundaries, show_boundaries, take_in
from communes.boundaries import turns
from communes.models import Boundaries
from tests.boundaries import CENTRES, LAND, NAMES, bring, file_of, five_communes, read_here
from tests.factories import PostingFactory, UserFactory
from tests.tilings import collection, feature
from tests.world import World

PLACE = "/vn/66/boundaries/"
SOURCE = {"source": "Sở Nông nghiệp và Môi trường", "licence": "Công văn 12/SNNMT", "as_of": "2026-07-01"}


@pytest.fixture
def land(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Five communes; what they are drawn by is read without a process of its own, which has tests of its own."""
    monkeypatch.setattr(actions, "read", read_here)
    five_communes(world)
    return world


@pytest.fixture
def admin(land: World, client: Client) -> Client:
    client.force_login(land.users["province_admin"])
    client.cookies["language"] = "en"
    return client


def send(client: Client, data: bytes, place: str = PLACE) -> Any:
    """Uploads a file."""
    return client.post(place, {"file": SimpleUploadedFile("ranh-gioi.geojson", data)})


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_boundaries_are_looked_at_before_they_are_shown_and_say_where_they_are_from(land: World, client: Client) -> None:
    client.force_login(land.users["province_admin"])
    client.cookies["language"] = "en"
    send(client, file_of("24364", "24169", "24001", "24002"))
    draft = Boundaries.objects.get()

    looked = page_of(client, draft.get_absolute_url())
    assert "4 places have a boundary." in looked
    assert "1 place has no boundary</strong></p><p>Krông Búk" in looked
    assert looked.count('class="piece') == 4
    assert not Boundaries.objects.filter(is_shown=True).exists()

    client.post(draft.get_absolute_url(), SOURCE)
    shown = page_of(client, PLACE)
    assert "Boundaries: Sở Nông nghiệp và Môi trường. Công văn 12/SNNMT." in shown
    assert "As they were on 01/07/2026." in shown
    assert list(AuditEvent.objects.filter(verb__startswith="boundaries").order_by("at").values_list("verb", "place")) == [
        ("boundaries.upload", "66"),
        ("boundaries.show", "66"),
    ]


def test_without_a_source_nothing_is_shown_and_what_was_sent_and_typed_stays(admin: Client) -> None:
    draft = send(admin, file_of())["Location"]

    refused = admin.post(draft, {"source": "Sở Nông nghiệp", "licence": "", "as_of": "2099-01-01"}).content.decode()

    assert 'value="Sở Nông nghiệp"' in refused
    assert "This day is still to come." in refused
    assert refused.count('class="piece') == 5
    assert not Boundaries.objects.filter(is_shown=True).exists()
    admin.post(draft, SOURCE)
    assert Boundaries.objects.get().is_shown


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04", "This is a packed file."),
        (file_of()[:99], "The file is damaged: line 1"),
        (collection(feature(LAND["24364"], ten="Atlantis<script>")), "found were: ten."),
    ],
)
def test_a_file_that_is_not_taken_is_told_at_the_field(admin: Client, data: bytes, said: str) -> None:
    refused = send(admin, data)

    assert refused.status_code == 200
    assert said in refused.content.decode()
    assert not Boundaries.objects.exists()


def test_strangers_parts_and_hostile_names_in_a_file_are_told_as_text(admin: Client) -> None:
    parts = [feature(LAND[code], ma="24364") for code in ("24364", "24001")]
    strangers = [feature(LAND["24002"], ma="1", ten=f"<script>{number}</script>") for number in range(150)]

    looked = page_of(
        admin, send(admin, collection(*parts, *strangers, *(feature(LAND["24169"], ma="24169") for _ in range(160))))["Location"]
    )

    assert "150 areas of the file belong to no place here and are left out" in looked
    assert "3. &lt;script&gt;0&lt;/script&gt;" in looked
    assert "2 places have several areas, which are joined" in looked
    assert "<script>0" not in looked


def test_others_take_the_place_of_those_before_and_removed_they_are_gone(admin: Client, land: World) -> None:
    before = bring(land)
    draft = send(admin, file_of("24364", "24169"))["Location"]
    assert Boundaries.objects.get(is_shown=True) == before

    admin.post(draft, SOURCE)
    after = Boundaries.objects.get()
    assert [code for code, *_mark in after.marks] != [code for code, *_mark in before.marks]
    assert "1 place" not in page_of(admin, "/vn/66/boundaries/")

    admin.post(f"{PLACE}{after.pk}/drop/")
    assert not Boundaries.objects.exists()
    assert "The map is one of tiles" in page_of(admin, PLACE)
    assert AuditEvent.objects.filter(verb="boundaries.remove", target_id=after.pk).exists()


def test_a_draft_is_forgotten_when_cancelled_or_another_is_sent_and_cannot_be_shown_any_more(admin: Client, land: World) -> None:
    first = send(admin, file_of())["Location"]
    second = send(admin, file_of("24364"))["Location"]
    assert admin.post(first, SOURCE).status_code == 404
    admin.post(f"{second}drop/")
    assert not Boundaries.objects.exists()

    late = take_in(by=land.users["province_admin"], province=land.dak_lak, file_name="x", content=file_of())
    drop_boundaries(by=land.users["province_admin"], boundaries=late)
    assert not show_boundaries(by=land.users["province_admin"], boundaries=late, source="x", licence="x", as_of=None)
    assert not Boundaries.objects.exists()


def test_the_country_is_drawn_by_its_provinces_by_whoever_administers_all(land: World, client: Client) -> None:
    country = collection(feature(LAND["24364"], ten_tinh="Tỉnh Đắk Lắk"), feature(LAND["24001"], ten_tinh="TP. Nghệ An"))
    client.force_login(land.users["system_admin"])

    draft = send(client, country, "/vn/boundaries/")["Location"]
    client.post(draft, SOURCE)

    assert {code for code, *_mark in Boundaries.objects.get().marks} == {"66", "40"}
    assert send(client, file_of(), PLACE).status_code == 302


def test_only_those_who_administer_the_place_bring_boundaries(land: World) -> None:
    shown, distant = bring(land), UserFactory()
    PostingFactory(user=distant, role="province_admin", province=land.nghe_an)
    mine = take_in(by=land.users["system_admin"], province=land.dak_lak, file_name="x", content=file_of())
    addresses = [PLACE, f"{PLACE}{shown.pk}/", f"{PLACE}{shown.pk}/drop/", f"{PLACE}{mine.pk}/", f"{PLACE}{mine.pk}/drop/"]
    for who in (distant, *(land.users[name] for name in ("commune_officer", "province_analyst", "stranger_officer"))):
        client = Client()
        client.force_login(who)
        assert {client.post(one, SOURCE).status_code for one in addresses} == {404}
    other = Client()
    other.force_login(land.users["province_admin"])

    assert {
        other.post(one, SOURCE).status_code for one in ("/vn/boundaries/", f"/vn/40/boundaries/{mine.pk}/", *addresses[3:])
    } == {404}
    assert {shown.pk, mine.pk} == set(Boundaries.objects.values_list("pk", flat=True))


def test_the_shapes_are_open_to_whoever_reads_the_figures_and_are_kept_by_browsers(land: World, client: Client) -> None:
    shown = bring(land)
    draft = take_in(by=land.users["system_admin"], province=land.dak_lak, file_name="x", content=file_of())
    client.force_login(land.users["team_member"])

    file = client.get(f"{PLACE}{shown.pk}/map.svg")

    assert file["Content-Type"] == "image/svg+xml"
    assert file["Cache-Control"] == "private, max-age=31536000, immutable"
    assert [f'id="p{code}"' in file.content.decode() for code in CENTRES] == [True] * 5
    assert client.get(f"{PLACE}{draft.pk}/map.svg").status_code == 404
    client.force_login(land.users["distant_analyst"])
    assert client.get(f"{PLACE}{shown.pk}/map.svg").status_code == 404
    client.force_login(land.users["system_admin"])
    assert client.get(f"{PLACE}{draft.pk}/map.svg").status_code == 200


def test_files_are_read_so_many_an_hour_for_one_person(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "AN_HOUR", 2)

    sent = [send(admin, file_of()) for _time in range(3)]

    assert [one.status_code for one in sent] == [302, 302, 200]
    assert "You have sent many files within an hour." in sent[2].content.decode()


def test_places_of_one_name_in_the_file_and_here_are_told_by_their_names(admin: Client) -> None:
    looked = page_of(admin, send(admin, file_of())["Location"])

    assert "Every place here has one boundary, and every boundary its place." in looked
    assert [name in looked for name in NAMES.values()] == [True] * 5
