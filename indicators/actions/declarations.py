"""Declaring a figure, correcting and withdrawing what was declared. Nothing is edited: what was said stays to be read."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from communes.models import Commune, Province
from indicators.models import Declaration


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What is declared: of this figure, so many out of so many on a day, and what proves it."""

    indicator: str
    day: date
    counted: int
    out_of: int
    evidence: str


class NotStandingError(Exception):
    """Somebody corrected or withdrew the declaration meanwhile."""


@transaction.atomic
def declare(*, by: User, place: Commune | Province, statement: Statement) -> Declaration:
    """Declares a figure for a commune or a province. What stands already in the same words is not said twice."""
    # One after another for a place: who presses twice declares once.
    type(place).objects.select_for_update(of=("self",), no_key=True).get(pk=place.pk)
    said = Declaration(declared_by=by, **_of(place), **_facts(statement))
    same = Declaration.objects.standing().filter(**_of(place), **_facts(statement)).first()
    return same or _write(by, said, "declaration.declare")


@transaction.atomic
def correct(*, by: User, declaration: Declaration, statement: Statement) -> Declaration:
    """Declares what a declaration should have said. Only the new one counts, for all days.

    Raises NotStandingError.
    """
    wrong = _held(declaration)
    said = Declaration(
        declared_by=by, commune_id=wrong.commune_id, province_id=wrong.province_id, replaces=wrong, **_facts(statement)
    )
    return _write(by, said, "declaration.correct")


@transaction.atomic
def withdraw(*, by: User, declaration: Declaration) -> Declaration:
    """Takes a declaration back: from now on it says nothing of any day. Raises NotStandingError."""
    wrong = _held(declaration)
    said = Declaration(
        declared_by=by,
        commune_id=wrong.commune_id,
        province_id=wrong.province_id,
        indicator=wrong.indicator,
        day=wrong.day,
        evidence=wrong.evidence,
        replaces=wrong,
    )
    return _write(by, said, "declaration.withdraw")


def _of(place: Commune | Province) -> dict[str, Commune | Province]:
    return {"commune": place} if isinstance(place, Commune) else {"province": place}


def _facts(statement: Statement) -> dict[str, str | int | date]:
    return {name: getattr(statement, name) for name in ("indicator", "day", "counted", "out_of", "evidence")}


def _held(declaration: Declaration) -> Declaration:
    held = Declaration.objects.select_for_update(of=("self",), no_key=True).get(pk=declaration.pk)
    if not Declaration.objects.standing().filter(pk=held.pk).exists():
        raise NotStandingError
    return held


def _write(by: User, said: Declaration, verb: str) -> Declaration:
    said.save(force_insert=True)
    audit.record(
        verb,
        by=by,
        target=said,
        place=said.place,
        indicator=said.indicator,
        day=said.day.isoformat(),
        counted=said.counted,
        out_of=said.out_of,
    )
    return said
