"""Where a visit that was told belongs, or why nobody but a commune's officer can say (docs/sync.md)."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol
from uuid import UUID

from communes.scope import Scope
from sessions.enums import HeldReason
from sessions.queries.ground import Ground
from teams.history import History
from teams.roles import LOG_VISIT


class Told(Protocol):
    """What can be placed: a visit that was understood."""

    @property
    def household(self) -> UUID:
        """Its key, as the phone knows it."""
        ...

    @property
    def village(self) -> str:
        """The code that was named, or ""."""
        ...

    @property
    def named(self) -> frozenset[UUID]:
        """Everyone of whom something is said."""
        ...

    @property
    def day(self) -> date:
        """When it took place."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """A village, and the team for which the sender stood there."""

    village: str
    team: int | None


@dataclass
class Sender:
    """Who tells, with everything they were; `today` is the day of the portal."""

    history: History
    today: date
    _scopes: dict[date, Scope] = field(default_factory=dict)

    def may(self, ground: Ground, village: str, day: date) -> bool:
        """Whether the sender may log visits in the village today, or might on the day."""
        province = ground.provinces.get(village, "")
        return any(self._scope(when).covers(village, province) for when in (day, self.today))

    def _scope(self, day: date) -> Scope:
        if day not in self._scopes:
            self._scopes[day] = self.history.scope(LOG_VISIT, day)
        return self._scopes[day]

    @cached_property
    def ever(self) -> Scope:
        """Where the sender could log visits on some day."""
        return self.history.ever(LOG_VISIT)

    def knows(self, ground: Ground, household: UUID) -> bool:
        """Whether the sender could once see the household. Of all others nothing is told, not even that they exist."""
        if household not in ground.homes:
            return False
        return any(self.ever.covers(village, ground.provinces.get(village, "")) for village in ground.villages_of(household))


def place(told: Told, ground: Ground, sender: Sender) -> Place | HeldReason:
    """The place of a visit: where its household was on the day, else where it is now; or why it is held."""
    if told.day > sender.today:
        return HeldReason.IN_THE_FUTURE
    if not sender.knows(ground, told.household):
        is_foreign = told.village and not sender.may(ground, told.village, told.day)
        return HeldReason.OUT_OF_SCOPE if is_foreign else HeldReason.UNKNOWN_HOUSEHOLD
    village = _village(told, ground, sender)
    if isinstance(village, HeldReason):
        return village
    if any(not _is_known(who, told, ground, sender) for who in told.named - ground.lived_in(told.household)):
        return HeldReason.UNKNOWN_PERSON
    return Place(village, sender.history.team(village, told.day))


def _village(told: Told, ground: Ground, sender: Sender) -> str | HeldReason:
    then, now = ground.village_on(told.household, told.day), ground.homes[told.household]
    stays = ground.stays[told.household]
    if then is None and stays:
        is_before = all(told.day < stay.started_on for stay in stays)
        return HeldReason.BEFORE_HOUSEHOLD if is_before else HeldReason.HOUSEHOLD_CLOSED
    for village in (then, now):
        if village and sender.may(ground, village, told.day):
            return village
    return HeldReason.OUT_OF_SCOPE


def _is_known(who: UUID, told: Told, ground: Ground, sender: Sender) -> bool:
    """Whether somebody of another household is one whom the sender may see."""
    return any(sender.may(ground, village, told.day) for village in ground.elsewhere.get(who, ()))


def place_anyway(told: Told, ground: Ground) -> str | None:
    """The village of a visit that an officer records in spite of all; None where the roster does not know the household."""
    if told.household not in ground.homes:
        return None
    return ground.village_on(told.household, told.day) or ground.homes[told.household]


def kept_in(told: Told, ground: Ground, sender: Sender) -> str | None:
    """The village under which a held visit waits: its household's if the sender knows it, else the one that was named."""
    if sender.knows(ground, told.household):
        return place_anyway(told, ground)
    return told.village if told.village in ground.provinces else None
