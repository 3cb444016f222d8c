"""What waits for a commune's officer, and what pages need to say of it: a constant number of queries for a page of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from communes.enums import Relation
from communes.models import Commune, Household, Residence, Resident
from communes.scope import Scope
from sessions.enums import HeldReason, ProposalKind
from sessions.models import Gathering, Held, Proposal, Skill, Visit
from sessions.queries.visits import shown


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many proposals and held visits wait for a decision in a commune."""

    proposals: int
    held: int

    @property
    def all(self) -> int:
        """Both."""
        return self.proposals + self.held


def proposals_of(commune: Commune, scope: Scope) -> QuerySet[Proposal, Any]:
    """The commune's waiting proposals, the oldest first; a household before those who move into it."""
    found = Proposal.objects.within(scope).waiting().filter(village__commune=commune)
    return found.select_related("proposed_by", "village").order_by("received_at", "pk")


def held_of(commune: Commune, scope: Scope) -> QuerySet[Held, Any]:
    """What the commune holds, the oldest first."""
    found = Held.objects.within(scope).waiting().filter(village__commune=commune)
    return found.select_related("sent_by", "village__commune").order_by("received_at", "pk")


def settled_of(commune: Commune, scope: Scope, since: Any) -> tuple[QuerySet[Proposal, Any], QuerySet[Held, Any]]:
    """What was decided since the moment, the latest first."""
    proposals = Proposal.objects.within(scope).filter(village__commune=commune, settled_at__gte=since)
    held = Held.objects.within(scope).filter(village__commune=commune, settled_at__gte=since)
    return (
        proposals.select_related("proposed_by", "settled_by", "village").order_by("-settled_at", "pk"),
        held.select_related("sent_by", "settled_by", "village").order_by("-settled_at", "pk"),
    )


def waiting_in(commune: str, scope: Scope) -> Waiting:
    """What waits in the commune, by its code. Two queries."""
    proposals = Proposal.objects.within(scope).waiting().filter(village__commune=commune).count()
    return Waiting(proposals, Held.objects.within(scope).waiting().filter(village__commune=commune).count())


@dataclass(frozen=True)
class Names:
    """What is called how: households, people on the roster, people who are proposed, skills."""

    homes: dict[UUID, Household] = field(default_factory=dict)
    heads: dict[UUID, str] = field(default_factory=dict)
    people: dict[UUID, str] = field(default_factory=dict)
    proposed: dict[UUID, str] = field(default_factory=dict)
    skills: dict[str, Skill] = field(default_factory=dict)

    def person(self, key: UUID) -> str:
        """A person's name; of one who is only proposed with a word that says so."""
        if key in self.people:
            return self.people[key]
        if self.proposed.get(key):
            return _("%(name)s (proposed)") % {"name": self.proposed[key]}
        return _("somebody who is not on the roster")

    def home(self, key: UUID | None) -> str:
        """A household as officers call it: its number and its head; "" for one that is not on the roster."""
        home = self.homes.get(key) if key else None
        return " · ".join(part for part in (home.number, self.heads.get(home.pk, "")) if part) if home else ""


def names_for(scope: Scope, homes: Collection[UUID], people: Collection[UUID], day: date) -> Names:
    """The names of these, as far as they lie in the scope. Five queries."""
    known = Household.objects.within(scope).select_related("village__commune").in_bulk(list(homes))
    living = Residence.objects.within(scope).on(day).filter(household__in=known, relation=Relation.HEAD)
    return Names(
        homes=known,
        heads=dict(living.values_list("household", "resident__full_name")),
        people=dict(Resident.objects.within(scope).filter(pk__in=people).values_list("pk", "full_name")),
        proposed=_proposed(scope, homes, people),
        skills=Skill.objects.in_bulk(),
    )


def _proposed(scope: Scope, homes: Collection[UUID], people: Collection[UUID]) -> dict[UUID, str]:
    """The names of people by what waiting proposals say of them."""
    named = Q(resident__in=people) | Q(household__in=homes, kind=ProposalKind.NEW_HOUSEHOLD)
    found: dict[UUID, str] = {}
    for resident, said in Proposal.objects.within(scope).waiting().filter(named).values_list("resident", "said"):
        if resident:
            found[resident] = str(said.get("full_name") or "")
        found |= {UUID(one["resident"]): str(one["full_name"]) for one in said.get("people", ())}
    return found


def standing(keys: Iterable[UUID], scope: Scope) -> tuple[dict[UUID, Visit], dict[UUID, Gathering]]:
    """What is recorded under the keys, with all that a page says of it."""
    wanted = list(keys)
    visits = shown(Visit.objects.within(scope)).filter(pk__in=wanted)
    gatherings = Gathering.objects.within(scope).annotate(attended=Count("attendances")).filter(pk__in=wanted)
    return {visit.pk: visit for visit in visits}, {gathering.pk: gathering for gathering in gatherings}


def waiting_for(scope: Scope, homes: Collection[UUID]) -> dict[UUID, int]:
    """How many held visits wait for each of these households to change. One query."""
    waiting = Held.objects.within(scope).waiting().exclude(reason=HeldReason.OTHER_CONTENT)
    rows = waiting.filter(household__in=homes).order_by().values("household")
    return {row["household"]: row["n"] for row in rows.annotate(n=Count("pk")) if row["household"]}


def homes_of(scope: Scope, people: Collection[UUID], day: date) -> dict[UUID, Residence]:
    """Where these people live on the day."""
    rows = Residence.objects.within(scope).on(day).filter(resident__in=people)
    return {row.resident_id: row for row in rows.select_related("household")}
