"""Promises to come again. Like figures, they are settled anew from the visits, so that any order of arrival gives the same."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from sessions.drafts import VisitDraft
from sessions.enums import Result
from sessions.models import FollowUp, Visit


def promise(visit: Visit, draft: VisitDraft) -> None:
    """Opens the follow-up that the visit promised, if it promised one."""
    if draft.next_on:
        FollowUp.objects.create(
            household=visit.household,
            visit=visit,
            reason=draft.next_reason or Result(draft.result).why_again,
            due_on=draft.next_on,
            owner=visit.recorded_by,
        )


def settle(households: Collection[UUID], *, on: date) -> None:
    """Closes each promise to the households by the first visit that met one on its day or after; opens those kept by none.

    Promises of a corrected visit are closed on the day `on`, kept by nobody. One that a person closed by
    hand stays closed.
    """
    ours = FollowUp.objects.filter(household__in=households)
    keeper = (
        Visit.objects.standing()
        .filter(household=OuterRef("household"), result=Result.MET, visited_on__gte=OuterRef("due_on"))
        .order_by("visited_on", "pk")
    )
    ours.filter(Q(closed_on__isnull=True) | Q(closed_by_visit__isnull=False), visit__replaced_by__isnull=True).update(
        closed_by_visit=Subquery(keeper.values("pk")[:1]), closed_on=Subquery(keeper.values("visited_on")[:1])
    )
    ours.filter(visit__replaced_by__isnull=False).filter(Q(closed_on__isnull=True) | Q(closed_by_visit__isnull=False)).update(
        closed_by_visit=None, closed_on=on
    )
