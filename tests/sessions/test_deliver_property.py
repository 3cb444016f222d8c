"""Whatever the order, the repeats and the cuts of what is sent: the same database (design.md §7)."""

from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEvent
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.actions.deliveries import take_delivery
from sessions.models import Attendance, FollowUp, Gathering, Held, Outcome, Proposal, Visit
from sessions.wire.delivery import Delivery
from tests.sessions.phones import Item, attends, gathering, proposal, seen, visit
from tests.world import World

TABLES: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Visit, ("pk", "household", "village", "team", "visited_on", "content_hash", "recorded_by", "channel", "members")),
    (Visit, ("pk", "people")),
    (Outcome, ("visit", "gathering", "resident", "household", "skill", "level", "observed_on", "mode")),
    (FollowUp, ("visit", "household", "due_on", "reason", "owner", "closed_on", "closed_by_visit")),
    (Gathering, ("pk", "village", "content_hash")),
    (Attendance, ("pk", "gathering", "resident")),
    (Proposal, ("pk", "content_hash", "village")),
    (Held, ("client_id", "content_hash", "village", "reason", "settled")),
    (AuditEvent, ("verb", "target_id", "place", "actor")),
)


def _ago(days: int) -> str:
    return str(today() - timedelta(days=days))


def _items(world: World) -> list[Item]:
    home, second, now = world.home_of("Bình"), world.home_of("H'Bŭt"), today()
    binh = world.people["Bình"]
    return [
        visit(home, day=now - timedelta(days=20), observations=[seen(binh, "device_use", 1)], next_on=_ago(10)),
        visit(home, day=now - timedelta(days=8), observations=[seen(binh, "device_use", 2)], next_on=_ago(-9)),
        visit(home, day=now - timedelta(days=8), result="nobody_home", next_on=_ago(7)),
        visit(home, day=now - timedelta(days=2), observations=[seen(None, "trades", 1)]),
        visit(second, people=[str(world.people["H'Bŭt"].pk)]),
        visit(new_id()),
        visit(home, day=now + timedelta(days=3)),
        gathering(attends(binh, online_safety=2)),
        proposal("died", home, resident=str(binh.pk)),
    ]


def _state() -> list[set[tuple[Any, ...]]]:
    return [set(model.objects.order_by().values_list(*columns)) for model, columns in TABLES]


def _deliver(world: World, deliveries: list[list[Item]]) -> list[set[tuple[Any, ...]]]:
    """What the database holds after these deliveries; then all of it is taken back."""
    user = world.users["team_member"]
    with transaction.atomic():
        for items in deliveries:
            said = Delivery(schema=2, device=UUID(int=1), user=user.pk, items=items, sent_at=timezone.now())
            answers = take_delivery(by=user, delivery=said, channel="phone")
            assert "refused" not in {answer.verdict for answer in answers}
        state = _state()
        transaction.set_rollback(True)
    return state


def test_any_order_repetition_and_cut_gives_the_same_database(world: World) -> None:
    items = _items(world)
    expected = _deliver(world, [items])
    assert [len(rows) for rows in expected] == [5, 5, 4, 3, 1, 1, 1, 2, 6]

    @settings(
        max_examples=10,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(
        order=st.permutations(range(len(items))),
        again=st.lists(st.integers(0, len(items) - 1), max_size=6),
        cuts=st.sets(st.integers(1, 14), max_size=4),
    )
    def holds(order: list[int], again: list[int], cuts: set[int]) -> None:
        sequence = [items[at] for at in (*again, *order, *reversed(again))]
        edges = [0, *sorted(cut for cut in cuts if cut < len(sequence)), len(sequence)]
        deliveries = [sequence[first:last] for first, last in pairwise(edges)]

        assert _deliver(world, deliveries) == expected

    holds()
