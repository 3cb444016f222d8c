"""The catalogue in force: what the code brings, and what administrators have added as data."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import overload

from indicators.catalogue.builtin import BUILTIN
from indicators.catalogue.codec import condition_from, population_from
from indicators.catalogue.indicator import PROGRAMME, Indicator
from indicators.catalogue.words import Words
from indicators.enums import Family
from indicators.models import Definition
from literacy_portal.kit.statements import Asked, Statement, ask


@dataclass(frozen=True, eq=False)
class Catalogue(Sequence[Indicator]):
    """Indicators in the order of every page, families first. As long as nothing changes it is the same object.

    `version` is another as soon as any definition is another: good for an ETag.
    """

    indicators: tuple[Indicator, ...]
    version: str = ""
    by_code: dict[str, Indicator] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", {one.code: one for one in self.indicators})

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of all."""
        return frozenset(self.by_code)

    @overload
    def __getitem__(self, index: int) -> Indicator: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Indicator, ...]: ...
    def __getitem__(self, index: int | slice) -> Indicator | tuple[Indicator, ...]:
        return self.indicators[index]

    def __len__(self) -> int:
        return len(self.indicators)

    def __iter__(self) -> Iterator[Indicator]:
        """Quicker than a sequence's own, one index after the other: a page goes through it a dozen times."""
        return iter(self.indicators)


class _Known:
    """The catalogue that this process read last."""

    catalogue = Catalogue(BUILTIN, "")


_BUILTIN_VERSION = hashlib.sha256(repr(BUILTIN).encode()).hexdigest()[:8]


def in_force() -> Catalogue:
    """The catalogue as of now, in the caller's transaction. One small query; all definitions are read only after a change.

    Whoever counts asks after holding the villages and noting their marks: a definition marks every village in the
    transaction that brings it, so one that came later has left a mark that is not deleted, and one that came before is
    in this catalogue. So no village is ever counted by an older catalogue than the rows that are stored of it.
    """
    known, version = _Known.catalogue, _version()
    if known.version != version:
        # Another thread may remember another moment meanwhile; what this one returns is its own.
        known = _Known.catalogue = Catalogue(_together(BUILTIN, _added()), version)
    return known


# Rows are only ever added, but may be committed out of the order of their keys, and restored: hence all three.
_SEEN = Statement("SELECT count(*), max(id), max(created_at) FROM indicators_definition", "indicators_definitions_seen")


def seen() -> Asked:
    """What `in_force` asks each time, for whoever asks more at the same time."""
    return _SEEN()


def _version() -> str:
    [[told]] = ask(seen())
    return "-".join(map(str, (_BUILTIN_VERSION, *told)))


def _added() -> list[Indicator]:
    return [indicator_of(row) for row in Definition.objects.in_force().select_related("province").order_by("code")]


def _together(*parts: Sequence[Indicator]) -> tuple[Indicator, ...]:
    order = list(Family)
    return tuple(sorted((one for part in parts for one in part), key=lambda one: order.index(one.family)))


def indicator_of(row: Definition) -> Indicator:
    """A stored definition as an indicator. Raises ValueError for one that says nothing that can be counted."""
    return Indicator(
        code=row.code,
        family=Family(row.family),
        names=Words(**row.names),
        rule=Words(**row.rule),
        population=population_from(row.population),
        condition=condition_from(row.condition),
        source=row.source,
        owner=row.province.name if row.province else PROGRAMME,
        reviewed_on=row.valid_from,
        version=row.version,
        since=row.valid_from,
        is_builtin=False,
    )
