import base64
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent
from literacy_portal.kit.ids import new_id
from sessions.actions.devices import MOST_DEVICES, end_device, prune_devices
from sessions.models import Device
from tests.factories import PASSWORD
from tests.world import World

ME, DEVICE, SLICE = "/sync/v1/me", "/sync/v1/device", "/sync/v1/slice"


def public_key() -> str:
    """A P-256 key as a browser exports it."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    return base64.b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


KEY = public_key()


def tell(client: Client, key: UUID, **other: Any) -> HttpResponse:
    body = {"device": str(key), "label": "Chrome · Android", "public_key": KEY} | other
    return client.post(DEVICE, json.dumps(body), content_type="application/json")


def said(client: Client, device: object = None) -> dict[str, Any]:
    answer = client.get(ME, headers={"x-device": str(device)} if device else {})
    assert answer.status_code == 200
    return answer.json()


@pytest.fixture
def member(client: Client, world: World) -> Client:
    client.force_login(world.users["team_member"])
    return client


def test_a_stranger_hears_that_nobody_is_signed_in(client: Client, db: None) -> None:
    told = said(client, new_id())

    assert (set(told), told["signed_in"]) == ({"signed_in", "now"}, False)


def test_a_phone_hears_who_is_signed_in_and_may_log(member: Client, world: World) -> None:
    told = said(member)

    assert told["signed_in"] is True
    assert told["user"] == {"id": world.users["team_member"].pk, "name": "Tổ viên team member"}
    assert told["may_log"] is True
    assert told["device"] == {"known": False, "ended": False}
    assert told["schemas"] == [1, 2]
    assert told["now"].endswith("+07:00")


def test_whoever_may_log_nowhere_hears_that_too(client: Client, world: World) -> None:
    client.force_login(world.users["province_analyst"])

    assert said(client)["may_log"] is False


def test_the_token_of_the_answer_opens_what_changes_something(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["team_member"])
    body = json.dumps({"device": str(new_id()), "label": "", "public_key": KEY})

    refused = client.post(DEVICE, body, content_type="application/json")
    token = said(client)["csrf"]
    taken = client.post(DEVICE, body, content_type="application/json", headers={"x-csrftoken": token})

    assert (refused.status_code, refused.json()) == (403, {"error": "csrf"})
    assert (taken.status_code, taken.json()) == (200, {"known": True})


def test_a_phone_that_told_its_name_is_known_from_then_on(member: Client, world: World) -> None:
    key = new_id()

    assert tell(member, key).json() == {"known": True}
    assert tell(member, key, label="Firefox · Android").json() == {"known": True}

    device = Device.objects.get()
    assert (device.user, device.label, device.public_key) == (world.users["team_member"], "Firefox · Android", KEY)
    assert device.session_key == member.session.session_key
    assert said(member, key)["device"] == {"known": True, "ended": False}
    assert AuditEvent.objects.filter(verb="device.register").count() == 1


def test_another_users_phone_does_not_exist(member: Client, world: World) -> None:
    key, other = new_id(), Client()
    other.force_login(world.users["stranger_member"])
    tell(other, key)

    answer = tell(member, key)

    assert (answer.status_code, answer.json()) == (404, {"error": "not_found"})
    assert Device.objects.get().user == world.users["stranger_member"]
    assert said(member, key)["device"] == {"known": False, "ended": False}


def test_a_phone_keeps_the_key_that_it_told_first(member: Client, db: None) -> None:
    key = new_id()
    tell(member, key)

    answer = tell(member, key, public_key=public_key())

    assert (answer.status_code, answer.json()) == (409, {"error": "other_key"})
    assert Device.objects.get().public_key == KEY


@pytest.mark.parametrize(
    "wrong",
    [
        {"device": "x"},
        {"device": 7},
        {"public_key": ""},
        {"public_key": "QUJD"},
        {"public_key": KEY[:-4]},
        {"public_key": None},
        {"device": None},
    ],
)
def test_what_is_no_phone_is_refused(member: Client, wrong: dict[str, Any]) -> None:
    answer = tell(member, new_id(), **wrong)

    assert (answer.status_code, answer.json()) == (400, {"error": "malformed"})
    assert not Device.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "7", '"x"', "{", "null", "\x00"])
def test_a_body_that_is_not_understood_is_refused(member: Client, body: str) -> None:
    assert member.post(DEVICE, body, content_type="application/json").status_code == 400


def test_nobody_fills_the_table_with_phones(member: Client, world: World) -> None:
    Device.objects.bulk_create(
        Device(pk=new_id(), user=world.users["team_member"], heard_at=timezone.now()) for _n in range(MOST_DEVICES)
    )

    answer = tell(member, new_id())

    assert (answer.status_code, answer.json()) == (409, {"error": "too_many"})


def test_when_a_phone_was_heard_from_and_took_its_list_is_noted(member: Client) -> None:
    key = new_id()
    tell(member, key)
    Device.objects.update(heard_at=timezone.now() - timedelta(hours=1), session_key="")

    said(member, key)
    assert Device.objects.get().heard_at > timezone.now() - timedelta(minutes=1)
    assert Device.objects.get().sliced_at is None

    member.get(SLICE, headers={"x-device": str(key)})
    assert Device.objects.get().sliced_at > timezone.now() - timedelta(minutes=1)
    assert Device.objects.get().session_key == member.session.session_key


def _signed_in(world: World, who: str = "team_member") -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": who, "password": PASSWORD})
    return client


def test_a_lost_phones_session_ends_and_its_list_is_void(world: World) -> None:
    lost, kept, key = _signed_in(world), _signed_in(world), new_id()
    tell(lost, key)
    tell(kept, new_id())

    assert end_device(by=world.users["team_member"], device=Device.objects.get(pk=key)) is True

    assert said(lost, key)["signed_in"] is False
    assert lost.get(SLICE, headers={"x-device": str(key)}).status_code == 401
    assert said(kept)["signed_in"] is True
    assert UserSession.objects.count() == Session.objects.count() == 1
    assert AuditEvent.objects.get(verb="device.end").target_id == str(key)


def test_a_lost_phone_on_which_somebody_signs_in_again_hears_that_it_was_ended(world: World) -> None:
    key = new_id()
    tell(_signed_in(world), key)
    end_device(by=world.users["team_member"], device=Device.objects.get())
    found = _signed_in(world)

    answer = found.get(SLICE, headers={"x-device": str(key)})

    assert said(found, key)["device"] == {"known": True, "ended": True}
    assert (answer.status_code, answer.json()) == (410, {"error": "ended"})
    assert tell(found, key).status_code == 410
    assert end_device(by=world.users["team_member"], device=Device.objects.get()) is False


def test_signing_out_ends_no_phone(world: World) -> None:
    client, key = _signed_in(world), new_id()
    tell(client, key)

    client.post("/accounts/logout/")

    assert said(client, key)["signed_in"] is False
    assert said(_signed_in(world), key)["device"] == {"known": True, "ended": False}


def test_phones_that_were_silent_for_a_year_are_forgotten_unless_they_hold_something(world: World) -> None:
    user, long_ago, lately = world.users["team_member"], timezone.now() - timedelta(days=366), timezone.now()
    kept = [
        Device.objects.create(pk=new_id(), user=user, heard_at=lately),
        Device.objects.create(pk=new_id(), user=user, heard_at=long_ago, unsent=3),
    ]
    Device.objects.create(pk=new_id(), user=user, heard_at=long_ago)
    Device.objects.create(pk=new_id(), user=user, heard_at=long_ago, unsent=3, ended_at=long_ago)

    assert prune_devices(by=None) == 2

    assert set(Device.objects.values_list("pk", flat=True)) == {device.pk for device in kept}
