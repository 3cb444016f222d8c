"""Wrong passwords: few are looked at, and nobody locks a colleague out."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.core.cache import caches
from django.db import connection
from django.test import Client, RequestFactory
from redis.exceptions import ConnectionError as Gone

from accounts import devices, limits
from accounts.models import User
from tests.factories import PASSWORD, UserFactory

LOGIN = "/accounts/login/"
WRONG = "sai-mat-khau"


@pytest.fixture
def lan(db: None) -> User:
    """The account under attack."""
    return UserFactory(username="lan", email="lan@example.vn", phone="+84912345678")


@pytest.fixture
def evaluated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by one with each password that is really looked at."""
    seen: list[str] = []
    original = Argon2PasswordHasher.verify
    monkeypatch.setattr(
        Argon2PasswordHasher, "verify", lambda self, password, encoded: seen.append(password) or original(self, password, encoded)
    )
    return seen


def another_process() -> None:
    """What a second web process starts with: no connection, no memory, only the shared cache."""
    caches.close_all()
    del caches["default"]


def attempt(client: Client, login: str = "lan", password: str = WRONG, address: str = "203.0.113.9") -> int:
    return client.post(LOGIN, {"login": login, "password": password}, REMOTE_ADDR=address).status_code


def test_five_wrong_passwords_are_looked_at_in_five_minutes_whatever_the_name_address_and_process(
    lan: User, evaluated: list[str]
) -> None:
    names = ["lan", "LAN", "lan@example.vn", "0912345678", "+84912345678"]
    for number in range(15):
        attempt(Client(), login=names[number % 5], address=f"203.0.113.{number}")
        another_process()

    assert len(evaluated) == 5


def test_the_owner_enters_from_a_device_used_before_while_strangers_try(lan: User) -> None:
    own_phone = Client()
    own_phone.post(LOGIN, {"login": "lan", "password": PASSWORD})
    own_phone.post("/accounts/logout/")
    for _ in range(12):
        attempt(Client())
        another_process()

    from_new_device = attempt(Client(), password=PASSWORD)
    from_own_phone = attempt(own_phone, password=PASSWORD)

    assert from_new_device == 200
    assert from_own_phone == 302


def test_a_known_device_has_a_limit_of_its_own(lan: User, evaluated: list[str]) -> None:
    own_phone = Client()
    own_phone.post(LOGIN, {"login": "lan", "password": PASSWORD})
    own_phone.post("/accounts/logout/")
    evaluated.clear()

    for _ in range(15):
        attempt(own_phone)

    assert len(evaluated) == 10


def test_a_known_device_helps_only_the_account_it_is_known_for(lan: User, evaluated: list[str]) -> None:
    UserFactory(username="mai")
    mai_phone = Client()
    mai_phone.post(LOGIN, {"login": "mai", "password": PASSWORD})
    mai_phone.post("/accounts/logout/")
    evaluated.clear()

    for _ in range(8):
        attempt(mai_phone)

    assert len(evaluated) == 5


def test_a_forged_device_cookie_is_a_strangers(lan: User, evaluated: list[str]) -> None:
    client = Client()
    client.cookies["device"] = f"eyI{lan.pk}Ijoi:forged"

    for _ in range(8):
        attempt(client)

    assert len(evaluated) == 5


def test_the_device_cookie_is_http_only_names_nobody_and_ends_with_the_password(lan: User) -> None:
    thief = Client()
    thief.post(LOGIN, {"login": "lan", "password": PASSWORD})
    cookie = thief.cookies["device"]
    lan.set_password("ngoi nha ven song")
    lan.save()
    for _ in range(5):
        attempt(Client())

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert list(signing.loads(cookie.value, salt=devices.SALT)) == [str(lan.pk)]
    thief.post("/accounts/logout/")
    assert attempt(thief, password="ngoi nha ven song") == 200


def test_the_reset_link_lets_the_owner_in_again_on_a_new_device(lan: User, mailoutbox: list[object]) -> None:
    for _ in range(6):
        attempt(Client())
    owner = Client()
    owner.post("/accounts/password/reset/", {"email": "lan@example.vn"})
    link = next(word for word in mailoutbox[0].body.split() if "/password/reset/key/" in word)  # type: ignore[attr-defined]
    form = owner.get(link.replace("http://testserver", ""))
    owner.post(form["Location"], {"password1": "ngoi nha ven song", "password2": "ngoi nha ven song"})
    for _ in range(6):
        attempt(Client())

    assert attempt(owner, password="ngoi nha ven song") == 302


def test_a_class_of_sixty_behind_one_address_gets_in(db: None) -> None:
    learners = [UserFactory(username=f"hoc-vien-{number}") for number in range(60)]

    answers = []
    for number, learner in enumerate(learners):
        client = Client()
        if number % 3 == 0:
            attempt(client, login=learner.username)
        answers.append(attempt(client, login=learner.username, password=PASSWORD))

    assert answers == [302] * 60


def test_one_address_cannot_try_one_password_on_every_account(db: None, evaluated: list[str]) -> None:
    request = RequestFactory().post(LOGIN, REMOTE_ADDR="203.0.113.9")
    request.user = request.session = None  # type: ignore[assignment]

    places = [limits.take_place(request, {"username": f"user{number}"}) for number in range(230)]

    assert sum(place is not None for place in places) == 200


def test_names_that_are_nobodys_are_limited_alike(db: None) -> None:
    pages = [Client().post(LOGIN, {"login": "nobody", "password": "sai-mat-khau"}).content.decode() for _ in range(6)]

    assert "năm phút" in pages[5] or "five minutes" in pages[5]
    assert "năm phút" not in pages[4]
    assert "five minutes" not in pages[4]


@pytest.mark.django_db(transaction=True)
def test_attempts_at_the_same_moment_do_not_slip_through() -> None:
    UserFactory(username="lan")

    def take(_number: int) -> bool:
        request = RequestFactory().post(LOGIN)
        request.user = AnonymousUser()
        try:
            return limits.take_place(request, {"username": "lan"}) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        taken = list(pool.map(take, range(24)))

    assert sum(taken) == 5


def test_the_administration_has_no_door_of_its_own(lan: User) -> None:
    answer = Client().post("/admin/login/", {"username": "lan", "password": PASSWORD})

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=%2Fadmin%2F"


def test_without_the_cache_nobody_signs_in_and_the_page_says_so(
    lan: User, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*args: object) -> None:
        raise Gone

    monkeypatch.setattr(limits, "take_place", gone)

    response = Client().post(LOGIN, {"login": "lan", "password": PASSWORD})

    assert response.status_code == 200
    assert "_auth_user_id" not in response.wsgi_request.session
