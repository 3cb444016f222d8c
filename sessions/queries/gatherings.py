"""Gatherings as pages show them."""

from sessions.models import Gathering


def latest_version(gathering: Gathering) -> Gathering:
    """The gathering that stands in the place of this one; itself when never corrected."""
    while hasattr(gathering, "replaced_by"):
        gathering = gathering.replaced_by
    return gathering
