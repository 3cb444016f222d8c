"""A phone that meets no network: another carries its outbox, which it cannot read."""

import base64
import gzip
import json
import os
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User
from literacy_portal.kit.ids import new_id
from sessions.models import Device, Visit
from sessions.parcels import portal_key
from tests.sessions.phones import delivery, seen, verdicts, visit
from tests.world import World


def _spki(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@dataclass
class Phone:
    """A phone as docs/sync.md describes it, written from that page alone."""

    device: Device
    pair: ec.EllipticCurvePrivateKey

    def seal(self, said: dict[str, Any], key: dict[str, str], *, packed: bytes | None = None) -> dict[str, Any]:
        fresh, iv = ec.generate_private_key(ec.SECP256R1()), os.urandom(12)
        portal = load_der_public_key(base64.b64decode(key["spki"]))
        assert isinstance(portal, ec.EllipticCurvePublicKey)
        shared = fresh.exchange(ec.ECDH(), portal)
        secret = HKDF(SHA256(), 32, salt=iv, info=b"literacy-portal parcel 1").derive(shared)
        content = gzip.compress(json.dumps(said).encode()) if packed is None else packed
        sealed = AESGCM(secret).encrypt(iv, content, None)
        first, second = decode_dss_signature(self.pair.sign(sealed, ec.ECDSA(SHA256())))
        parts = {"ephemeral": _spki(fresh), "iv": iv, "sealed": sealed}
        parts["signature"] = first.to_bytes(32, "big") + second.to_bytes(32, "big")
        texts = {name: base64.urlsafe_b64encode(part).decode().rstrip("=") for name, part in parts.items()}
        return {"v": 1, "device": str(self.device.pk), "key": key["id"], **texts}


@pytest.fixture
def owner(world: World) -> User:
    return world.users["team_member"]


@pytest.fixture
def phone(owner: User) -> Phone:
    pair = ec.generate_private_key(ec.SECP256R1())
    public = base64.b64encode(_spki(pair)).decode()
    return Phone(Device.objects.create(id=new_id(), user=owner, public_key=public, heard_at=timezone.now()), pair)


@pytest.fixture
def carrier(client: Client, world: World) -> Client:
    client.force_login(world.users["neighbour_member"])
    return client


def _carry(client: Client, *parcels: Any) -> Any:
    answer = client.post("/sync/v1/parcels", {"parcels": list(parcels)}, content_type="application/json")
    return answer.json()["parcels"] if answer.status_code == 200 else (answer.status_code, answer.json()["error"])


def _of(phone: Phone, *items: Any, **said: Any) -> dict[str, Any]:
    return delivery(phone.device.user, *items, device=str(phone.device.pk), **said)


def test_a_colleague_delivers_for_the_owner_exactly_once(carrier: Client, phone: Phone, owner: User, world: World) -> None:
    told = visit(world.home_of("Bình"), observations=[seen(world.people["Bình"], "device_use", 2)])
    key = carrier.get("/sync/v1/me").json()["key"]
    parcel = phone.seal(_of(phone, told, visit(new_id())), key)

    for _time in range(2):
        assert _carry(carrier, parcel) == [{"opened": True, "items": 2, "reason": ""}]

    kept = Visit.objects.get()
    assert (kept.recorded_by, kept.channel, kept.clock_skew, kept.team) == (owner, "parcel", None, world.team)
    event = AuditEvent.objects.filter(verb="parcel.carry").first()
    assert event
    assert (event.actor, event.facts) == (world.users["neighbour_member"], {"items": 2, "owner": owner.pk})
    own = Client()
    own.force_login(owner)
    assert verdicts(own, owner, told) == ["duplicate"]


def test_what_is_no_parcel_of_a_living_phone_stays_closed(carrier: Client, phone: Phone, world: World) -> None:
    key, told = portal_key(), _of(phone, visit(world.home_of("Bình")))
    good = phone.seal(told, key)
    foreign = Phone(phone.device, ec.generate_private_key(ec.SECP256R1()))
    leader = world.users["team_leader"].pk

    reasons = [
        one["reason"]
        for one in _carry(
            carrier,
            "parcel",
            good | {"v": 2},
            good | {"iv": "!!"},
            good | {"sealed": good["sealed"][:-4]},
            good | {"iv": "A" * 16},
            good | {"key": "another"},
            good | {"device": str(new_id())},
            foreign.seal(told, key),
            phone.seal(told | {"user": leader}, key),
            phone.seal(told | {"device": str(new_id())}, key),
            phone.seal({}, key, packed=b"no gzip"),
            phone.seal({}, key, packed=gzip.compress(b" " * (2 * 1024 * 1024 + 1))),
            phone.seal(told | {"schema": 9}, key),
        )
    ]

    assert reasons == [
        "damaged", "damaged", "damaged", "forged", "damaged", "unknown_key", "unknown_device", "forged", "forged", "forged",
        "damaged", "damaged", "damaged",
    ]  # fmt: skip
    assert not Visit.objects.exists()
    Device.objects.update(ended_at=timezone.now())
    assert _carry(carrier, good)[0]["reason"] == "ended"


def test_a_parcel_sealed_before_the_secret_changed_is_still_opened(
    carrier: Client, phone: Phone, world: World, settings: Any
) -> None:
    parcel, old = phone.seal(_of(phone, visit(world.home_of("Bình"))), portal_key()), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-secret" * 5, [old]
    carrier.force_login(world.users["neighbour_member"])

    assert portal_key()["id"] != parcel["key"]
    assert _carry(carrier, parcel)[0]["opened"] is True
    settings.SECRET_KEY_FALLBACKS = []
    assert _carry(carrier, parcel)[0]["reason"] == "unknown_key"


def test_only_who_logs_visits_carries(phone: Phone, world: World) -> None:
    client = Client()
    assert _carry(client) == (401, "signed_out")
    client.force_login(world.users["province_analyst"])
    assert _carry(client) == (404, "not_found")
    client.force_login(world.users["team_member"])
    assert _carry(client, *["x"] * 21) == (413, "too_many")
