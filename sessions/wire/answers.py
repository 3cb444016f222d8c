"""What the portal answers to each item of a delivery (docs/sync.md)."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from sessions.enums import HeldReason
from sessions.wire.fields import RefusedError


class Verdict(TextChoices):
    """What became of an item."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    HELD = "held"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """One verdict. `id` is as it was sent, None when it could not be read."""

    id: str | None
    verdict: str
    reason: str = ""
    field: str = ""
    message: str = ""
    url: str = ""

    @property
    def is_off_the_phone(self) -> bool:
        """Whether the phone need not keep it to send it again."""
        return self.verdict != Verdict.REFUSED

    def told(self) -> dict[str, Any]:
        """As it stands in the answer."""
        return asdict(self)


def key_of(said: Any) -> str | None:
    """The id of an item as it was sent, if it has one that can be told back."""
    key = said.get("id") if isinstance(said, dict) else None
    return key if isinstance(key, str) and key.isascii() and len(key) <= 36 else None  # noqa: PLR2004 -- a UUID in words


def refused(said: Any, error: RefusedError) -> Answer:
    """For an item that is not understood."""
    return Answer(key_of(said), Verdict.REFUSED.value, field=error.field, message=error.message)


def no_such_village(said: Any) -> Answer:
    """For an item whose village the portal does not know."""
    return Answer(key_of(said), Verdict.REFUSED.value, field="village", message=_("The portal knows no such village."))


def not_stored(said: Any) -> Answer:
    """For an item that was understood and that the database would not take."""
    message = _("The portal cannot store this. It stays on the phone: show it to whoever looks after the portal.")
    return Answer(key_of(said), Verdict.REFUSED.value, message=message)


def held(key: object, reason: str, *, url: str = "", remark: str = "") -> Answer:
    """For an item that waits for the commune's officer; `remark` is what was said when it was declined."""
    return Answer(str(key), Verdict.HELD.value, reason=str(reason), message=remark or str(HeldReason(reason).label), url=url)
