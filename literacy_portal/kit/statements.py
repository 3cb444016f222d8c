"""Statements that are asked all day: several in one round trip, each understood by a connection once and not each time."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import connection
from psycopg import sql

Rows = list[tuple[Any, ...]]
T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Statement:
    """Text with parameters $1, $2 … of these types. `name` is its own in the whole portal; without one the text is sent.

    `is_foreseen`: whether it is likely to be asked with the same values again.
    """

    text: str
    name: str = ""
    types: str = ""
    is_foreseen: bool = True

    def told(self) -> str:
        """What makes a connection know it."""
        return f"PREPARE {self.name}{f'({self.types})' if self.types else ''} AS {self.text}"

    def __call__(self, *values: Any) -> "Asked":
        """The statement with its values."""
        return Asked(self, values)


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement with its values, not yet sent."""

    statement: Statement
    values: Sequence[Any]

    def words(self) -> str:
        """As it is sent, with a place for each value."""
        return self._with(["%s"] * len(self.values)) if self.statement.name else self.statement.text

    def written(self) -> str:
        """The same of a statement with a name, its values written out: one page names a hundred places again and again."""
        return self._with([sql.Literal(value).as_string(connection.connection).replace("%", "%%") for value in self.values])

    def _with(self, values: list[str]) -> str:
        return f"EXECUTE {self.statement.name}({', '.join(values)})" if values else f"EXECUTE {self.statement.name}"


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
    if _ahead.asked is not None:
        _ahead.asked += asked
    waited = [_ahead.take(one) for one in asked]
    unanswered = [one for one, rows in zip(asked, waited, strict=True) if rows is None]
    sent = iter(_send(unanswered) if unanswered else [])
    return [next(sent) if rows is None else rows for rows in waited]


class _Ahead(threading.local):
    """What was asked ahead in this thread and nobody has asked for yet; while something is `foreseen`, all that was asked for."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Asked, Rows]] = []
        self.asked: list[Asked] | None = None

    def take(self, asked: Asked) -> Rows | None:
        """The rows that wait for it; they are told once."""
        for at, (one, _rows) in enumerate(self.waiting):
            if one == asked:
                return self.waiting.pop(at)[1]
        return None


_ahead = _Ahead()


def ask_ahead(*asked: Asked) -> None:
    """Asks in one round trip what will be asked one after another: each answer waits for the first who asks the same.

    For the beginning of a request, whose end calls `forget_ahead`.
    """
    _ahead.waiting = list(zip(asked, _send(asked), strict=True))


def forget_ahead() -> None:
    """Whoever asks from now on asks the database."""
    _ahead.waiting, _ahead.asked = [], None


Written = tuple[Asked, str]
"""A question and how it is sent."""


@contextmanager
def foreseen(before: list[Written], *first: Asked) -> Iterator[None]:
    """What is asked inside, one thing after another, is asked ahead: `first`, and what was asked `before` by the same.

    `before` is then what was asked this time. What nobody asks for this time was asked in vain, and no more than that.
    """
    again = list(before)
    asked = [*first, *(one for one, _words in again)]
    rows = _send(first, [words for _one, words in again], [one.statement for one, _words in again]) if asked else []
    _ahead.waiting = list(zip(asked, rows, strict=True))
    now: list[Asked] = []
    _ahead.asked = now
    try:
        yield
        before[:] = [_written(one, again) for one in now if one.statement.name and one.statement.is_foreseen and one not in first]
    finally:
        forget_ahead()


def _written(asked: Asked, again: list[Written]) -> Written:
    """As it was written before, or written now."""
    return next((one for one in again if one[0] == asked), None) or (asked, asked.written())


def _send(asked: Sequence[Asked], written: Sequence[str] = (), of: Sequence[Statement] = ()) -> list[Rows]:
    """The rows of each of those asked, and of those whose words are `written` already, which are `of` these statements."""
    statements = [*(one.statement for one in asked), *of]
    with connection.cursor() as cursor:
        _prepare({one for one in statements if one.name})
        words = "; ".join([*(one.words() for one in asked), *written])
        cursor.execute(words, [value for one in asked for value in one.values])
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
