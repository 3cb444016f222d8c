"""Parcels: a delivery sealed for the portal alone and signed by its phone, which any other phone may carry (docs/sync.md).

The portal's key pair follows from SECRET_KEY; one in SECRET_KEY_FALLBACKS still opens what was sealed for it. A pair that comes
from a leaked SECRET_KEY opens parcels that somebody kept: whoever replaces the secret takes it out of the fallbacks soon.
"""

import base64
import binascii
import zlib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from django.conf import settings

from sessions.wire.fields import Part, RefusedError

CURVE = ec.SECP256R1
INFO = b"literacy-portal parcel 1"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_GZIP = 31
IV_BYTES = 12
SCALAR_BYTES = 32
LONGEST = 2 * 1024 * 1024


class UnopenedError(Exception):
    """A parcel that stays closed: `damaged`, `unknown_key`, `unknown_device`, `ended` or `forged`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel as it came, its parts in bytes."""

    device: UUID
    key: str
    ephemeral: bytes
    iv: bytes
    sealed: bytes
    signature: bytes


def portal_key() -> dict[str, str]:
    """The key for which phones seal: its id, and the public half as SPKI in ordinary base64."""
    spki = _spki(_private(settings.SECRET_KEY))
    return {"id": _id(spki), "spki": base64.b64encode(spki).decode()}


def read_parcel(said: Any) -> Parcel:
    """The parts of a parcel. Raises UnopenedError."""
    try:
        part = Part(said)
        if part.number("v", 1, 1) != 1:
            raise UnopenedError("damaged")
        read = Parcel(
            device=part.key("device"),
            key=part.line("key", 64),
            ephemeral=_bytes(part, "ephemeral"),
            iv=_bytes(part, "iv"),
            sealed=_bytes(part, "sealed"),
            signature=_bytes(part, "signature"),
        )
        part.done()
    except (RefusedError, binascii.Error, ValueError) as error:
        raise UnopenedError("damaged") from error
    if len(read.iv) != IV_BYTES or len(read.signature) != 2 * SCALAR_BYTES:
        raise UnopenedError("damaged")
    return read


def _bytes(part: Part, name: str) -> bytes:
    text = part.line(name, LONGEST)
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def check_signature(parcel: Parcel, public_key: str) -> None:
    """Raises UnopenedError (`forged`) when the phone with this key did not sign the parcel."""
    first, second = parcel.signature[:SCALAR_BYTES], parcel.signature[SCALAR_BYTES:]
    signature = encode_dss_signature(int.from_bytes(first, "big"), int.from_bytes(second, "big"))
    try:
        key = load_der_public_key(base64.b64decode(public_key))
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise UnopenedError("forged")
        key.verify(signature, parcel.sealed, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError) as error:
        raise UnopenedError("forged") from error


def open_parcel(parcel: Parcel) -> bytes:
    """The delivery inside, as JSON. Raises UnopenedError: `unknown_key`, or `damaged`."""
    private = _pairs().get(parcel.key)
    if private is None:
        raise UnopenedError("unknown_key")
    try:
        ephemeral = load_der_public_key(parcel.ephemeral)
        if not isinstance(ephemeral, ec.EllipticCurvePublicKey) or not isinstance(ephemeral.curve, CURVE):
            raise UnopenedError("damaged")
        shared = private.exchange(ec.ECDH(), ephemeral)
        key = HKDF(SHA256(), SCALAR_BYTES, salt=parcel.iv, info=INFO).derive(shared)
        return _unpacked(AESGCM(key).decrypt(parcel.iv, parcel.sealed, None))
    except (InvalidTag, ValueError, zlib.error) as error:
        raise UnopenedError("damaged") from error


def _unpacked(packed: bytes) -> bytes:
    """The content, which is never longer than what a phone may deliver."""
    unpacking = zlib.decompressobj(wbits=_GZIP)
    content = unpacking.decompress(packed, settings.SYNC_MAX_BYTES)
    if not unpacking.eof:
        raise UnopenedError("damaged")
    return content


def _pairs() -> dict[str, ec.EllipticCurvePrivateKey]:
    """The private keys that open parcels, by their ids."""
    pairs = [_private(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return {_id(_spki(pair)): pair for pair in pairs}


@cache
def _private(secret: str) -> ec.EllipticCurvePrivateKey:
    # Sixteen bytes more than the order has, so that no number is likelier than another.
    derived = HKDF(SHA256(), SCALAR_BYTES + 16, salt=None, info=b"sessions.parcels").derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(derived, "big") % (_ORDER - 1) + 1, CURVE())


def _spki(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _id(spki: bytes) -> str:
    return sha256(spki).hexdigest()[:16]
