"""What phones deliver: a batch against its bare rows, a repeat against the first, a single visit against an empty page."""

import json
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import chain, count, islice, repeat
from statistics import median
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User
from bench import country
from bench.client import CONNECTIONS, Bodies, Line, load
from bench.pages import FLOOR, SECONDS, TURNS, medians, server
from bench.row import Row
from bench.servers import fresh_database
from communes.models import Household, Residence, Village
from indicators.actions.recount import drain, rebuild
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.models import FollowUp, Outcome, Visit
from teams.models import Membership, Team

BATCH, TRIES = 200, 9
WRITTEN, WARM_SECONDS = 1000, 1.0
EVENING = 20
SKILLS = ("device_use", "cashless_payment", "online_safety")
TOKEN = "k" * 32
Item = dict[str, Any]


def measure(persons: int) -> Iterator[Row]:
    """A neighbour of two villages sends; the client runs on the same cores as the server."""
    os.environ["SYNC_REQUESTS_A_MINUTE"] = "1000000"
    settings.SYNC_REQUESTS_A_MINUTE = 1_000_000
    with fresh_database("sync") as address:
        country.make(persons)
        rebuild()
        user = _neighbour()
        stays = _stays(user)
        yield from _batches(user, stays)
        with server(address) as port:
            yield from _single(port, user, stays)


def _neighbour() -> User:
    user = User.objects.create(username="neighbour", full_name="neighbour")
    villages = list(Village.objects.order_by("code")[:2])
    team = Team.objects.create(commune=villages[0].commune, name="bench")
    team.villages.set(villages)
    Membership.objects.create(user=user, team=team, started_on=today() - timedelta(days=365))
    return user


def _stays(user: User) -> list[tuple[UUID, str, list[UUID]]]:
    """Households of the neighbour's villages: key, village, two of their people."""
    homes = Household.objects.filter(village__teams__memberships__user=user).order_by("pk").values_list("pk", "village_id")
    people: dict[UUID, list[UUID]] = {}
    rows = Residence.objects.filter(household__in=[home for home, _village in homes]).order_by("pk")
    for home, who in rows.values_list("household_id", "resident_id"):
        people.setdefault(home, []).append(who)
    return [(home, village, people[home][:2]) for home, village in homes]


def _visit(stay: tuple[UUID, str, list[UUID]], dice: random.Random) -> Item:
    """Two people met, three levels of each seen; every second one promises to come again."""
    home, village, people = stay
    day = today() - timedelta(days=dice.randrange(3))
    seen = [
        {"skill": skill, "level": dice.randrange(4), "resident": str(who), "mode": "own_phone"}
        for who in people
        for skill in SKILLS
    ]
    again = {"next_on": str(day + timedelta(days=7)), "next_reason": "continue"} if dice.random() < 0.5 else {}  # noqa: PLR2004
    return {
        "kind": "visit", "id": str(new_id()), "village": village, "household": str(home), "visited_on": str(day), "result": "met",
        "setting": "home", "language": "vie", "people": [str(who) for who in people], "observations": seen, "minutes": 25,
        "note": "", "written_at": timezone.now().isoformat(), **again,
    }  # fmt: skip


def _delivery(user: User, items: Sequence[Item], device: UUID) -> bytes:
    said = {
        "schema": 2, "device": str(device), "user": user.pk, "sent_at": timezone.now().isoformat(), "unsent": len(items),
        "items": items,
    }  # fmt: skip
    return json.dumps(said).encode()


def _batches(user: User, stays: list[tuple[UUID, str, list[UUID]]]) -> Iterator[Row]:
    client, dice, device = Client(headers={"host": "localhost"}), random.Random(7), new_id()  # noqa: S311 -- any household will do
    client.force_login(user)
    firsts, repeats, bare = [], [], []
    for number in range(TRIES + 1):
        body = _delivery(user, [_visit(stay, dice) for stay in dice.sample(stays, BATCH)], device)
        first, repeat = _sent(client, body, "accepted"), _sent(client, body, "duplicate")
        rows = _rows_of(body)
        drain()
        raw = _written(rows)
        drain()
        if number:  # the first round fills the caches of all three
            firsts.append(first)
            repeats.append(repeat)
            bare.append(raw)
    ours, theirs, again = median(firsts), median(bare), median(repeats)
    made = BATCH / ours, BATCH / theirs
    note = "through the whole view; triggers, indexes and commit in both"
    yield Row(
        f"Batch of {BATCH} visits", "multi-row INSERT of the same rows", *made, 0.6, at_most=False, unit="visits/s", note=note
    )
    yield Row(f"Batch of {BATCH} sent again", "its first send", again, ours, 5.0, at_most=False, times_faster=True)


