"""Statements that are asked all day: several in one round trip, each understood by a connection once and not each time."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from django.db import connection
from psycopg import sql

SHORT = 1000
"""Letters of a text that is likely to be asked for again."""

Rows = list[tuple[Any, ...]]
T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Statement:
    """Text with parameters $1, $2 … of these types. `name` is its own in the whole portal; without one the text is sent."""

    text: str
    name: str = ""
    types: str = ""

    def told(self) -> str:
        """What makes a connection know it."""
        return f"PREPARE {self.name}{f'({self.types})' if self.types else ''} AS {self.text}"

    def __call__(self, *values: Any) -> "Asked":
        """The statement with its values."""
        return Asked(self, values)


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement with its values, not yet sent.

    `again` makes it anew: where it has to be asked with other values the next time.
    """

    statement: Statement
    values: Sequence[Any]
    again: "Callable[[], Asked] | None" = field(default=None, compare=False)

    def words(self) -> str:
        """As it is sent, with a place for each value."""
        return self._with(["%s"] * len(self.values))

    def written(self) -> str:
        """The same with its values written out: one page names a hundred places again and again."""
        return self._with([_literal(value) for value in self.values])

    def _with(self, values: list[str]) -> str:
        if not self.statement.name:
            return self.statement.text
        return f"EXECUTE {self.statement.name}({', '.join(values)})" if values else f"EXECUTE {self.statement.name}"


def _literal(value: Any) -> str:
    """As PostgreSQL reads it. Words, days and numbers that come again and again are written once."""
    is_word = isinstance(value, str) and len(value) <= SHORT
    comes_again = is_word or (isinstance(value, date | int) and not isinstance(value, datetime))
    kind: Any = type(value)
    return _short_literal(kind, value) if comes_again else _driver_literal(value)


@lru_cache(maxsize=1000)
def _short_literal(_kind: type, value: Any) -> str:
    return _driver_literal(value)


def _driver_literal(value: Any) -> str:
    return sql.Literal(value).as_string(connection.connection)


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """Statements with their values, not yet sent, and what the rows of each mean.

    Questions that do not wait for one another are asked `together`: one round trip, whatever their number.
    """

    asked: tuple[Asked, ...]
    meaning: Callable[[Sequence[Rows]], T]

    @classmethod
    def of(cls, asked: Asked, meaning: Callable[[Rows], T]) -> "Question[T]":
        """A question of one statement."""
        return cls((asked,), lambda answers: meaning(answers[0]))

    @classmethod
    def known(cls, answer: T) -> "Question[T]":
        """One whose answer is known without asking."""
        return cls((), lambda _answers: answer)

    def then(self, change: Callable[[T], U]) -> "Question[U]":
        """The same question, for what follows from its answer."""
        return Question(self.asked, lambda answers: change(self.meaning(answers)))

    def answer(self) -> T:
        """Asks it alone. One query, or none where it is known."""
        return self.meaning(ask(*self.asked) if self.asked else [])


def joined(*questions: Question[Any]) -> Question[list[Any]]:
    """All of them as one, answered in their order."""

    def meaning(answers: Sequence[Rows]) -> list[Any]:
        rest = iter(answers)
        return [one.meaning([next(rest) for _asked in one.asked]) for one in questions]

    return Question(tuple(asked for one in questions for asked in one.asked), meaning)


def together(*questions: Question[Any]) -> list[Any]:
    """What all of them mean, in order. One query."""
    return joined(*questions).answer()


_prepared: WeakKeyDictionary[Any, set[Statement]] = WeakKeyDictionary()
"""By connection the statements that it knows. A pooler must give each session its own (docs/operations.md)."""


def ask(*asked: Asked) -> list[Rows]:
    """Sends all at once and answers the rows of each, in order: each sees what those before it wrote.

    Outside of a transaction they are one. Raises what Django raises for the first that fails; none after it is tried.
    What was asked ahead is answered by what waits.
    """
    waited = [_ahead.take(one) for one in asked]
    unanswered = [one for one, rows in zip(asked, waited, strict=True) if rows is None]
    sent = iter(_send(unanswered) if unanswered else [])
    return [next(sent) if rows is None else rows for rows in waited]


Written = tuple[Asked, str]
"""A question, and how it is sent as far as that was written already."""


