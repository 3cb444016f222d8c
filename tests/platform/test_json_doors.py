import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from accounts.entry import SignInMiddleware
from accounts.models import User
from literacy_portal.kit.json_doors import TurnedAwayError, body_of, speaks_json, told
from literacy_portal.views import csrf_failure


def _view(trouble: Exception | None = None) -> object:
    @speaks_json("POST")
    def view(request: HttpRequest) -> HttpResponse:
        if trouble:
            raise trouble
        return told({"read": len(body_of(request, most=10))})

    return view


def _said(response: HttpResponse) -> tuple[int, dict[str, object]]:
    return response.status_code, json.loads(response.content)


def test_what_goes_wrong_is_said_in_json() -> None:
    post = RequestFactory().post("/x", b"{}", content_type="application/json")

    assert _said(_view()(post)) == (200, {"read": 2})
    assert _said(_view(Http404())(post)) == (404, {"error": "not_found"})
    assert _said(_view(TurnedAwayError(409, "wrong_user"))(post)) == (409, {"error": "wrong_user"})
    assert _said(_view(OperationalError("gone"))(post)) == (503, {"error": "unavailable", "retry_after": 30})
    assert _said(_view()(RequestFactory().get("/x"))) == (405, {"error": "method"})


def test_an_answer_that_says_when_to_come_back_says_it_in_the_header_and_is_kept_nowhere() -> None:
    answer = _view(TurnedAwayError(429, "slow_down", retry_after=20))(RequestFactory().post("/x"))

    assert answer["Retry-After"] == "20"
    assert "no-store" in answer["Cache-Control"]


def test_a_body_that_is_too_large_is_not_read() -> None:
    post = RequestFactory().post("/x", b"x" * 11, content_type="application/json")

    assert _said(_view()(post)) == (413, {"error": "too_large", "most_bytes": 10})


@pytest.mark.parametrize(("user", "expected"), [(AnonymousUser(), (401, "signed_out")), (User(pk=7), (403, "csrf"))])
def test_a_program_without_the_token_hears_which_of_the_two_is_missing(user: User, expected: tuple[int, str]) -> None:
    request = RequestFactory().post("/x")
    request.user = user
    request.resolver_match = type("Match", (), {"func": _view()})()

    status, said = _said(csrf_failure(request))

    assert (status, said["error"]) == expected


def test_who_is_not_signed_in_is_led_to_no_page() -> None:
    request = RequestFactory().post("/x")
    request.user = AnonymousUser()

    answer = SignInMiddleware(lambda _request: HttpResponse()).process_view(request, _view(), (), {})

    assert _said(answer) == (401, {"error": "signed_out"})
