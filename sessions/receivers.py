"""What this app does on news from the apps it is built on."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from accounts.models import User
from communes.signals import Fact, facts_learned, roster_undone
from sessions.actions.facts import record_facts, take_back_facts


@receiver(facts_learned)
def keep_facts(facts: list[Fact], on: date, by: User, **_more: Any) -> list[UUID]:
    """A roster's columns on phones, shops and VNeID become outcomes, in the import's transaction; answers which."""
    return record_facts(by=by, facts=facts, on=on)


@receiver(roster_undone)
def forget_facts(
    learned: Collection[UUID], removed: Collection[UUID], kept: Collection[UUID], since: date, by: User, **_more: Any
) -> None:
    """A roster that is taken back has said nothing: its outcomes are withdrawn, or go with the people who go."""
    take_back_facts(by=by, outcomes=learned, removed=removed, kept=kept, since=since)
