"""Sealing of secrets in the database, so that a stolen copy of it is not enough to use them."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(text: str) -> str:
    """The text encrypted with a key of the present SECRET_KEY."""
    return seal_bytes(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again; a key in SECRET_KEY_FALLBACKS still opens what it sealed. cryptography.fernet.InvalidToken otherwise."""
    return unseal_bytes(sealed.encode()).decode()


def seal_bytes(content: bytes) -> bytes:
    """The same for bytes, such as a file: a third longer than what it seals."""
    return _keys().encrypt(content)


def unseal_bytes(sealed: bytes) -> bytes:
    """The bytes again, under the conditions of `unseal`."""
    return _keys().decrypt(sealed)


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


def _derived(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"accounts.seal:" + secret.encode()).digest())
