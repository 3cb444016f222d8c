"""People of the roster who may be the one that is proposed: a warning before somebody is there twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from communes.models import Commune, Residence
from communes.roster_import.likeness import LIKELY, REASONS, likeness
from communes.scope import Scope
from literacy_portal.kit.vietnamese import search_key
from sessions.enums import ProposalKind
from sessions.models import Proposal

MOST = 3
"""Shown for one proposal."""


@dataclass(slots=True)
class Described:
    """What is said of a person, in the words by which likeness is measured."""

    full_name: str
    sex: str
    birth_date: date | None
    birth_year: int | None
    relation: str
    household: UUID | None
    phone: str = ""
    id_hash: str = ""

    @property
    def key(self) -> str:
        """The name as it is searched for."""
        return search_key(self.full_name)


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody on the roster who may be the same, and why."""

    residence: Residence
    score: int
    reasons: list[str]


def alike(commune: Commune, scope: Scope, proposals: Iterable[Proposal]) -> dict[UUID, list[Alike]]:
    """For each proposal of somebody new those of the commune who may be the same, the likeliest first. One query."""
    said = {proposal.pk: people_of(proposal) for proposal in proposals}
    given = {person.key.rpartition(" ")[2] for people in said.values() for person in people}
    named = Q(pk__in=())
    for name in given - {""}:
        named |= Q(resident__search_key=name) | Q(resident__search_key__endswith=f" {name}")
    here = Residence.objects.within(scope).filter(named, village__commune=commune, ended_on__isnull=True)
    known = list(here.select_related("resident", "household", "village")) if given else []
    return {key: _likeliest(people, known) for key, people in said.items()}


def people_of(proposal: Proposal) -> list[Described]:
    """Everyone whom the proposal would put on the roster."""
    if proposal.kind == ProposalKind.NEW_HOUSEHOLD:
        return [_described(person, None) for person in proposal.said.get("people", [])]
    if proposal.kind in {ProposalKind.NEW_PERSON, ProposalKind.BIRTH}:
        return [_described(proposal.said, proposal.household)]
    return []


def _described(said: dict[str, Any], household: UUID | None) -> Described:
    born = date.fromisoformat(said["birth_date"]) if said.get("birth_date") else None
    year = said.get("birth_year") or (born.year if born else None)
    return Described(said.get("full_name") or "", said.get("sex") or "", born, year, said.get("relation") or "", household)


def _likeliest(people: list[Described], known: list[Residence]) -> list[Alike]:
    found = [one for person in people for row in known if (one := _compared(person, row))]
    return sorted(found, key=lambda one: -one.score)[:MOST]


def _compared(person: Described, row: Residence) -> Alike | None:
    resident = row.resident
    other = Described(resident.full_name, resident.sex, resident.birth_date, resident.birth_year, row.relation, row.household_id)
    one_house = person.household is not None and person.household == row.household_id
    found = likeness(person, person.key, other, resident.search_key, one_house=one_house)
    if found is None or found.score < LIKELY:
        return None
    return Alike(row, found.score, [str(REASONS[reason]) for reason in found.reasons])