def _sent(client: Client, body: bytes, verdict: str) -> float:
    started = time.perf_counter()
    answer = client.post("/sync/v1/visits", body, content_type="application/json")
    taken = time.perf_counter() - started
    if {one["verdict"] for one in answer.json()["results"]} != {verdict}:
        raise AssertionError(answer.content[:300])
    return taken


_TABLES: tuple[tuple[Any, str], ...] = (
    (Visit, "pk"),
    (Visit.members.through, "visit"),
    (Visit.people.through, "visit"),
    (Outcome, "visit"),
    (FollowUp, "visit"),
    (AuditEvent, "target_id"),
)


def _rows_of(body: bytes) -> list[tuple[str, list[str], list[list[Any]]]]:
    """The rows that a batch wrote, with other keys: table, columns, values."""
    old = [UUID(item["id"]) for item in json.loads(body)["items"]]
    fresh: dict[Any, Any] = {key: new_id() for key in old}
    fresh |= {str(key): str(new) for key, new in fresh.items()}
    tables = []
    for model, path in _TABLES:
        keys = [str(key) for key in old] if path == "target_id" else old
        meta = model._meta  # noqa: SLF001 -- Django's own way
        fields = [field for field in meta.concrete_fields if field.get_internal_type() != "BigAutoField"]
        rows = model.objects.filter(**{f"{path}__in": keys}).order_by().values_list(*(field.attname for field in fields))
        values = [[_fresh(value, field, fresh) for value, field in zip(row, fields, strict=True)] for row in rows]
        tables.append((meta.db_table, [field.column for field in fields], values))
    return tables


def _fresh(value: Any, field: Any, fresh: dict[Any, Any]) -> Any:
    if field.get_internal_type() == "JSONField":
        return psycopg.types.json.Json(value)
    if field.model is Outcome and field.primary_key:
        return new_id()
    return fresh.get(value, value)


def _written(tables: list[tuple[str, list[str], list[list[Any]]]]) -> float:
    """Seconds of one transaction with one INSERT … VALUES for each table, values in the text as execute_values has them."""
    given = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{name: given[name] for name in names if given.get(name)}, cursor_factory=psycopg.ClientCursor) as link:
        started = time.perf_counter()
        cursor = link.cursor()
        for table, columns, rows in tables:
            one = f"({', '.join(['%s'] * len(columns))})"
            statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([one] * len(rows))}"
            cursor.execute(statement.encode(), [value for row in rows for value in row])
        link.commit()
        return time.perf_counter() - started


def _single(port: int, user: User, stays: list[tuple[UUID, str, list[UUID]]]) -> Iterator[Row]:
    """One visit in each request, over connections that stay open."""
    client = Client()
    client.force_login(user)
    session = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    headers = {
        "Content-Type": "application/json",
        "Cookie": f"{session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
        "X-CSRFToken": TOKEN,
    }

    def visits(number: int, size: int) -> Iterator[bytes]:
        dice, device = random.Random(number), new_id()  # noqa: S311 -- any household will do
        made = (_delivery(user, [_visit(dice.choice(stays), dice) for _one in range(size)], device) for _turn in count())
        # Writing visits is the phone's work: most are written before the clock runs.
        return chain(list(islice(made, WRITTEN // size)), made)

    empty, line = Line(port, FLOOR, {}), Line(port, "/sync/v1/visits", headers, "POST")
    turns = [
        (
            _warm_load(empty, lambda _number: repeat(b"")),
            _warm_load(line, lambda number: visits(number, 1)),
            _warm_load(line, lambda number: visits(number, EVENING)),
        )
        for _turn in range(TURNS)
    ]
    (floor, floor_p95), (ours, p95), (evenings, _p95) = medians(turns)
    against = "the same server's empty page"
    note = f"{CONNECTIONS} connections; a visit of two people and six levels, committed to disk"
    goal: dict[str, Any] = {"goal": 0.4, "at_most": False}
    yield Row("One visit in a request", against, ours, floor, unit="/s", note=note, **goal)
    yield Row(
        "One visit in a request: 95 of 100 within", against, p95 * 1000, floor_p95 * 1000, times_faster=True, unit="ms", **goal
    )
    note = "as a phone delivers it when it meets a network"
    yield Row(f"Visits of an evening, {EVENING} in a request", against, evenings * EVENING, floor, unit="/s", note=note, **goal)


def _warm_load(line: Line, bodies: Callable[[int], Bodies]) -> tuple[float, float]:
    """The load once the server is warm."""
    ready = [bodies(number) for number in range(CONNECTIONS)]
    load(line, WARM_SECONDS, ready, _is_taken)
    return load(line, SECONDS, ready, _is_taken)


def _is_taken(said: bytes) -> bool:
    return b"refused" not in said and b"held" not in said
