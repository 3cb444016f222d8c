"""Many visits in as many statements as one. The tables' triggers mark villages once a statement (docs/decisions/0010)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.models import AuditEvent
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import day_of
from sessions.actions.follow_ups import settle
from sessions.actions.seen import seen_at
from sessions.drafts import VisitDraft
from sessions.enums import Result, Source
from sessions.models import Visit
from sessions.signals import outcomes_changed


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit that has its place. `by` tells it, `clock_skew` is by how many seconds the phone's clock was ahead.

    `written_at` is when it was written down at the door, by the portal's clock; None where nobody knows.
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


_VISITS = """
INSERT INTO coaching_visit (id, household_id, village_id, team_id, visited_on, result, setting, language, minutes, note, channel,
                            clock_skew, written_at, recorded_by_id, content_hash, received_at)
SELECT told.*, %(now)s FROM unnest(
    %(id)s::uuid[], %(household)s::uuid[], %(village)s::text[], %(team)s::bigint[], %(visited_on)s::date[], %(result)s::text[],
    %(setting)s::text[], %(language)s::text[], %(minutes)s::smallint[], %(note)s::text[], %(channel)s::text[],
    %(clock_skew)s::int[], %(written_at)s::timestamptz[], %(by)s::bigint[], %(content_hash)s::text[]) AS told
ON CONFLICT (id) DO NOTHING RETURNING id
"""
_MEMBERS = """
INSERT INTO coaching_visit_members (visit_id, user_id)
SELECT * FROM unnest(%(visit)s::uuid[], %(user)s::bigint[])
"""
_PEOPLE = """
INSERT INTO coaching_visit_people (visit_id, resident_id)
SELECT * FROM unnest(%(visit)s::uuid[], %(resident)s::uuid[])
"""
_OUTCOMES = """
INSERT INTO coaching_outcome (id, resident_id, household_id, skill_id, level, mode, visit_id, observed_on, recorded_by_id, source,
                              received_at)
SELECT seen.*, %(source)s, %(now)s FROM unnest(
    %(id)s::uuid[], %(resident)s::uuid[], %(household)s::uuid[], %(skill)s::text[], %(level)s::smallint[], %(mode)s::text[],
    %(visit)s::uuid[], %(observed_on)s::date[], %(by)s::bigint[]) AS seen
"""
_PROMISES = """
INSERT INTO coaching_followup (household_id, visit_id, reason, due_on, owner_id)
SELECT * FROM unnest(%(household)s::uuid[], %(visit)s::uuid[], %(reason)s::text[], %(due_on)s::date[], %(by)s::bigint[])
"""
# What breaks a rule between tables is found here, where one can still do without it, and not at the commit.
_CHECK = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"


def insert_visits(visits: Sequence[NewVisit], *, via: dict[str, Any]) -> set[UUID]:
    """Writes those whose key is not taken, with all that belongs to them; answers their keys.

    In the caller's transaction, which holds the locks of the households. `via` goes into the audit rows. A key that another
    transaction is just writing is waited for.
    """
    if not visits:
        return set()
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_VISITS, _columns(visits) | {"now": now})
        written = {key for (key,) in cursor.fetchall()}
        new = [visit for visit in visits if visit.draft.id in written]
        _write_parts(cursor, new, now)
    if new:
        settle({visit.household for visit in new}, on=day_of(now))
        seen_at(written)
        outcomes_changed.send(sender=Visit)
        AuditEvent.objects.bulk_create(_event(visit, via) for visit in new)
        with connection.cursor() as cursor:
            cursor.execute(_CHECK)
    return written


_OF_DRAFT = ("id", "visited_on", "result", "setting", "language", "minutes", "note")
_OF_VISIT = ("household", "village", "team", "by", "channel", "clock_skew", "written_at", "content_hash")


def _columns(visits: Sequence[NewVisit]) -> dict[str, Any]:
    of_drafts = {name: [getattr(visit.draft, name) for visit in visits] for name in _OF_DRAFT}
    return of_drafts | {name: [getattr(visit, name) for visit in visits] for name in _OF_VISIT}


def _write_parts(cursor: Any, visits: Collection[NewVisit], now: datetime) -> None:
    _insert(cursor, _MEMBERS, [(v.draft.id, v.by) for v in visits if v.team], ("visit", "user"))
    people = [(v.draft.id, who) for v in visits for who in v.draft.people]
    _insert(cursor, _PEOPLE, people, ("visit", "resident"))
    seen = [row for visit in visits for row in _seen(visit)]
    names = ("id", "resident", "household", "skill", "level", "mode", "visit", "observed_on", "by")
    _insert(cursor, _OUTCOMES, seen, names, now=now, source=Source.VISIT.value)
    promised = [_promise(visit) for visit in visits if visit.draft.next_on]
    _insert(cursor, _PROMISES, promised, ("household", "visit", "reason", "due_on", "by"))


def _seen(visit: NewVisit) -> list[tuple[Any, ...]]:
    about = (visit.draft.id, visit.draft.visited_on, visit.by)
    return [
        (new_id(), one.resident, None if one.resident else visit.household, one.skill, one.level, one.mode, *about)
        for one in visit.draft.observations
    ]


def _promise(visit: NewVisit) -> tuple[Any, ...]:
    draft = visit.draft
    return visit.household, draft.id, draft.next_reason or Result(draft.result).why_again, draft.next_on, visit.by


def _insert(cursor: Any, statement: str, rows: Sequence[tuple[Any, ...]], names: tuple[str, ...], **more: Any) -> None:
    if rows:
        cursor.execute(statement, dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)) | more)


def _event(visit: NewVisit, via: dict[str, Any]) -> AuditEvent:
    draft = visit.draft
    facts = {"result": draft.result, "people": len(draft.people), "outcomes": len(draft.observations), **via}
    return AuditEvent(
        actor_id=visit.by,
        verb="visit.record",
        target_type=Visit._meta.label_lower,  # noqa: SLF001 -- Django's own way
        target_id=str(draft.id),
        place=visit.village,
        facts=facts,
    )
