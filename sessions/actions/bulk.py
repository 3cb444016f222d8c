"""Many visits in as many statements as one. The tables' triggers mark villages once a statement (docs/decisions/0010)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import day_of
from literacy_portal.kit.statements import Statement, ask
from sessions.actions.follow_ups import SETTLE
from sessions.actions.seen import CARRIED, write_seen
from sessions.drafts import VisitDraft
from sessions.enums import Result
from sessions.models import Proposal, Visit
from sessions.signals import outcomes_changed


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit that has its place. `by` tells it, `clock_skew` is by how many seconds the phone's clock was ahead.

    `written_at` is when it was written down at the door, by the portal's clock; None where nobody knows. `sent_hash` is that of
    the item as it was sent; "" where the visit is not the one that was sent.
    """

    draft: VisitDraft
    household: UUID
    content_hash: str
    village: str
    team: int | None
    by: int
    channel: str
    clock_skew: int | None = None
    written_at: datetime | None = None
    sent_hash: str = ""


# One statement, so that whatever belongs to a visit is written for just those whose key was not taken.
_WRITE = Statement(
    """
    WITH told AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset($1) AS told (
            id uuid, household uuid, village text, team bigint, visited_on date, result text, setting text, language text,
            minutes smallint, note text, channel text, clock_skew int, written_at timestamptz, by bigint, content_hash text,
            sent_hash text, people uuid[], seen jsonb, next_on date, next_reason text, facts jsonb
        )
    ), written AS (
        INSERT INTO coaching_visit (
            id, household_id, village_id, team_id, visited_on, result, setting, language, minutes, note, channel, clock_skew,
            written_at, recorded_by_id, content_hash, sent_hash, received_at
        )
        SELECT id, household, village, team, visited_on, result, setting, language, minutes, note, channel, clock_skew,
            written_at, by, content_hash, sent_hash, $2
        FROM told ON CONFLICT (id) DO NOTHING RETURNING id
    ), new AS MATERIALIZED (
        SELECT told.* FROM told JOIN written USING (id)
    ), members AS (
        INSERT INTO coaching_visit_members (visit_id, user_id) SELECT id, by FROM new WHERE team IS NOT NULL
    ), people AS (
        INSERT INTO coaching_visit_people (visit_id, resident_id) SELECT id, unnest(people) FROM new
    ), outcomes AS (
        INSERT INTO coaching_outcome (
            id, resident_id, household_id, skill_id, level, mode, visit_id, observed_on, recorded_by_id, source, received_at
        )
        SELECT seen.id, resident, CASE WHEN resident IS NULL THEN household END, skill, level, mode, new.id, visited_on, by,
            'visit', $2
        FROM new, jsonb_to_recordset(new.seen) AS seen (id uuid, resident uuid, skill text, level smallint, mode text)
    ), promises AS (
        INSERT INTO coaching_followup (household_id, visit_id, reason, due_on, owner_id)
        SELECT household, id, next_reason, next_on, by FROM new WHERE next_on IS NOT NULL
    ), events AS (
        INSERT INTO accounts_auditevent (at, actor_id, verb, target_type, target_id, place, facts)
        SELECT $2, by, 'visit.record', 'coaching.visit', id::text, village, facts FROM new
    )
    SELECT id FROM written
    """,
    "coaching_write_visits",
    "jsonb, timestamptz",
)
# What breaks a rule between tables is found here, where one can still do without it, and not at the commit.
_CHECK = Statement("SET CONSTRAINTS ALL IMMEDIATE")(), Statement("SET CONSTRAINTS ALL DEFERRED")()


def insert_visits(visits: Sequence[NewVisit], *, via: dict[str, Any]) -> set[UUID]:
    """Writes those whose key is not taken, with all that belongs to them; answers their keys.

    In the caller's transaction, which holds the locks of the households. `via` goes into the audit rows. A key that another
    transaction is just writing is waited for.
    """
    if not visits:
        return set()
    now = timezone.now()
    rows = json.dumps([_row(visit, via) for visit in visits], ensure_ascii=False)
    homes, keys = list({visit.household for visit in visits}), [visit.draft.id for visit in visits]
    first = min(visit.draft.visited_on for visit in visits)
    written, _settled, carried, *_checked = ask(_WRITE(rows, now), SETTLE(homes, day_of(now), first), CARRIED(keys), *_CHECK)
    if written:
        if carried and write_seen(Proposal.objects.filter(pk__in=[key for (key,) in carried])):
            ask(*_CHECK)
        outcomes_changed.send(sender=Visit)
    return {key for (key,) in written}


def _row(visit: NewVisit, via: dict[str, Any]) -> dict[str, Any]:
    draft = visit.draft
    return {
        "id": str(draft.id),
        "household": str(visit.household),
        "village": visit.village,
        "team": visit.team,
        "visited_on": draft.visited_on.isoformat(),
        "result": draft.result,
        "setting": draft.setting,
        "language": draft.language,
        "minutes": draft.minutes,
        "note": draft.note,
        "channel": visit.channel,
        "clock_skew": visit.clock_skew,
        "written_at": visit.written_at and visit.written_at.isoformat(),
        "by": visit.by,
        "content_hash": visit.content_hash,
        "sent_hash": visit.sent_hash,
        "people": [str(who) for who in draft.people],
        "seen": _seen(draft),
        "next_on": draft.next_on and draft.next_on.isoformat(),
        "next_reason": draft.next_reason or Result(draft.result).why_again,
        "facts": {"result": draft.result, "people": len(draft.people), "outcomes": len(draft.observations), **via},
    }


def _seen(draft: VisitDraft) -> list[dict[str, Any]]:
    return [
        {
            "id": str(new_id()),
            "resident": str(one.resident) if one.resident else None,
            "skill": one.skill,
            "level": one.level,
            "mode": one.mode,
        }
        for one in draft.observations
    ]
