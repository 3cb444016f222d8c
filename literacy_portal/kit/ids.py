"""Identifiers that a phone and a server can both make without asking each other."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A UUIDv7: unique everywhere, and in order of time, so that indexes stay compact."""
    return uuid7()