class _Waiting(NamedTuple):
    """An answer that waits: to what, what it is, and how it was written; None of what is asked ahead each time anyway."""

    asked: Asked
    rows: Rows
    words: str | None


class _Ahead(threading.local):
    """By their text the questions that were asked ahead in this thread and that nobody has asked yet.

    While something is `foreseen`, `noted` is all that was asked beyond its first.
    """

    def __init__(self) -> None:
        self.waiting: dict[str, list[_Waiting]] = {}
        self.noted: list[Written] | None = None

    def waits(self, asked: Iterable[Asked], rows: Iterable[Rows], words: Iterable[str | None]) -> None:
        """These answers wait, and no others."""
        self.waiting = {}
        for one in map(_Waiting, asked, rows, words):
            self.waiting.setdefault(one.asked.statement.text, []).append(one)

    def take(self, asked: Asked) -> Rows | None:
        """The rows that wait for it; they are told once."""
        same = self.waiting.get(asked.statement.text, [])
        found = next((one for one in same if one.asked == asked), None)
        if found:
            same.remove(found)
        if self.noted is not None and not (found and found.words is None):
            self.noted.append((asked, (found.words or "") if found else ""))
        return found.rows if found else None


_ahead = _Ahead()


def ask_ahead(*asked: Asked) -> None:
    """Asks in one round trip what will be asked one after another: each answer waits for the first who asks the same.

    For the beginning of a request, whose end calls `forget_ahead`.
    """
    _ahead.waits(asked, _send(asked), [None] * len(asked))


def forget_ahead() -> None:
    """Whoever asks from now on asks the database."""
    _ahead.waiting, _ahead.noted = {}, None


@contextmanager
def foreseen(before: list[Written] | None, *first: Asked) -> Iterator[None]:
    """What is asked inside, one thing after another, is asked ahead: `first`, and what was asked `before` by the same.

    `before` is then what was asked this time; without it nothing is remembered. What nobody asks for this time was asked in vain,
    and no more than that.
    """
    again = [*map(_renewed, before or [])]
    asked, words = [*first, *(one for one, _words in again)], [words for _one, words in again]
    sent = _sent([one.statement for one in asked], [*(one.written() for one in first), *words]) if asked else []
    _ahead.waits(asked, sent, [*(None for _one in first), *words])
    noted: list[Written] = []
    _ahead.noted = None if before is None else noted
    try:
        yield
        if before is not None:
            before[:] = [(one, words or one.written()) for one, words in noted if one.statement.name]
    finally:
        forget_ahead()


def _renewed(before: Written) -> Written:
    """What is to be asked now."""
    asked, words = before
    if asked.again is None:
        return asked, words
    now = asked.again()
    return now, now.written()


def _send(asked: Sequence[Asked]) -> list[Rows]:
    """The rows of each of those asked."""
    values = [value for one in asked for value in one.values]
    return _sent([one.statement for one in asked], [one.words() for one in asked], values)


def _sent(statements: Sequence[Statement], words: Iterable[str], values: list[Any] | None = None) -> list[Rows]:
    """The rows of each of these statements, sent in these words; without values nothing in them is a place for one."""
    with connection.cursor() as cursor:
        _prepare({one for one in statements if one.name})
        cursor.execute("; ".join(words), values)
        # The driver's own cursor from here on: Django's dresses each step of reading anew, a tenth of the Python of a visit.
        with connection.wrap_database_errors:
            return list(_answers(cursor.cursor, len(statements)))


def _answers(cursor: Any, number: int) -> Iterator[Rows]:
    for _answer in range(number):
        yield cursor.fetchall() if cursor.pgresult.nfields else []
        cursor.nextset()


def _prepare(wanted: set[Statement]) -> None:
    """Has the connection understand what it does not know yet, in one round trip; where it fails, all is begun anew next time.

    It counts as a part of connecting: logs and tests that count queries do not see it.
    """
    known = _prepared.setdefault(connection.connection, set())
    if wanted <= known:
        return
    told, known_before = [one.told() for one in wanted - known], set(known)
    known.clear()
    with connection.wrap_database_errors:
        connection.connection.execute("; ".join(told if known_before else ["DEALLOCATE ALL", *told]))
    known |= known_before | wanted
