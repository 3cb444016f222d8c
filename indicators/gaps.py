"""How far each group lies from everyone, in points and in people, made from the told figures alone: nothing hidden follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.enums import Group
from indicators.lately import share
from literacy_portal.kit.figures import Figure, number_text, points_text

SCALES = (50, 100, 200, 300, 500, 1000)
"""Where the scale of the bars may end, in tenths of a point."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A group against everyone.

    `points` in tenths, below zero where the group is behind; `people` that would have to be counted besides for the group to
    stand where everyone stands, below zero where it is ahead. None where too little is told. `before`: the points 30 days ago.
    """

    group: Group
    figure: Figure
    points: int | None
    people: int | None
    before: int | None
    beside: str = ""

    @property
    def points_text(self) -> str:
        """The gap with its sign."""
        return "" if self.points is None else points_text(self.points)

    @property
    def is_behind(self) -> bool:
        """Whether the group stands lower than everyone."""
        return self.points is not None and self.points < 0

    @property
    def moved(self) -> str:
        """What became of the gap in 30 days, in words."""
        if self.points is None or self.before is None:
            return ""
        step = self.points - self.before
        if not step:
            return _("as 30 days ago")
        if self.before < 0 <= self.points:
            return _("caught up in 30 days")
        words = {"points": number_text(Decimal(abs(step)) / 10, 1)}
        if self.points < 0:
            return (_("narrower by %(points)s points") if step > 0 else _("wider by %(points)s points")) % words
        return (_("%(points)s points further ahead") if step > 0 else _("%(points)s points less ahead")) % words

    @property
    def tone(self) -> str:
        """Good news, bad news, or neither."""
        step = 0 if self.points is None or self.before is None else self.points - self.before
        return "good" if step > 0 else "bad" if step < 0 else ""

    def bar(self, scale: int) -> tuple[str, str]:
        """Where the bar begins and how long it is, on a line with zero in the middle."""
        half = min(abs(self.points or 0), scale) / scale * 50
        return f"{50 - half if self.is_behind else 50:.1f}%", f"{half:.1f}%"


def points_of(everyone: Figure, of_group: Figure) -> int | None:
    """The gap in tenths of a point; where only few of the group are counted, as if none were."""
    whole, part = share(everyone), share(of_group)
    if of_group.few and of_group.out_of:
        part = 0
    return None if whole is None or part is None else part - whole


def people_of(everyone: Figure, of_group: Figure) -> int | None:
    """How many of the group are missing, or too many, for it to stand where everyone stands."""
    if not everyone.is_known or of_group.hidden or not of_group.out_of:
        return None
    due = (2 * everyone.counted * of_group.out_of + everyone.out_of) // (2 * everyone.out_of)
    return due - of_group.counted


def gaps(now: dict[Group, Figure], then: dict[Group, Figure]) -> list[Gap]:
    """The groups against everyone, the one with most people behind first; those of which too little is told last."""
    found = [_gap(group, now, then) for group in now if group is not Group.ALL]
    return sorted(found, key=lambda one: (one.people is None, -(one.people or 0)))


def _gap(group: Group, now: dict[Group, Figure], then: dict[Group, Figure]) -> Gap:
    known = [of[group] for of in (now, then) if group in of]
    before = points_of(then[Group.ALL], then[group]) if len(known) > 1 and not any(one.few for one in known) else None
    everyone, figure = now[Group.ALL], now[group]
    return Gap(group, figure, points_of(everyone, figure), people_of(everyone, figure), before, _beside_men(group, now))


def _beside_men(group: Group, now: dict[Group, Figure]) -> str:
    """Women against men, where men are told."""
    if group is not Group.FEMALE or Group.MALE not in now:
        return ""
    points = points_of(now[Group.MALE], now[group])
    return "" if points is None else _("%(points)s points against men") % {"points": points_text(points)}


def scale_of(gaps: Iterable[Gap]) -> int:
    """The end of a scale that holds them all, in tenths of a point."""
    widest = max((abs(one.points) for one in gaps if one.points is not None), default=0)
    return next(one for one in SCALES if one >= min(widest, SCALES[-1]))
