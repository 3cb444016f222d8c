"""The visits of one delivery, in one transaction and a constant number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache as cached
from uuid import UUID

from literacy_portal.kit.statements import Statement, ask
from sessions.actions.bulk import NewVisit, insert_visits
from sessions.actions.holding import Hearing, Keeping, hold, settle_held
from sessions.enums import HeldReason, Settled
from sessions.placing import Place, Sender, kept_in, place
from sessions.queries.arrived import Arrived, Sent, Stored, Waited, stored_visits, waited_of, waited_under
from sessions.queries.ground import Ground, asked_under, ground_of, standing_on
from sessions.queries.sight import Sight, a_village_of
from sessions.wire.answers import Answer, Verdict, held, not_stored
from sessions.wire.visits import VisitItem

Recorded = Mapping[UUID, Stored]
"""Visits by the keys under which they are recorded."""


def take_visits(hearing: Hearing, items: Sequence[VisitItem], known: Recorded | None = None) -> list[Answer]:
    """Records the visits that can be placed and holds the others; answers each, in order. In the caller's transaction.

    `known` is what was recorded before under their keys, if somebody has asked already.
    """
    if known is None:
        known = stored_visits({item.id for item in items})
    if all(item.id in known and known[item.id].content_hash == item.content_hash for item in items):
        # Nothing is locked, nothing is written.
        return repeated(hearing.sender, {item.id: known[item.id] for item in items}, [item.id for item in items])
    # Whatever a rival records from here on is found by the insert, which it makes wait.
    ground, held_before = _ground(items)
    batch = _Batch(hearing, ground, Arrived(dict(known), held_before))
    batch.take(items)
    return [batch.answer(item) for item in items]


def repeated(sender: Sender, known: Recorded, keys: Iterable[UUID]) -> list[Answer]:
    """The answers that were lost on their way, as phones on bad networks ask for them."""
    sight = Sight(standing_on(known.values()), sender)
    return [Answer(str(key), Verdict.DUPLICATE.value, url=sight.url(known[key].household, key)) for key in keys]


def _ground(items: Sequence[VisitItem]) -> tuple[Ground, dict[Sent, Waited]]:
    """The ground under the visits, locked, and what waits under their keys."""
    named: dict[UUID, set[UUID]] = defaultdict(set)
    for item in items:
        named[item.household] |= item.named
    asked = asked_under(named, {item.village for item in items if item.village})
    waiting = waited_under({item.id for item in items})
    *told, held_before = ask(*asked, waiting)
    if len(told[0]) < len(named):
        # Somebody may be putting one on the roster at this moment: whoever comes second sees what the first has written.
        wait_for_households(set(named) - {home for home, *_where in told[0]})
        *told, held_before = ask(*asked, waiting)
    return ground_of(named, *told), waited_of(held_before)


_WAIT = Statement(
    """
    SELECT pg_advisory_xact_lock(hashtextextended('household ' || key, 0))
    FROM (SELECT key FROM unnest($1) AS key ORDER BY key) AS wanted
    """,
    "coaching_wait_for_households",
    "text[]",
)


def wait_for_households(keys: set[UUID]) -> None:
    """One transaction at a time for a household that is not on the roster yet."""
    ask(_WAIT([str(key) for key in keys]))


def sent_as(item: VisitItem) -> Sent:
    """The key and the hash of what is said under it."""
    return item.id, item.content_hash


class _Batch:
    """Judges items one after another, then writes what is new of them at once."""

    def __init__(self, hearing: Hearing, ground: Ground, before: Arrived) -> None:
        self.hearing, self.ground, self.before = hearing, ground, before
        self.sight = Sight(ground, hearing.sender)
        self.new: dict[UUID, NewVisit] = {}
        self.holding: dict[Sent, tuple[VisitItem, HeldReason]] = {}
        self.unheld: set[Sent] = set()
        self.unanswered: set[UUID] = set()
        """Keys of what was recorded now and is not answered yet."""

    def take(self, items: Sequence[VisitItem]) -> None:
        """Judges and writes. A key that somebody else took at this very moment is judged again by what stands there now."""
        pending, waiting = list(items), self.before.waiting
        while pending:
            self.new.clear()
            for item in pending:
                self._judge(item)
            written = insert_visits(list(self.new.values()), via={"via": self.hearing.channel})
            self.unanswered |= written
            self._settle({(key, self.new[key].content_hash) for key in written} & waiting)
            lost = set(self.new) - written
            pending = [item for item in pending if item.id in lost]
            self.holding = {sent: held for sent, held in self.holding.items() if sent[0] not in lost}
            self.before.recorded |= {key: stored_as(self.new[key]) for key in written} | (stored_visits(lost) if lost else {})
        self._hold()

    def _judge(self, item: VisitItem) -> None:
        sent = sent_as(item)
        if sent in self.holding or self.before.settled(sent, Settled.DECLINED):
            return
        first = self._first(item.id)
        if first:
            if first.content_hash != sent[1] and not self.before.settled(sent, Settled.RECORDED):
                self.holding[sent] = (item, HeldReason.OTHER_CONTENT)
            return
        placed = place(item, self.ground, self.hearing.sender)
        if isinstance(placed, Place):
            self.new[item.id] = self._placed(item, placed)
        else:
            self.holding[sent] = (item, placed)

    def _first(self, key: UUID) -> Stored | None:
        """What was recorded under the key before, or will be by this batch."""
        return self.before.recorded.get(key) or (stored_as(self.new[key]) if key in self.new else None)

    def _placed(self, item: VisitItem, placed: Place) -> NewVisit:
        about = self.hearing
        return NewVisit(
            draft=item.draft,
            household=item.household,
            content_hash=item.content_hash,
            sent_hash=item.sent_hash,
            village=placed.village,
            team=placed.team,
            by=about.by.pk,
            channel=about.channel,
            clock_skew=about.clock_skew,
            written_at=item.at_door(about.clock_skew),
        )

    def _settle(self, settled: set[Sent]) -> None:
        """What waited and has its place now waits no longer."""
        if settled:
            settle_held([self.before.held[sent].pk for sent in settled])

    def _hold(self) -> None:
        rows, elsewhere = [], cached(lambda: a_village_of(self.hearing.sender))
        for sent, (item, reason) in self.holding.items():
            if sent in self.before.held:
                continue
            village = self._kept_in(item, reason) or elsewhere()
            if village:
                rows.append(Keeping(item, reason, village))
            else:
                self.unheld.add(sent)
        hold(self.hearing, rows)

    def _kept_in(self, item: VisitItem, reason: HeldReason) -> str | None:
        first = self._first(item.id)
        if first and reason == HeldReason.OTHER_CONTENT:
            return first.village
        return kept_in(item, self.ground, self.hearing.sender)

    def answer(self, item: VisitItem) -> Answer:
        """What became of an item. Of equal ones the first is accepted, the others are duplicates."""
        sent = sent_as(item)
        declined = self.before.settled(sent, Settled.DECLINED)
        if declined:
            return held(item.id, declined.reason, remark=declined.remark)
        if sent in self.unheld:
            return not_stored(item.said)
        first = self._first(item.id)
        url = self.sight.url(first.household, item.id) if first and first.household else ""
        if sent in self.holding:
            return held(item.id, self.holding[sent][1], url=url)
        verdict = Verdict.ACCEPTED if item.id in self.unanswered else Verdict.DUPLICATE
        self.unanswered.discard(item.id)
        return Answer(str(item.id), verdict.value, url=url)


def stored_as(new: NewVisit) -> Stored:
    """What a new visit is, once it is written."""
    return Stored(new.content_hash, new.village, new.household)
