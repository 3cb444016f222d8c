"""What this app does on news from the apps it is built on."""

from datetime import date
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from communes.signals import Fact, facts_learned
from sessions.actions.facts import record_facts


@receiver(facts_learned)
def keep_facts(facts: list[Fact], on: date, by: User, **_more: Any) -> None:
    """A roster's columns on phones, shops and VNeID become outcomes, in the import's transaction."""
    record_facts(by=by, facts=facts, on=on)
