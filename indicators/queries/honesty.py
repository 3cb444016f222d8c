"""The honesty line: how far the figures of a place may be trusted, on the day that is looked at."""

from dataclasses import dataclass
from datetime import date, datetime

from indicators.queries.freshness import Freshness, freshness_of
from indicators.queries.hearing import Hearing, hearing_of
from indicators.queries.levels import villages_condition
from indicators.queries.versions import changed_since, version_of
from literacy_portal.kit.periods import today
from sessions.models import Held


@dataclass(frozen=True, slots=True)
class Honesty:
    """`version` is of all figures of the place. `rewritten_at`: when news last changed the figures of a past day.

    `held`: visits and gatherings that wait for an officer's decision, in no figure.
    """

    version: str
    freshness: Freshness
    hearing: Hearing
    day: date | None
    rewritten_at: datetime | None
    held: int

    @property
    def says(self) -> tuple[object, ...]:
        """What a page tells of it, but the clock: two pages that agree in this are the same page."""
        freshness = self.freshness
        counted = freshness.counted_at is not None
        checked = (freshness.checked_at, freshness.difference)
        return (self.version, counted, freshness.waiting, checked, self.hearing, self.rewritten_at, self.held)


def honesty_of(place: str, day: date | None) -> Honesty:
    """Of a place by its code; `day` is None for now. At most eight queries."""
    rewritten_at = changed_since(place, day) if day else None
    held = Held.objects.waiting().filter(villages_condition(place, "village")).count()
    return Honesty(version_of(place), freshness_of(place), hearing_of(place, day or today()), day, rewritten_at, held)
