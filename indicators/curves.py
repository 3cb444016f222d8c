"""How one figure went in each of the places inside, as small curves on one scale."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from communes.scope import Scope
from indicators.catalogue import Indicator
from indicators.enums import Group
from indicators.lately import moved
from indicators.queries.figures import Pair, Trend, courses_of
from indicators.queries.tree import Spot
from indicators.reading import Told, as_told_daily, known_inside
from literacy_portal.kit.charts import TOPS
from literacy_portal.kit.figures import Figure, points_text, points_value
from literacy_portal.kit.small_curves import curve, days_between

NO_DATA = Figure("", 0, 0)


@dataclass(frozen=True)
class Curve:
    """One place: what is told of it on the first and on the last day, by how much it moved (tenths), and its line."""

    first: Figure
    last: Figure
    change: int | None
    line: str = ""

    @property
    def change_text(self) -> str:
        """How it moved, with the sign."""
        return "" if self.change is None else points_text(self.change)

    @property
    def tone(self) -> str:
        """Good news, bad news, or neither."""
        return "good" if (self.change or 0) > 0 else "bad" if (self.change or 0) < 0 else ""


@dataclass(frozen=True)
class Curves:
    """The places that have a figure, in order, and those that have none; the line of the place that contains them all."""

    curves: list[Curve]
    silent: list[Figure]
    whole: Curve
    top: float


@dataclass(frozen=True)
class Asked:
    """Which figure, for whom, from the end of which day to that of which."""

    indicator: Indicator
    group: Group
    first: date
    last: date


def curves(spot: Spot, urls: Mapping[Spot, str], asked: Asked, people: Scope, *, opened: Container[str], order: str) -> Curves:
    """All curves of the places inside (with where each leads, if it is open). One query, or two."""
    inside = known_inside(spot, people)
    codes = [spot.code, *(child.code for child in urls), *inside]
    trends = courses_of([(code, asked.indicator.code) for code in codes], asked.first, asked.last, asked.group).answer()
    days = days_between(asked.first, asked.last)
    told = {one: _told(one, asked.indicator, people, trends, inside) for one in (spot, *urls)}
    drawn = {one: [_on(points, day) for day in days] for one, points in told.items()}
    shares = {one: [_share(figure) for figure in figures] for one, figures in drawn.items()}
    tallest = max((share for some in shares.values() for share in some if share is not None), default=0.0)
    top = next(one for one in TOPS if one >= min(tallest, 1.0))
    found = {
        one: Curve(
            drawn[one][0],
            drawn[one][-1]._replace(label=one.name, url=urls.get(one, "") if one.code in opened else ""),
            moved(drawn[one][0], drawn[one][-1]),
            curve(shares[one], top),
        )
        for one in told
    }
    whole = found.pop(spot)
    shown = _sorted([one for one in found.values() if one.last.has_counts], order)
    return Curves(shown, [one.last for one in found.values() if not one.last.has_counts], whole, top)


def _told(
    spot: Spot, indicator: Indicator, people: Scope, trends: Mapping[Pair, Trend], inside: Mapping[str, Sequence[str]]
) -> Told:
    exact = spot.is_inside(people)
    known = [] if exact else [trends[code, indicator.code] for code, above in inside.items() if spot.code in above]
    return as_told_daily(trends[spot.code, indicator.code], indicator.unit, exact=exact, known=known)


def _on(points: Told, day: date) -> Figure:
    return next((figure for since, figure in reversed(points) if since <= day), NO_DATA)


def _share(figure: Figure) -> float | None:
    return figure.counted / figure.out_of if figure.is_known else None


def _sorted(found: list[Curve], order: str) -> list[Curve]:
    """Highest first, lowest first, the steepest first, or by name as they come."""
    if order == "name":
        return found
    if order == "steep":
        return sorted(found, key=lambda one: (one.change is None, -(one.change or 0)))
    sign = 1 if order == "low" else -1
    return sorted(found, key=lambda one: sign * (_share(one.last) or 0))


def table(found: Curves) -> tuple[list[str], list[list[object]]]:
    """The curves as plain rows: both ends and the change."""
    headings = [_("Place"), _("On the first day"), _("On the last day"), _("Difference in points")]
    return headings, [[one.last.label, one.first, one.last, points_value(one.change)] for one in found.curves]
