"""Headers and cookies of every answer, errors included (T15)."""

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories import PASSWORD
from tests.world import World

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


@pytest.fixture
def answers(world: World) -> dict[str, HttpResponse]:
    """One answer of each kind."""
    officer = Client(raise_request_exception=False)
    officer.force_login(world.users["commune_officer"])
    administrator = Client()
    administrator.force_login(world.users["system_admin"])
    return {
        "sign-in page": Client().get("/accounts/login/"),
        "redirect": Client().get("/vn/"),
        "dashboard": officer.get("/vn/66/24364/"),
        "households": officer.get("/households/"),
        "not found": officer.get("/vn/66/99999/"),
        "no such address": Client().get("/nothing/here/"),
        "not allowed": officer.delete("/account/"),
        "forbidden": Client(enforce_csrf_checks=True).post("/accounts/login/", {}),
        "health": Client().get("/healthz"),
        "administration": administrator.get("/admin/"),
    }


def test_every_answer_carries_the_policy_and_the_protections(answers: dict[str, HttpResponse]) -> None:
    for kind, answer in answers.items():
        policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";") if part.strip())

        assert policy == POLICY, kind
        assert answer["X-Content-Type-Options"] == "nosniff", kind
        assert answer["Referrer-Policy"] == "same-origin", kind
        assert answer["X-Frame-Options"] == "DENY", kind
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", kind


def test_the_answers_are_of_the_kinds_they_claim(answers: dict[str, HttpResponse]) -> None:
    statuses = {kind: answer.status_code for kind, answer in answers.items()}

    assert statuses == {
        "sign-in page": 200, "redirect": 302, "dashboard": 200, "households": 200, "not found": 404, "no such address": 404,
        "not allowed": 405, "forbidden": 403, "health": 200, "administration": 200,
    }  # fmt: skip


def test_pages_after_signing_in_are_kept_by_no_cache_between(answers: dict[str, HttpResponse]) -> None:
    for kind in ("dashboard", "households", "administration"):
        answer = answers[kind]
        assert (
            "private" in answer.get("Cache-Control", "")
            or "no-store" in answer.get("Cache-Control", "")
            or "Cookie" in answer["Vary"]
        ), kind


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(world: World) -> None:
    client = Client()
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": "commune_officer", "password": PASSWORD})

    assert {
        name: (bool(cookie["httponly"]), cookie["samesite"], cookie["domain"])
        for name, cookie in client.cookies.items()
        if cookie.value
    } == {
        "session": (True, "Lax", ""),
        "csrf": (True, "Lax", ""),
        "device": (True, "Lax", ""),
        "messages": (True, "Lax", ""),
    }
