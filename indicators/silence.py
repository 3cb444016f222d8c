"""Why a village is silent: one reason for each, the hardest obstacle first (docs/decisions/0021-silence-has-one-reason.md)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from indicators.queries.standings import Standing


class Reason(TextChoices):
    """In the order in which they are told."""

    IDLE = "idle", _("idle: network and team, and yet nothing")
    NO_TEAM = "no_team", _("no team covers it")
    NO_NETWORK = "no_network", _("no network")
    NO_POWER = "no_power", _("no power")
    UNKNOWN = "unknown", _("conditions not known")
    ACTIVE = "active", _("active")


SHORT = {Reason.IDLE: _("idle")}
"""Where the label is too long."""


def network(standing: Standing) -> bool | None:
    """Whether people can practise online: 4G. Without 4G, or without any telecom service, they cannot; else it is not known."""
    if standing.has_4g:
        return True
    return False if standing.has_4g is False or standing.has_telecom is False else None


def reason(standing: Standing) -> Reason:
    """What is not known is no reason: neither an obstacle nor idleness follows from it."""
    if standing.is_heard:
        return Reason.ACTIVE
    if network(standing) is False:
        return Reason.NO_NETWORK
    if standing.has_power is False:
        return Reason.NO_POWER
    if not standing.has_team:
        return Reason.NO_TEAM
    return Reason.UNKNOWN if network(standing) is None else Reason.IDLE


def reason_of(silent: Any) -> Reason:
    """Of one of `indicators.queries.silence.silent_villages`."""
    return reason(Standing(silent.has_4g, silent.has_telecom, silent.has_power, silent.has_team, is_heard=False, villages=1))


@dataclass(frozen=True, slots=True)
class Part:
    """Villages with one reason, and their piece of a bar: where it begins, how long it is."""

    reason: Reason
    villages: int
    x: str
    width: str

    @property
    def label(self) -> str:
        """The reason in a word or two."""
        return str(SHORT.get(self.reason, self.reason.label))


@dataclass(frozen=True)
class Silence:
    """Villages of a place by reason."""

    parts: list[Part]
    villages: int

    @property
    def silent(self) -> int:
        """Those that were not heard from."""
        return sum(one.villages for one in self.parts if one.reason is not Reason.ACTIVE)


def silence(standings: Iterable[Standing]) -> Silence:
    """All villages, each under its reason."""
    counts: Counter[Reason] = Counter()
    for one in standings:
        counts[reason(one)] += one.villages
    all_, parts, passed = counts.total(), list[Part](), 0
    for each in Reason:
        if counts[each]:
            parts.append(Part(each, counts[each], f"{100 * passed / all_:.2f}%", f"{100 * counts[each] / all_:.2f}%"))
            passed += counts[each]
    return Silence(parts, all_)


Cell = tuple[int, int]
"""Heard, silent."""


def by_network(standings: Sequence[Standing]) -> list[tuple[str, Cell]]:
    """Villages heard and silent, with a network, without, and where it is not known."""
    rows = [(_("With a network"), True), (_("Without a network"), False), (_("Not known"), None)]
    return [
        (
            str(label),
            (
                sum(one.villages for one in standings if network(one) is has and one.is_heard),
                sum(one.villages for one in standings if network(one) is has and not one.is_heard),
            ),
        )
        for label, has in rows
    ]
