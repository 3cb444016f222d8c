"""What surrounds every page: language, theme, errors."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django import Settings

from literacy_portal import views

pytestmark = pytest.mark.urls("tests.look.urls")

REQUEST_ID = r"<code>[0-9a-f-]{36}</code>"


def gallery(client: Client) -> str:
    return client.get("/components/").content.decode()


def test_a_theme_is_kept_and_marks_the_page(client: Client) -> None:
    answer = client.post("/settings/theme/", {"theme": "dark", "next": "/components/"})

    assert (answer.status_code, answer["Location"]) == (302, "/components/")
    assert answer.cookies["theme"]["httponly"]
    assert '<html lang="vi" data-theme="dark">' in gallery(client)


def test_the_theme_of_the_device_comes_back(client: Client) -> None:
    client.post("/settings/theme/", {"theme": "dark"})

    client.post("/settings/theme/", {"theme": ""})

    assert '<html lang="vi">' in gallery(client)


@pytest.mark.parametrize("sent", ["pink", '"><script>', ""])
def test_a_cookie_of_an_unknown_theme_is_not_printed(client: Client, sent: str) -> None:
    client.cookies["theme"] = sent

    assert '<html lang="vi">' in gallery(client)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_way_back_never_leaves_the_portal(client: Client, elsewhere: str) -> None:
    answer = client.post("/settings/theme/", {"theme": "light", "next": elsewhere})

    assert answer["Location"] == "/"


def test_a_theme_is_not_set_by_a_link(client: Client) -> None:
    assert client.get("/settings/theme/", {"theme": "dark"}).status_code == 405


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_the_page_says_its_language(client: Client, language: str) -> None:
    client.post("/settings/language/", {"language": language, "next": "/components/"})

    assert f'<html lang="{language}">' in gallery(client)


def test_the_portal_speaks_vietnamese_first(client: Client) -> None:
    assert '<html lang="vi">' in gallery(client)


def test_a_page_with_a_faulty_form_says_so_in_its_title(client: Client) -> None:
    title = re.search(r"<title>(.*?)</title>", client.get("/components/", headers={"accept-language": "en"}).content.decode())

    assert title is not None
    assert title[1] == "Error: Thư viện giao diện – Bình dân học vụ số"


def test_no_page_carries_inline_script_style_or_handler(client: Client) -> None:
    page = gallery(client)

    assert re.findall(r'<style|\sstyle="|\son[a-z]+="|<script(?![^>]*\ssrc=)', page) == []


def test_ids_are_unique_on_the_gallery(client: Client) -> None:
    ids = re.findall(r'\sid="([^"]+)"', gallery(client))

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("code", [400, 403, 404])
def test_an_error_page_says_what_to_do_and_whom_to_call(client: Client, settings: Settings, code: int) -> None:
    settings.SUPPORT_CONTACT = "Tổ hỗ trợ 0262 3000 000"

    answer = client.get(f"/fail/{code}/" if code != 404 else "/no/such/page/")

    page = answer.content.decode()
    assert answer.status_code == code
    assert "Tổ hỗ trợ 0262 3000 000" in page
    assert re.search(REQUEST_ID, page)


def test_a_fault_is_answered_without_database_or_request_and_without_its_reason(settings: Settings) -> None:
    settings.SUPPORT_CONTACT = "0262 3000 000"
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    with translation.override("vi"):
        answer = views.server_error(request)  # no `db` fixture here: a query would fail the test

    page = answer.content.decode()
    assert answer.status_code == 500
    assert '<html lang="vi">' in page
    assert "0262 3000 000" in page


def test_a_fault_in_a_view_shows_the_request_id_only(client: Client) -> None:
    client.raise_request_exception = False

    answer = client.get("/fail/500/")

    assert answer.status_code == 500
    assert re.search(REQUEST_ID, answer.content.decode())
    assert "ZeroDivisionError" not in answer.content.decode()


def test_a_fault_is_answered_even_when_the_list_of_static_files_is_gone(settings: Settings) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    settings.STATIC_ROOT = "/nonexistent"
    settings.DEBUG = False

    answer = views.server_error(RequestFactory().get("/"))

    assert 'href="/static/css/portal.css"' in answer.content.decode()


def test_a_form_without_its_token_is_told_to_reload() -> None:
    answer = Client(enforce_csrf_checks=True, headers={"accept-language": "en"}).post("/settings/theme/", {"theme": "dark"})

    assert answer.status_code == 403
    assert "This page was open too long" in answer.content.decode()
