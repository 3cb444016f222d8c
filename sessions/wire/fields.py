"""Reading what a phone sent, field by field: strict, bounded, and with a sentence for whoever wrote it."""

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any, overload
from uuid import UUID

from django.utils.translation import gettext as _

from literacy_portal.kit.vietnamese import clean

UNREADABLE = re.compile("[\x00\ud800-\udfff]")
"""What no table takes: the empty character, and halves of characters."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
LONGEST_NAME = 60
"""Of a field, when it is told back."""


class RefusedError(Exception):
    """An item that is not understood: `field` is the path to what is wrong in it, `message` says what, in the user's language."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(field)
        self.field, self.message = field, message


def is_key(value: Any) -> bool:
    """Whether it is a key that a phone or the portal made."""
    return isinstance(value, str) and _KEY.fullmatch(value) is not None


def read_key(value: Any, path: str) -> UUID:
    """A key that a phone or the portal made."""
    if not is_key(value):
        raise RefusedError(path, _("This key is missing or damaged."))
    return UUID(value)


class Part:
    """One object of an item. Each method reads a field; `done` refuses what was not asked for."""

    def __init__(self, said: Any, path: str = "") -> None:
        if not isinstance(said, dict):
            raise RefusedError(path, _("This part is damaged."))
        self.said, self.path, self._read = said, path, set[str]()

    def where(self, name: str) -> str:
        """The path of a field of this part."""
        return f"{self.path}.{name}" if self.path else name

    def wrong(self, name: str, message: str) -> RefusedError:
        """The error to raise for a field."""
        return RefusedError(self.where(name), message)

    def done(self) -> None:
        """Refuses fields that the contract does not know: what is not understood must not get lost."""
        for name in self.said:
            if name not in self._read:
                shown = UNREADABLE.sub("", name)[:LONGEST_NAME]
                raise self.wrong(shown, _("The portal does not know this field. The app on the phone may be too new."))

    def _take(self, name: str) -> Any:
        self._read.add(name)
        return self.said.get(name)

    @overload
    def key(self, name: str) -> UUID: ...
    @overload
    def key(self, name: str, *, optional: bool) -> UUID | None: ...
    def key(self, name: str, *, optional: bool = False) -> UUID | None:
        """A key that a phone or the portal made."""
        value = self._take(name)
        if value is None and optional:
            return None
        return read_key(value, self.where(name))

    @overload
    def day(self, name: str) -> date: ...
    @overload
    def day(self, name: str, *, optional: bool) -> date | None: ...
    def day(self, name: str, *, optional: bool = False) -> date | None:
        """A day, such as 2026-11-27."""
        value = self._take(name)
        if value is None and optional:
            return None
        try:
            if isinstance(value, str) and _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise self.wrong(name, _("Give a day of the calendar."))

    def moment(self, name: str) -> datetime | None:
        """A moment with its zone, or nothing."""
        value = self._take(name)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            moment = None
        if moment is None or moment.utcoffset() is None:
            raise self.wrong(name, _("This moment is damaged."))
        return moment

    def choice(self, name: str, allowed: Collection[str], *, usual: str | None = None) -> str:
        """One of the allowed words; `usual` where none is said."""
        value = self._take(name)
        if value is None and usual is not None:
            return usual
        if not isinstance(value, str) or value not in allowed:
            raise self.wrong(name, _("Choose one of the answers."))
        return value

    def number(self, name: str, lowest: int, highest: int, *, optional: bool = False) -> int | None:
        """A whole number within bounds."""
        value = self._take(name)
        if value is None and optional:
            return None
        if type(value) is not int or not lowest <= value <= highest:
            raise self.wrong(name, _("Give a number from %(lowest)s to %(highest)s.") % {"lowest": lowest, "highest": highest})
        return value

    def flag(self, name: str) -> bool | None:
        """Yes, no, or unknown."""
        value = self._take(name)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(name, _("Choose one of the answers."))
        return value

    def line(self, name: str, longest: int) -> str:
        """A text in one line, cleaned as forms clean it."""
        return clean(self._text(name, longest))

    def lines(self, name: str, longest: int) -> str:
        """A text that may have several lines, cleaned as forms clean it."""
        return "\n".join(map(clean, self._text(name, longest).splitlines())).strip()

    def _text(self, name: str, longest: int) -> str:
        value = self._take(name)
        if value is None:
            return ""
        if not isinstance(value, str) or UNREADABLE.search(value):
            raise self.wrong(name, _("This text is damaged."))
        if len(value) > longest:
            raise self.wrong(name, _("This text is too long: at most %(longest)s characters.") % {"longest": longest})
        return value

    def listed(self, name: str, most: int) -> Iterator[tuple[str, Any]]:
        """The members of a list, each with its path; none where nothing is said."""
        value = self._take(name)
        if value is None:
            value = []
        if not isinstance(value, list):
            raise self.wrong(name, _("This part is damaged."))
        if len(value) > most:
            raise self.wrong(name, _("This is too much at once: at most %(most)s.") % {"most": most})
        return ((f"{self.where(name)}[{index}]", one) for index, one in enumerate(value))

    def keys(self, name: str, most: int) -> frozenset[UUID]:
        """A list of keys, each once."""
        return frozenset(read_key(one, path) for path, one in self.listed(name, most))

    def part(self, name: str) -> "Part":
        """An object inside this one; an empty one where nothing is said."""
        value = self._take(name)
        return Part({} if value is None else value, self.where(name))
