"""What a phone keeps: the same bytes for everybody, nothing of anybody, and every text that its scripts ask for."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from sessions.field_words import words
from tests.world import World

SCRIPTS = sorted((Path(settings.BASE_DIR) / "static" / "js" / "field").rglob("*.js"))
KEPT = ("/field/vi/", "/field/en/", "/field/fr/", "/offline/vi/", "/manifest.webmanifest", "/worker.js")


def signed_in(world: World, who: str) -> Client:
    client = Client(headers={"accept-language": "vi"})
    client.force_login(world.users[who])
    return client


@pytest.mark.parametrize("path", KEPT)
def test_what_a_phone_keeps_is_the_same_for_everybody_and_leaves_no_cookie(world: World, path: str) -> None:
    stranger = Client(headers={"accept-language": "vi"}).get(path)
    member = signed_in(world, "team_member").get(path)

    assert stranger.status_code == 200
    assert stranger.content == member.content
    assert not stranger.cookies
    assert not member.cookies
    assert b"csrf" not in stranger.content


def test_a_language_that_does_not_exist_has_no_page(db: None) -> None:
    assert Client().get("/field/xx/").status_code == 404


def test_the_entry_leads_to_the_reader_s_language(db: None) -> None:
    assert Client(headers={"accept-language": "fr"}).get("/field/")["Location"] == "/field/fr/"
    assert Client(headers={"accept-language": "zh"}).get("/field/")["Location"] == "/field/vi/"


def test_tonight_is_on_the_menu_of_those_who_log_visits_only(world: World) -> None:
    shown = {who: b'href="/field/"' in signed_in(world, who).get("/vn/", follow=True).content for who in world.users}

    assert {who for who, is_shown in shown.items() if is_shown} == {
        "team_member", "team_leader", "neighbour_member", "stranger_member", "commune_officer", "stranger_officer"
    }  # fmt: skip


def test_every_text_that_a_script_asks_for_is_in_the_page() -> None:
    asked = {text for script in SCRIPTS for text in re.findall(r'\bt\("([^"]+)"', script.read_text())}

    assert len(asked) > 40
    assert asked - set(words()) == set()


def test_the_worker_keeps_every_script_style_and_page_that_the_shell_needs(db: None) -> None:
    shell = Client().get("/field/vi/").content.decode()
    told = Client().get("/worker.js").content.decode()
    kept = json.loads(re.findall(r"serve\(self, (.*)\);", told)[0])
    needed = set(re.findall(r'(?:href|src)="(/[^"#]*)', shell))

    assert needed - set(kept["files"]) == set()
    assert {f"/static/js/field/{path.relative_to(SCRIPTS[0].parent)}" for path in SCRIPTS} <= set(kept["files"])


def test_a_page_that_says_something_else_is_another_version(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from sessions.views import field  # noqa: PLC0415 -- its functions are replaced below

    before = field._worker.__wrapped__()
    monkeypatch.setattr(field, "words", lambda: {"Sign in": "Come in"})
    monkeypatch.setattr(field, "_page", field._page.__wrapped__)

    after = field._worker.__wrapped__()

    assert before != after
    assert re.sub(r'"version": "\w+"', "", before) == re.sub(r'"version": "\w+"', "", after)
