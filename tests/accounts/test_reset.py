"""A forgotten password: the same answer for everyone."""

import pytest
from django.test import Client

from tests.accounts.same import text_of
from tests.factories import UserFactory

RESET = "/accounts/password/reset/"
pytestmark = pytest.mark.django_db


def test_a_known_and_an_unknown_address_get_the_same_answer(client: Client, mailoutbox: list[object]) -> None:
    UserFactory(username="lan", email="lan@example.vn")

    known = client.post(RESET, {"email": "lan@example.vn"}, follow=True)
    unknown = Client().post(RESET, {"email": "nobody@example.vn"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert text_of(known) == text_of(unknown)
    assert len(mailoutbox) == 2


def test_a_mail_server_that_is_down_is_no_error_page_and_tells_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    UserFactory(username="lan", email="lan@example.vn")

    def down(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", down)

    answers = [Client().post(RESET, {"email": email}).status_code for email in ("lan@example.vn", "nobody@example.vn")]

    assert answers == [302, 302]


def test_a_link_works_once_and_signs_nobody_else_in(client: Client, mailoutbox: list[object]) -> None:
    UserFactory(username="lan", email="lan@example.vn")
    client.post(RESET, {"email": "lan@example.vn"})
    link = next(word for word in mailoutbox[0].body.split() if "/password/reset/key/" in word).replace("http://testserver", "")  # type: ignore[attr-defined]
    form = client.get(link)
    client.post(form["Location"], {"password1": "ngoi nha ven song", "password2": "ngoi nha ven song"})

    again = Client().get(link)

    assert again.status_code == 200
    assert "password1" not in again.content.decode()
