"""The lines on top of what is taken along: of where, of when and for whom it is, and how far it may be trusted."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.catalogue import Indicator
from indicators.queries.hearing import DAYS, Hearing
from indicators.queries.honesty import Honesty
from literacy_portal.kit.figures import number_text
from literacy_portal.kit.templatetags.portal import day as day_text
from literacy_portal.kit.templatetags.portal import moment


def counted_names() -> list[str]:
    """The headings of the three cells of a figure (`kit.tables.cells_of`)."""
    return [_("Counted"), _("Out of"), _("Share")]


def about(place: str, asked: str, honesty: Honesty | None, *, exact: bool) -> list[str]:
    """For every file: the place, what was asked in words, the honesty line, and whether counts are told in steps."""
    lines = [place, asked]
    if honesty:
        lines += trust(honesty)
    if not exact:
        lines.append(_("People stay hidden here: counts are rounded to fives, and fewer than eight are not told."))
    return [line for line in lines if line]


def as_of(honesty: Honesty, group: str = "") -> str:
    """The day that is looked at, and the group."""
    when = _("As of the end of %(day)s") % {"day": day_text(honesty.day)} if honesty.day else _("As of now")
    return f"{when} · {group}" if group else when


def trust(honesty: Honesty) -> list[str]:
    """The honesty line of the page in the same words."""
    fresh = honesty.freshness
    parts = [_("Counted up to %(at)s") % {"at": moment(fresh.counted_at)} if fresh.counted_at else _("Not counted yet")]
    if fresh.waiting:
        words = ngettext(
            "%(number)s village waits to be recounted", "%(number)s villages wait to be recounted", fresh.waiting
        )  # fmt: skip
        parts.append(words % {"number": fresh.waiting})
    parts.append(_heard(honesty.hearing))
    if honesty.held:
        words = ngettext(
            "%(shown)s visit is held for review, in no figure", "%(shown)s visits are held for review, in no figure", honesty.held
        )
        parts.append(words % {"shown": number_text(honesty.held)})
    if fresh.checked_at:
        told = {"at": moment(fresh.checked_at), "difference": number_text(fresh.difference)}
        parts.append(_("last full recount %(at)s, difference %(difference)s") % told)
    lines = [" · ".join(parts)]
    if honesty.rewritten_at:
        late = _("Figures of this day changed after it was over, last at %(at)s: news that came late.")
        lines.append(late % {"at": moment(honesty.rewritten_at)})
    return lines


def _heard(hearing: Hearing) -> str:
    villages = {"heard": number_text(hearing.villages_heard), "total": number_text(hearing.villages)}
    teams = {"heard": number_text(hearing.teams_heard), "total": number_text(hearing.teams)}
    lately = ngettext("in %(days)s day", "in %(days)s days", DAYS) % {"days": DAYS}
    told = _("heard from %(heard)s of %(total)s villages") % villages, _("%(heard)s of %(total)s teams") % teams
    return f"{', '.join(told)} {lately}"


def defined(indicator: Indicator) -> str:
    """By which version of its definition a figure is counted."""
    if indicator.since:
        return _("Definition version %(version)s, since %(since)s") % {
            "version": indicator.version,
            "since": day_text(indicator.since),
        }
    return _("Definition version %(version)s, reviewed on %(day)s") % {
        "version": indicator.version,
        "day": day_text(indicator.reviewed_on),
    }
