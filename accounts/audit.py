"""The audit trail: written by every action, in its transaction."""

from typing import Any

from django.db import models

from accounts.models import AuditEvent, User


def record(verb: str, *, by: User | None, target: models.Model | None = None, place: str = "", **facts: Any) -> None:
    """Notes that `by` did `verb` to `target` in the place with this code.

    `verb` reads "thing.verb" (`visit.record`, `roster.apply`). `facts` are counts, codes and ids; a
    resident's name, phone or number does not belong there.
    """
    AuditEvent.objects.create(
        actor=by,
        verb=verb,
        target_type=target._meta.label_lower if target else "",  # noqa: SLF001 -- Django's own way
        target_id=str(target.pk) if target else "",
        place=place,
        facts=facts,
    )
