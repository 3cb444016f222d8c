"""What a process knows of places: what follows from a place's figures alone is asked once for each edition of them.

The process says which editions it knows, and the database tells of the places whose figures are of another: a page of a hundred
places reads, after news of one, the figures of that one. What is told is of the moment in which it is asked: with any figure of a
place its edition changes, in the same transaction (`indicators.actions.editions`). Only what a retired indicator leaves behind is
taken away without: nobody asks for it again, as its code never comes back.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from literacy_portal.kit.statements import Asked, Question, Rows, Statement

T = TypeVar("T")

UNKNOWN = "-"

OTHER = f"""
    other AS MATERIALIZED (
        SELECT asked.place, e.version
        FROM unnest(string_to_array($1, ' '), string_to_array($2, ' ')) AS asked (place, known)
        LEFT JOIN indicators_edition e ON e.place = asked.place
        WHERE e.version::text IS DISTINCT FROM NULLIF(asked.known, '{UNKNOWN}')
    )
"""  # noqa: S608 -- our own texts only
"""The places of another edition than is known: the first of a statement's tables. $1 are the codes, $2 what is known of each."""


@dataclass(frozen=True, slots=True)
class _Known(Generic[T]):
    """By place (code) the edition that was read last, None where there was none any more, and what was found."""

    editions: dict[str, str | None]
    found: dict[str, T]

    def with_news(self, rows: Rows, meaning: Callable[[str, Rows], T]) -> "_Known[T]":
        """With the places of another edition: rows of place, edition, and what was found or NULL."""
        if not rows:
            return self
        editions = dict(self.editions)
        news: dict[str, Rows] = {place: [] for place, *_more in rows}
        for place, edition, *found in rows:
            editions[place] = edition
            if found[0] is not None:
                news[place].append(tuple(found))
        return _Known(editions, self.found | {place: meaning(place, found) for place, found in news.items()})


@lru_cache(maxsize=300)
def known(*_key: object) -> list[_Known[Any]]:
    """What this process knows last, by statement, places and values."""
    return [_Known({}, {})]


def known_or_asked(
    statement: Statement, places: Sequence[str], values: tuple[Any, ...], meaning: Callable[[str, Rows], T]
) -> Question[dict[str, T]]:
    """By place (code) what `meaning` makes of its code and rows, of all places that were ever counted.

    The statement begins with `OTHER`, and answers place, edition and what was found; of a place of which there is nothing, NULL.
    """
    last = known(statement.name, tuple(places), values)
    # Read once: what another thread finds meanwhile must not be among what this question says it knows.
    before: _Known[T] = last[0]

    def asked(known_by_then: _Known[T]) -> Asked:
        editions = " ".join([known_by_then.editions.get(place) or UNKNOWN for place in places])
        return Asked(statement, (" ".join(places), editions, *values), again=lambda: asked(last[0]))

    def told(rows: Rows) -> dict[str, T]:
        last[0] = now = before.with_news(rows, meaning)
        return now.found

    return Question.of(asked(before), told)
