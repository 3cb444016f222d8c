"""Finding places by name: without accents, by names of before, and never beyond the reader's places."""

import pytest
from django.test import Client

from communes.models import FormerCommune
from tests.world import World


def found_by(client: Client, world: World, who: str, words: str) -> str:
    """The page of results."""
    client.force_login(world.users[who])
    response = client.get("/places/", {"q": words}, headers={"accept-language": "en"})
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.fixture
def formerly(world: World) -> FormerCommune:
    return FormerCommune.objects.create(
        name="Xã Ea Puk",
        district="Huyện Krông Năng",
        province_name="Tỉnh Đắk Lắk",
        search_key="xa ea puk",
        commune=world.phu_xuan,
    )


@pytest.mark.parametrize("words", ["phu xuan", "PHÚ XUÂN", "Phú  xuân", "ea puk", "Ea Púk"])
def test_a_commune_is_found_without_accents_and_by_its_former_name(
    client: Client, world: World, formerly: FormerCommune, words: str
) -> None:
    assert 'href="/vn/66/24364/"' in found_by(client, world, "commune_officer", words)


def test_both_places_of_the_tone_mark_find_the_same_village(client: Client, world: World) -> None:
    world.xuan_my.name = "Hoà Bình"
    world.xuan_my.save()

    assert 'href="/vn/66/24364/002/"' in found_by(client, world, "commune_officer", "hòa")
    assert 'href="/vn/66/24364/002/"' in found_by(client, world, "commune_officer", "hoà")


def test_a_stranger_is_not_shown_villages_or_communes_of_others(client: Client, world: World, formerly: FormerCommune) -> None:
    page = found_by(client, world, "stranger_officer", "xuan")
    assert "24364" not in page
    assert "Ea Puk" not in found_by(client, world, "stranger_officer", "ea puk")
    assert 'href="/vn/66/"' in found_by(client, world, "stranger_officer", "dak lak")
    assert "/vn/40/" not in found_by(client, world, "stranger_officer", "nghe an")


@pytest.mark.parametrize("words", ["", " ", "x", "\0", "%", "x" * 5000, "'; drop table"])
def test_words_that_find_nothing_still_get_a_page(client: Client, world: World, words: str) -> None:
    assert "/vn/66/24364/00" not in found_by(client, world, "commune_officer", words)


def test_the_number_of_queries_does_not_grow_with_the_places_found(
    client: Client, world: World, formerly: FormerCommune, django_assert_num_queries: object
) -> None:
    client.force_login(world.users["commune_officer"])
    client.get("/places/")
    # Session, user, two for the reach; then one each for provinces, communes, former communes, villages.
    with django_assert_num_queries(6):  # type: ignore[operator]
        client.get("/places/", {"q": "xuan"})


def test_who_is_not_signed_in_is_asked_to(client: Client, world: World) -> None:
    assert client.get("/places/", {"q": "xuan"}).status_code == 302
