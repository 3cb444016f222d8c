"""Promises to come again. Like figures, they are settled anew from the visits, so that any order of arrival gives the same."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from literacy_portal.kit.statements import Statement, ask
from sessions.drafts import VisitDraft
from sessions.enums import Result
from sessions.models import FollowUp, Visit

SETTLE = Statement(
    """
    UPDATE coaching_followup AS f SET closed_by_visit_id = told.keeper, closed_on = told.closed_on
    FROM (
        SELECT p.id, k.id AS keeper, CASE WHEN p.is_taken_back THEN $2 ELSE k.visited_on END AS closed_on
        FROM (
            SELECT id, household_id, due_on,
                EXISTS (SELECT FROM coaching_visit r WHERE r.replaces_id = visit_id) AS is_taken_back
            FROM coaching_followup
            WHERE household_id = ANY($1) AND (closed_on IS NULL OR (closed_by_visit_id IS NOT NULL AND closed_on >= $3))
        ) p LEFT JOIN LATERAL (
            SELECT v.id, v.visited_on FROM coaching_visit v
            WHERE NOT p.is_taken_back AND v.household_id = p.household_id AND v.result = 'met' AND v.visited_on >= p.due_on
                AND NOT EXISTS (SELECT FROM coaching_visit r WHERE r.replaces_id = v.id)
            ORDER BY v.visited_on, v.id LIMIT 1
        ) k ON true
    ) AS told
    WHERE f.household_id = ANY($1) AND f.id = told.id
        AND (f.closed_by_visit_id, f.closed_on) IS DISTINCT FROM (told.keeper, told.closed_on)
    """,
    "coaching_settle",
    "uuid[], date, date",
)
"""What `settle` does, for whoever asks more at the same time.

Promises that were kept before the third parameter stay as they are: a visit that is added keeps none of them sooner.
"""


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
    ask(SETTLE(list(households), on, date.min))
