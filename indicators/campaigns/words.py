"""A campaign in words: what is aimed at, what is to be expected, what to do."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from indicators.enums import Unit
from indicators.pace import Aim, Pace, Stretch, Verdict
from indicators.queries.obstacles import Obstacles
from literacy_portal.kit.figures import marks, number_text, percent_text

LABELS = {
    Verdict.REACHED: pgettext_lazy("target", "reached"),
    Verdict.WILL: gettext_lazy("will make it"),
    Verdict.MAY: gettext_lazy("may just make it"),
    Verdict.MISS: gettext_lazy("will miss it"),
    Verdict.MISSED: gettext_lazy("missed it"),
    Verdict.OPEN: gettext_lazy("nothing to say yet"),
}
TONES = {Verdict.REACHED: "good", Verdict.WILL: "good", Verdict.MAY: "warn", Verdict.MISS: "bad", Verdict.MISSED: "bad"}
ICONS = {Verdict.REACHED: "done", Verdict.WILL: "check", Verdict.MAY: "clock", Verdict.MISS: "warning", Verdict.MISSED: "warning"}


def day_text(day: date) -> str:
    """A day as everywhere in the portal."""
    return day.strftime("%d/%m/%Y")


def per_day(pace: Fraction | None) -> str:
    """A pace: how many a day, one decimal."""
    if pace is None:
        return _("not known")
    return _("%(number)s a day") % {"number": number_text(round(float(pace), 1), 1)}


def expected(pace: Pace, stretch: Stretch, *, bounded: bool = True) -> str:
    """The forecast in a sentence."""
    day = day_text(stretch.last)
    if pace.verdict is Verdict.REACHED:
        return _("The target is reached.")
    if not pace.left:
        return _("It ended on %(day)s.") % {"day": day}
    if pace.forecast is None:
        return _("Counted for less than two weeks: too early for a forecast.")
    told = {"day": day, "value": told_count(pace.forecast, pace.out_of, bounded=bounded)}
    if pace.target is None:
        return _("At this pace it will be %(value)s on %(day)s.") % told
    if pace.short:
        short = {**told, "number": number_text(pace.short)}
        return _("At this pace it will be %(value)s on %(day)s: %(number)s short of the target.") % short
    return _("At this pace it will be %(value)s on %(day)s: the target will be reached.") % told


def aim_text(aim: Aim | None) -> str:
    """A target as it was set: "70 %", or "1,500", with the stretch if there is one."""
    if aim is None:
        return ""
    least = _amount(aim.minimum, is_percent=aim.is_percent)
    if aim.stretch is None:
        return least
    return _("%(minimum)s, better %(stretch)s") % {
        "minimum": least,
        "stretch": _amount(aim.stretch, is_percent=aim.is_percent),
    }


def _amount(amount: Decimal, *, is_percent: bool) -> str:
    number = number_text(amount.normalize() if amount % 1 else int(amount))
    return f"{number}{marks()[2]}%" if is_percent else number


def too_few() -> str:
    """Instead of a forecast where the reader is told only that there are few."""
    return _("Too few so far for a forecast.")


def told_count(count: int, out_of: int, *, bounded: bool = True) -> str:
    """A count, with its percentage where there is one."""
    return f"{percent_text(count, out_of)} ({number_text(count)})" if bounded else number_text(count)


def spread(pace: Pace, *, bounded: bool = True) -> str:
    """How far the forecast can be trusted, in words; nothing where there is none."""
    if pace.low is None or pace.high is None or not pace.left:
        return ""
    ends = {
        "low": told_count(pace.low, pace.out_of, bounded=bounded),
        "high": told_count(pace.high, pace.out_of, bounded=bounded),
    }
    if pace.low == pace.high:
        return _("The last two weeks went at the same pace.")
    return _("From %(low)s to %(high)s, if every week goes like the weaker or the better of the last two.") % ends


def work(unit: Unit, pace: Pace, doors: int | None, nightly: int | None, teams: int) -> str:
    """What is missing, as doors for each team and night."""
    if not pace.missing or not pace.left:
        return ""
    if unit is Unit.VILLAGES:
        return ngettext("%(number)s village is missing.", "%(number)s villages are missing.", pace.missing) % {
            "number": number_text(pace.missing)
        }
    if doors is None:
        return ""
    if nightly is None or not teams:
        return ngettext(
            "About %(number)s door still to be opened; no team was out in the last 14 days.",
            "About %(number)s doors still to be opened; no team was out in the last 14 days.", doors,
        ) % {"number": number_text(doors)}  # fmt: skip
    told = {
        "doors": number_text(doors),
        "nightly": number_text(nightly),
        "teams": number_text(teams),
        "left": number_text(pace.left),
    }
    return (
        _(
            "About %(doors)s doors still to be opened: %(nightly)s for each of the %(teams)s teams that are out, on each of the "
            "%(left)s evenings left."
        )
        % told
    )


def why(obstacles: Obstacles | None, *, is_village: bool) -> list[str]:
    """What stands in the way of a place."""
    if obstacles is None or not obstacles.villages:
        return [_("no village known")]
    silent, all_ = obstacles.villages - obstacles.heard, obstacles.villages
    found = [
        (silent, _("no visit in 14 days"), _("%(number)s of %(all)s villages without a visit in 14 days")),
        (obstacles.without_team, _("no team covers it"), _("%(number)s of %(all)s villages without a team")),
        (obstacles.without_telecom, _("no telecom service"), _("%(number)s of %(all)s villages without telecom service")),
        (obstacles.without_power, _("no grid power"), _("%(number)s of %(all)s villages without grid power")),
    ]
    return [
        alone if is_village or number == all_ else many % {"number": number_text(number), "all": number_text(all_)}
        for number, alone, many in found
        if number
    ]
