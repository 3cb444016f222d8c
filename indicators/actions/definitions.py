"""Indicators as data: defined, changed, retired. Each is a new row; the worker then counts all villages by it, or clears them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from communes.models import Province, Village
from indicators.actions.marking import mark_stale
from indicators.catalogue import BUILTIN_BY_CODE
from indicators.catalogue.codec import condition_data, population_data
from indicators.catalogue.conditions import Condition
from indicators.catalogue.declared import DECLARED_BY_CODE
from indicators.catalogue.force import indicator_of
from indicators.catalogue.populations import Population
from indicators.catalogue.words import Words
from indicators.enums import Family
from indicators.models import Definition
from indicators.tasks import clear_retired, drain
from literacy_portal.kit.alarm import ring
from literacy_portal.kit.vietnamese import search_key

CATALOGUE_LOCK = 0x66_16_01
"""The advisory lock of whoever changes the catalogue: one at a time, so that versions follow each other."""

MOST_ADDED = 100
"""Indicators in force that are data: each makes every village's count a little slower."""


_STEM = 50
"""Letters of a code that come from the name; a number may follow."""
_PAGE = "new"
"""The address that a figure's page would otherwise share with the form."""


class TooManyError(Exception):
    """As many indicators as may be are in force; one must be retired first."""


class NotInForceError(Exception):
    """The indicator is not one that was added, or it is retired; or someone changed it since the page was opened."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a version says: everything but its code, number and author. The rule is said of the same population and condition."""

    family: Family
    names: Words
    rule: Words
    population: Population
    condition: Condition
    source: str
    valid_from: date


@transaction.atomic
def define(*, by: User, draft: Draft, province: Province | None) -> Definition:
    """Adds an indicator, answered for by the province or, without one, by the programme. It is counted for all days.

    Its code is made from its Vietnamese name, and is one that was never used. Raises TooManyError.
    """
    _lock_catalogue()
    if Definition.objects.in_force().count() >= MOST_ADDED:
        raise TooManyError
    code = _free_code(draft.names.vi)
    definition = _write(by, _row(code, draft, province), counts_anew=True)
    audit.record("indicator.define", by=by, target=definition, place=definition.province_id or "", code=code)
    return definition


@transaction.atomic
def change(*, by: User, latest: Definition, draft: Draft) -> Definition:
    """A new version of an indicator. Where another population or condition is meant, all days are counted anew by it.

    Raises NotInForceError when `latest` is no longer what stands.
    """
    _lock_catalogue()
    _check_latest(latest)
    row = _row(latest.code, draft, latest.province, version=latest.version + 1)
    counts_anew = (row.population, row.condition) != (latest.population, latest.condition)
    if not counts_anew:
        row.asked_at, row.villages = latest.asked_at, latest.villages
    definition = _write(by, row, counts_anew=counts_anew)
    audit.record(
        "indicator.change",
        by=by,
        target=definition,
        place=definition.province_id or "",
        code=row.code,
        version=row.version,
        counts_anew=counts_anew,
    )
    return definition


@transaction.atomic
def retire(*, by: User, latest: Definition) -> Definition:
    """Takes an indicator out of the catalogue; the worker then takes its figures away. Its versions stay to be read.

    Raises NotInForceError when `latest` is no longer what stands.
    """
    _lock_catalogue()
    _check_latest(latest)
    indicator = indicator_of(latest)
    draft = Draft(**{name: getattr(indicator, name) for name in _SAID}, valid_from=latest.valid_from)
    row = _row(latest.code, draft, latest.province, version=latest.version + 1)
    row.is_retired = True
    definition = _write(by, row, counts_anew=False)
    audit.record("indicator.retire", by=by, target=definition, place=definition.province_id or "", code=row.code)
    return definition


_SAID: Sequence[str] = ("family", "names", "rule", "population", "condition", "source")


def _lock_catalogue() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CATALOGUE_LOCK])


def _free_code(name: str) -> str:
    stem = "_".join(re.findall(r"[a-z0-9]+", search_key(name)))[:_STEM].strip("_") or "figure"
    added = Definition.objects.filter(code__startswith=stem).values_list("code", flat=True)
    taken = {_PAGE, *BUILTIN_BY_CODE, *DECLARED_BY_CODE, *added}
    return next(code for number in count(1) if (code := stem if number == 1 else f"{stem}_{number}") not in taken)


def _check_latest(latest: Definition) -> None:
    if not Definition.objects.in_force().filter(pk=latest.pk).exists():
        raise NotInForceError


def _row(code: str, draft: Draft, province: Province | None, version: int = 1) -> Definition:
    return Definition(
        code=code,
        version=version,
        family=draft.family,
        names=_texts(draft.names),
        rule=_texts(draft.rule),
        population=population_data(draft.population),
        condition=condition_data(draft.condition),
        source=draft.source,
        valid_from=draft.valid_from,
        province=province,
    )


def _texts(words: Words) -> dict[str, Any]:
    return {"vi": words.vi, "en": words.en, "fr": words.fr}


def _write(by: User, row: Definition, *, counts_anew: bool) -> Definition:
    # What cannot be counted is refused here, before the worker reads it.
    indicator_of(row)
    row.created_by = by
    if counts_anew:
        villages = list(Village.objects.order_by("code").values_list("code", flat=True))
        mark_stale(villages=villages, since=date.min)
        # After the marks: whatever mark is not younger than this belongs to the count that is asked for.
        row.villages, row.asked_at = len(villages), timezone.now()
    row.save(force_insert=True)
    ring(clear_retired if row.is_retired else drain)
    return row
