"""Who lives in a household, in the order in which a visit names them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from communes.enums import Relation, ResidenceStatus
from communes.models import Household, Residence, Resident
from communes.scope import Scope

CHILD_UNDER = 14
"""From this age one has an account of one's own in VNeID; younger children are named last."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a household as a page shows one: `age` in completed years, None when unknown."""

    resident: Resident
    age: int | None
    relation: str
    is_head: bool
    is_away: bool

    @property
    def is_child(self) -> bool:
        """Whether too young to be coached first."""
        return self.age is not None and self.age < CHILD_UNDER


def members_of(household: Household, scope: Scope, *, day: date, also: Collection[UUID] = ()) -> list[Member]:
    """The people who live in the household on the day, and those of `also` who ever lived in it. One query."""
    in_force = Q(started_on__lte=day) & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))
    rows = (
        Residence.objects.within(scope)
        .filter(in_force | Q(resident__in=list(also)), household=household)
        .select_related("resident")
        .order_by("resident_id", "-started_on")
        .distinct("resident_id")
    )
    return sorted((member_in(row, day) for row in rows), key=order_of_need)


def member_in(row: Residence, day: date) -> Member:
    """The person of a residence, as of the day."""
    return Member(
        resident=row.resident,
        age=row.resident.age_on(day),
        relation=str(row.get_relation_display()) if row.relation else "",
        is_head=row.relation == Relation.HEAD,
        is_away=row.status == ResidenceStatus.AWAY or not _in_force(row, day),
    )


def _in_force(row: Residence, day: date) -> bool:
    return row.started_on <= day and (row.ended_on is None or row.ended_on > day)


def order_of_need(member: Member) -> tuple[bool, bool, bool, int, str]:
    """Who is at home before who is away, adults before children, the head first, then the oldest."""
    return member.is_away, member.is_child, not member.is_head, -(member.age or 0), member.resident.sort_key
