"""The portal as journeys meet it: the real web server, the real worker, the real browser, on one test database."""

import time

import pytest
from playwright.sync_api import Page, Request

from literacy_portal.celery import app
from tests.journey import Portal

pytestmark = pytest.mark.journey


def test_a_phone_gets_the_sign_in_page_in_vietnamese_with_hashed_files_from_here_only(portal: Portal, page: Page) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 -- Playwright marks the handler, a builtin takes no mark

    answer = page.goto(f"{portal.url}/vn/")

    assert answer
    assert answer.status == 200
    assert page.url.startswith(f"{portal.url}/accounts/login/")
    assert page.locator("html").get_attribute("lang") == "vi"
    assert [request.url for request in asked if not request.url.startswith((portal.url, "data:"))] == []
    styles = [request.response() for request in asked if request.resource_type == "stylesheet"]
    assert styles != []
    for style in styles:
        assert style
        assert style.status == 200
        assert "immutable" in style.headers["cache-control"]


def test_the_page_is_no_wider_than_the_phone(portal: Portal, page: Page) -> None:
    page.goto(f"{portal.url}/accounts/login/")

    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_worker_of_this_test_run_answers_through_the_queue(portal: Portal) -> None:
    deadline = time.monotonic() + 20
    answers = None
    while not answers and time.monotonic() < deadline:
        answers = app.control.inspect(timeout=1).ping()

    assert answers
    assert [answer["ok"] for answer in answers.values()] == ["pong"]
