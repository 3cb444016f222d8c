"""The worker applies a confirmed plan: whole or not at all, once, and only what was shown."""

import logging
from functools import partial
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import audit
from communes.actions.roster_plan import propose_again, store, take
from communes.models import RosterFile, RosterImport
from communes.roster_import.apply import touched_since, touched_villages, write
from communes.roster_import.plan import Plan, facts_of
from communes.roster_import.progress import tell
from communes.signals import Fact, facts_learned, roster_changed

State = RosterImport.State
logger = logging.getLogger(__name__)
_ONE_ROSTER_PER_COMMUNE = 7301


def apply_import(roster_import: UUID) -> None:
    """Applies an import that was confirmed. Run again, or after a worker died of it, it ends the same."""
    confirmed = RosterImport.objects.filter(pk=roster_import, state__in=[State.QUEUED, State.APPLYING])
    if not confirmed.update(state=State.APPLYING, touched_at=timezone.now()):
        return
    try:
        _apply(roster_import)
    except (IntegrityError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        # Its type only: the message and the trace may quote a person.
        logger.error(  # noqa: TRY400
            "roster_not_applied",
            extra={"import": str(roster_import), "reason": type(error).__name__},
        )
        confirmed.update(state=State.FAILED, touched_at=timezone.now())
    except DatabaseError:
        # The database went away or chose this one in a deadlock: the sweep tries again.
        raise


@transaction.atomic
def _apply(roster_import: UUID) -> None:
    if not take(roster_import):
        return
    current = RosterImport.objects.select_related("commune", "uploaded_by").get(pk=roster_import)
    _wait_for_turn(current.commune_id)
    current.refresh_from_db(fields=["state"])
    if current.state != State.APPLYING:
        return
    proposal = propose_again(current)
    if proposal.plan.fingerprint() != current.fingerprint:
        store(current, proposal)
        RosterImport.objects.filter(pk=current.pk).update(changed_since=True)
        return
    write(proposal.plan, partial(tell, current.pk))
    _tell_others(current, proposal.plan)
    _finish(current, proposal.plan)


def _wait_for_turn(commune: str) -> None:
    """Two imports into one commune queue up; the second plans against what the first has written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_ONE_ROSTER_PER_COMMUNE, int(commune)])


def _tell_others(current: RosterImport, plan: Plan) -> None:
    if plan.writes:
        roster_changed.send(sender=RosterImport, villages=touched_villages(plan), since=touched_since(plan))
    facts = [Fact(code, level, resident=resident) for resident, code, level in facts_of(plan)]
    if facts:
        facts_learned.send(sender=RosterImport, facts=facts, on=plan.day, by=current.uploaded_by)


def _finish(current: RosterImport, plan: Plan) -> None:
    current.state, current.applied_at, current.understood = State.APPLIED, timezone.now(), []
    current.save()
    RosterFile.objects.filter(roster_import=current).delete()
    audit.record(
        "roster.apply",
        by=current.uploaded_by,
        target=current,
        place=current.commune_id,
        villages=plan.villages,
        households=current.counts["households"],
        residents=current.counts["residents"],
        left_out=current.counts["errors"],
    )
