"""What an official list of provinces and communes changes: pure comparison, nothing is read or written here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from communes.facts import CommuneFact, PlaceList, ProvinceFact
from literacy_portal.kit.vietnamese import search_key

Fact = ProvinceFact | CommuneFact


@dataclass(frozen=True)
class Change:
    """One place that the list has otherwise: `before` is what stands, `after` what the list says."""

    before: Fact
    after: Fact


@dataclass
class Difference:
    """How a list differs from what stands. Provinces and communes are told apart by the type of fact."""

    new: list[Fact] = field(default_factory=list)
    renamed: list[Change] = field(default_factory=list)
    respelled: list[Change] = field(default_factory=list)
    retyped: list[Change] = field(default_factory=list)
    moved: list[Change] = field(default_factory=list)
    reopened: list[Fact] = field(default_factory=list)
    gone: list[Fact] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(self.counts().values())

    def counts(self) -> dict[str, int]:
        """How many of each kind, in a fixed order."""
        return {name: len(getattr(self, name)) for name in self.__dataclass_fields__}

    def changed(self) -> dict[str, Fact]:
        """Places that stand and whose row must be written, by code, as the list has them."""
        changes = [*self.renamed, *self.respelled, *self.retyped, *self.moved]
        return {change.after.code: change.after for change in changes} | {fact.code: fact for fact in self.reopened}


def difference(present: PlaceList, closed: set[str], wanted: PlaceList, *, whole_country: bool = False) -> Difference:
    """What applying `wanted` to `present` would change.

    `closed` are codes that stand closed. A place that the list lacks is gone only where the list speaks about its
    province, or where it is said to cover the `whole_country`: a list of one province closes nothing elsewhere.
    """
    found = Difference()
    for before, after in _pairs(present, wanted):
        _compare(found, before, after, closed)
    spoken_of = {commune.province for commune in wanted.communes.values()}
    for code, commune in present.communes.items():
        covered = whole_country or commune.province in spoken_of
        if code not in wanted.communes and code not in closed and covered:
            found.gone.append(commune)
    if whole_country:
        found.gone += [p for c, p in present.provinces.items() if c not in wanted.provinces and c not in closed]
    return found


def _pairs(present: PlaceList, wanted: PlaceList) -> Iterator[tuple[Fact | None, Fact]]:
    for code, province in wanted.provinces.items():
        yield present.provinces.get(code), province
    for code, commune in wanted.communes.items():
        yield present.communes.get(code), commune


def _compare(found: Difference, before: Any, after: Any, closed: set[str]) -> None:
    if before is None:
        found.new.append(after)
        return
    change = Change(before, after)
    if after.code in closed:
        found.reopened.append(after)
    if before.name != after.name:
        # "Hoà" for "Hòa" is another spelling of the same name.
        same = search_key(before.name) == search_key(after.name)
        (found.respelled if same else found.renamed).append(change)
    if before.kind != after.kind:
        found.retyped.append(change)
    if isinstance(after, CommuneFact) and before.province != after.province:
        found.moved.append(change)
