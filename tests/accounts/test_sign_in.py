"""Signing in: by what, with what answer, and what it leaves behind."""

import json

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from accounts.models import AuditEvent, User
from tests.accounts.same import text_of
from tests.factories import PASSWORD, UserFactory

LOGIN = "/accounts/login/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def lan() -> User:
    """Someone with every name one can sign in by."""
    return UserFactory(username="lan", full_name="Hồ Thị Lan", email="lan@example.vn", phone="+84912345678")


def signed_in(client: Client) -> str | None:
    """The id of who is signed in."""
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize(
    "login", ["lan", "LAN", " lan ", "lan@example.vn", "Lan@Example.VN", "0912345678", "0912 345 678", "+84 912 345 678"]
)
def test_one_signs_in_by_user_name_e_mail_or_phone_however_it_is_written(client: Client, lan: User, login: str) -> None:
    response = client.post(LOGIN, {"login": login, "password": PASSWORD})

    assert response.status_code == 302
    assert signed_in(client) == str(lan.pk)


def test_a_known_and_an_unknown_name_get_the_same_answer(client: Client, lan: User) -> None:
    known = client.post(LOGIN, {"login": "lan", "password": "not-the-password"})
    unknown = Client().post(LOGIN, {"login": "lam", "password": "not-the-password"})

    assert known.status_code == unknown.status_code == 200
    assert text_of(known) == text_of(unknown).replace('"lam"', '"lan"')


@pytest.mark.parametrize("login", ["lan", "lan@example.vn", "0912345678", "nobody", "nobody@example.vn", "0987654321"])
def test_exactly_one_hash_is_computed_whatever_was_typed(
    client: Client, lan: User, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = []
    original_encode, original_verify = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify
    monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *a: counted.append("encode") or original_encode(*a))
    monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda *a: counted.append("verify") or original_verify(*a))

    client.post(LOGIN, {"login": login, "password": "not-the-password"})

    assert len(counted) == 1


def test_passwords_are_stored_with_argon2(lan: User) -> None:
    lan.set_password("mot mat khau moi dai")

    assert lan.password.startswith("argon2$argon2id$")


def test_signing_in_gives_a_new_session_and_signing_out_kills_it_on_the_server(client: Client, lan: User) -> None:
    client.get(LOGIN)
    client.post(LOGIN, {"login": "nobody", "password": "x"})
    before = client.cookies.get("session")
    client.post(LOGIN, {"login": "lan", "password": PASSWORD})
    during = client.cookies["session"].value
    client.post("/accounts/logout/")
    client.cookies["session"] = during

    after = client.get("/account/")

    assert before is None or before.value != during
    assert after.status_code == 302
    assert after["Location"].startswith(LOGIN)


def test_signing_out_needs_a_post(client: Client, lan: User) -> None:
    client.force_login(lan)

    client.get("/accounts/logout/")

    assert signed_in(client) == str(lan.pk)


def test_someone_switched_off_is_out_with_the_next_request(client: Client, lan: User) -> None:
    client.force_login(lan)
    User.objects.filter(pk=lan.pk).update(is_active=False)

    response = client.get("/account/")

    assert response["Location"].startswith(LOGIN)


def test_a_new_password_ends_the_other_sessions_and_not_ones_own(client: Client, lan: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(lan)
    client.post(LOGIN, {"login": "lan", "password": PASSWORD})

    changed = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "ngoi nha ven song", "password2": "ngoi nha ven song"},
    )

    assert changed.status_code == 302
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [
        ("ngan-qua", False),
        ("1234567890", False),
        ("qwertyuiop", False),
        ("hồ thị lan 1", False),
        ("mùa xuân ở bản tôi", True),
        ("m" * 64 + "ột hai", True),
    ],
)
def test_passwords_need_length_and_no_rules_of_composition(client: Client, lan: User, password: str, *, is_taken: bool) -> None:
    client.post(LOGIN, {"login": "lan", "password": PASSWORD})

    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password})

    lan.refresh_from_db()
    assert lan.check_password(password) is is_taken


def test_nobody_makes_an_account(client: Client) -> None:
    client.post("/accounts/signup/", {"username": "moi", "password1": "mot mat khau dai", "password2": "mot mat khau dai"})

    assert User.objects.count() == 0


def test_every_sign_in_and_every_failure_is_in_the_trail_without_what_was_typed(client: Client, lan: User) -> None:
    client.post(LOGIN, {"login": "lan@example.vn", "password": "sai-mat-khau"})
    client.post(LOGIN, {"login": "0912345678", "password": PASSWORD})
    client.post("/accounts/logout/")

    trail = list(AuditEvent.objects.order_by("pk").values_list("verb", "actor", "target_id"))

    assert trail == [
        ("account.sign_in_failed", None, str(lan.pk)),
        ("account.sign_in", lan.pk, str(lan.pk)),
        ("account.sign_out", lan.pk, str(lan.pk)),
    ]
    stored = json.dumps(list(AuditEvent.objects.values("target_type", "facts", "place")))
    assert "example" not in stored
    assert "0912" not in stored


def test_a_failure_for_a_name_that_is_nobodys_fills_no_table(client: Client) -> None:
    client.post(LOGIN, {"login": "nobody", "password": "sai-mat-khau"})

    assert AuditEvent.objects.count() == 0


def test_the_phone_can_be_changed_only_after_the_password_and_only_to_a_free_number(client: Client, lan: User) -> None:
    UserFactory(username="other", phone="+84987654321")
    client.post(LOGIN, {"login": "lan", "password": PASSWORD})
    asked = client.get("/account/phone/")
    client.post(asked["Location"], {"password": PASSWORD})

    taken = client.post("/account/phone/", {"phone": "0987 654 321"})
    client.post("/account/phone/", {"phone": "093 888 7777"})

    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert taken.status_code == 200
    assert 'value="0987 654 321"' in taken.content.decode()
    lan.refresh_from_db()
    assert lan.phone == "+84938887777"
