"""What a commune remembers of its users' decisions about files, from the moment they confirm a plan until they forget it."""

from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from communes.models import ColumnMemory, RosterImport
from communes.roster_import.memory import decoding_of, shapes_of


def remember(current: RosterImport, by: User) -> None:
    """Keeps what was decided about an import that is being confirmed, by shape of its sheets; in the caller's transaction."""
    shapes = shapes_of(current.understood)
    chosen = current.choices
    for sheet, shape in shapes.items():
        said: dict[str, Any] = {
            "columns": chosen.get("columns", {}).get(sheet, {}),
            "decoding": decoding_of(sheet, chosen.get("decoding", {})),
            "villages": chosen.get("villages", {}),
        }
        if not any(said.values()):
            continue
        memory, _ = ColumnMemory.objects.get_or_create(commune_id=current.commune_id, shape=shape, defaults={"by": by})
        for part, decisions in said.items():
            setattr(memory, part, {**getattr(memory, part), **decisions})
        memory.by = by
        memory.save()


@transaction.atomic
def forget(*, by: User, memory: ColumnMemory) -> None:
    """Forgets what was decided about sheets of one shape; later files are proposed anew."""
    audit.record("roster.forget_columns", by=by, target=memory.commune, place=memory.commune_id, shape=memory.shape[:8])
    memory.delete()
