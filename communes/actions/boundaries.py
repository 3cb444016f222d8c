"""Boundaries come in, are looked at, and are shown, replaced or removed."""

import hashlib
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.models import User
from communes.boundaries.places import wanted_in
from communes.boundaries.reader import read
from communes.models import Boundaries, Province
from literacy_portal.kit.periods import today

_NAME_LENGTH = 200
_KEPT = timedelta(days=1)
"""So long what nobody said yes to is kept."""


def take_in(*, by: User, province: Province | None, file_name: str, content: bytes) -> Boundaries:
    """Reads a file and keeps what it draws, to be looked at by `by`; what `by` looked at before is forgotten.

    Raises:
        RefusalError: the file is not taken, and why.
    """
    answer = read(content, wanted_in(province, today()))
    shapes = answer.pop("shapes")
    with transaction.atomic():
        old = Q(uploaded_by=by, province=province) | Q(uploaded_at__lt=timezone.now() - _KEPT)
        Boundaries.objects.filter(old, is_shown=False).delete()
        boundaries = Boundaries.objects.create(
            province=province,
            uploaded_by=by,
            file_name=file_name[-_NAME_LENGTH:],
            file_size=len(content),
            file_sha256=hashlib.sha256(content).hexdigest(),
            width=answer.pop("width"),
            height=answer.pop("height"),
            marks=[[code, *mark] for code, _path, *mark in shapes],
            paths=[[code, path] for code, path, *_mark in shapes],
            understood=answer,
        )
        audit.record(
            "boundaries.upload", by=by, target=boundaries, place=boundaries.place, bytes=len(content), shapes=len(shapes)
        )
    return boundaries


@transaction.atomic
def show_boundaries(*, by: User, boundaries: Boundaries, source: str, licence: str, as_of: date | None) -> bool:
    """Puts boundaries that were looked at on the maps, in place of those before. False when they are gone."""
    _in_turn(boundaries.province)
    if not Boundaries.objects.filter(pk=boundaries.pk, is_shown=False).exists():
        return False
    replaced, _rows = Boundaries.objects.of(boundaries.place).filter(is_shown=True).delete()
    boundaries.is_shown, boundaries.source, boundaries.licence, boundaries.as_of = True, source, licence, as_of
    boundaries.save(update_fields=["is_shown", "source", "licence", "as_of"])
    facts = {"shapes": len(boundaries.marks), "replaced": replaced, "sha256": boundaries.file_sha256}
    audit.record("boundaries.show", by=by, target=boundaries, place=boundaries.place, **facts)
    return True


@transaction.atomic
def drop_boundaries(*, by: User, boundaries: Boundaries) -> None:
    """Forgets boundaries, whether shown or only looked at; the maps are tiles again."""
    _in_turn(boundaries.province)
    verb = "boundaries.remove" if boundaries.is_shown else "boundaries.cancel"
    audit.record(verb, by=by, target=boundaries, place=boundaries.place, sha256=boundaries.file_sha256)
    Boundaries.objects.filter(pk=boundaries.pk).delete()


def _in_turn(province: Province | None) -> None:
    """Two administrators at once: the second waits here. The country's turn is taken at its first province."""
    locked = Province.objects.select_for_update(no_key=True).order_by("pk")
    list(locked.filter(pk=province.pk) if province else locked[:1])
