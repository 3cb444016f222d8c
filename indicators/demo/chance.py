"""Seeded chance: the same seed always tells the same story."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from random import Random
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")


class Chance(Random):
    """Random numbers of one village, or of another part of the world that must not shift when its neighbours change."""

    def happens(self, probability: float) -> bool:
        """Whether it happens this time."""
        return self.random() < probability

    def one_of(self, weights: Mapping[T, float]) -> T:
        """A key, as often as its weight says."""
        left = self.random() * sum(weights.values())
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        return key

    def some_of(self, items: Sequence[T], count: int) -> list[T]:
        """Up to `count` different items."""
        return self.sample(items, min(count, len(items)))

    def id_at(self, moment: datetime) -> UUID:
        """A UUIDv7 as a phone would have made it at the moment."""
        return next(self.ids_at(moment))

    def ids_at(self, moment: datetime) -> Iterator[UUID]:
        """UUIDv7s of one moment, as many as are taken."""
        head = int(moment.timestamp() * 1000) << 80 | 0x7 << 76 | 0b10 << 62
        while True:
            yield UUID(int=head | self.getrandbits(12) << 64 | self.getrandbits(62))
