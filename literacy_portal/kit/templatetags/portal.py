"""The template tags and filters of every page: numbers, days, icons, charts, form parts.

Usage of each with its result: templates/README.md, and the gallery at /components/ in development.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from literacy_portal.kit import charts
from literacy_portal.kit.codes import qr_path
from literacy_portal.kit.complaints import complaints
from literacy_portal.kit.figures import Figure, number_text, percent_text, whole_percent_text
from literacy_portal.kit.periods import VIETNAM, day_of

register = template.Library()


@register.filter
def vn(value: float | Decimal | str | None, places: int | None = None) -> str:
    """`{{ 1234567|vn }}`: 1.234.567 in Vietnamese; `|vn:1` fixes the decimals. Nothing for None; a text, said instead, stays."""
    if isinstance(value, str):
        return value
    return "" if value is None else number_text(value, places)


@register.simple_tag
def percent(counted: int, out_of: int) -> str:
    """`{% percent 7 12 %}`: 58,3 %; "no data" out of 0."""
    return percent_text(counted, out_of)


@register.simple_tag
def percent_of(share: float) -> str:
    """`{% percent_of 0.25 %}`: 25 %, without decimals, for the scale of a chart."""
    return whole_percent_text(share)


@register.filter
def day(value: date | datetime | None) -> str:
    """`{{ visited_on|day }}`: 25/10/2026; a moment gives its Vietnamese day. Nothing for None."""
    if not value:
        return ""
    return (day_of(value) if isinstance(value, datetime) else value).strftime("%d/%m/%Y")


@register.filter
def moment(value: datetime | str | None) -> str:
    """`{{ counted_at|moment }}`: 20:05 25/10/2026, in Vietnam's time. Nothing for None; a text stays as it is."""
    if isinstance(value, str):
        return value
    return value.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y") if value else ""


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """`{% icon "home" %}`: a line icon of the sprite, silent for screen readers unless labelled."""
    href = f"{static('icons/sprite.svg')}#{name}"
    if not label:
        return format_html('<svg class="icon {}" width="24" height="24" aria-hidden="true"><use href="{}"/></svg>', extra, href)
    return format_html(
        '<svg class="icon {}" width="24" height="24" role="img" aria-label="{}"><use href="{}"/></svg>',
        extra,
        label,
        href,
    )


@register.simple_tag
def qr(text: str, label: str = "") -> SafeString:
    """`{% qr url label=text %}`: the text as a QR code, black on white in any theme, as wide as its box."""
    size, path = qr_path(text)
    said = format_html('role="img" aria-label="{}"', label) if label else format_html('aria-hidden="{}"', "true")
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" shape-rendering="crispEdges" {1}>'
        '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path d="{2}"/></svg>',
        size,
        said,
        path,
    )


@register.inclusion_tag("_components/bar.html")
def bar(counted: int, out_of: int, label: str = "", *, hidden: bool = False) -> dict[str, Any]:
    """`{% bar 7 12 %}`: the coverage bar with its percentage and counts."""
    return {"figure": Figure(label, counted, out_of, hidden=hidden)}


@register.simple_tag
def part_of(part: int, whole: int) -> str:
    """`{% part_of 37 103 %}`: the part as a length in SVG, "35.9%"."""
    return f"{100 * part / whole if whole else 0:.1f}%"


@register.inclusion_tag("_components/stat.html")
def stat(figure: Figure, rule: str = "", trend: Sequence[float] = (), level: str = "h3", over: str = "") -> dict[str, Any]:
    """`{% stat figure rule=text trend=values over=text %}`: one figure as a card, with its counting rule in words."""
    return {"figure": figure, "rule": rule, "trend": trend, "level": level, "over": over}


@register.inclusion_tag("_components/ranked.html")
def ranked(figures: Iterable[Figure], caption: str, place: str = "") -> dict[str, Any]:
    """`{% ranked figures caption=text place=heading %}`: bars in the order given; itself a table."""
    return {"figures": list(figures), "caption": caption, "place": place}


@register.inclusion_tag("_components/gaps.html")
def gaps(everyone: Figure, groups: Iterable[Figure], caption: str) -> dict[str, Any]:
    """`{% gaps everyone groups caption=text %}`: each group's share on a line, against everyone's."""
    return {"everyone": everyone, "groups": list(groups), "caption": caption}


@register.inclusion_tag("_components/sparkline.html")
def sparkline(values: Sequence[float], label: str = "") -> dict[str, Any]:
    """`{% sparkline values label=text %}`: the course of a figure, oldest first; nothing under two values."""
    return {"line": charts.sparkline(values), "label": label}


@register.inclusion_tag("_components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """`{% error_summary form formset %}`: every error of the page, linked to its field; nothing without."""
    return {"complaints": complaints(*forms)}


@register.inclusion_tag("_components/segmented.html")
def segmented(
    name: str,
    legend: str,
    choices: Iterable[tuple[Any, Any]],
    *,
    value: Any = None,
    hint: str = "",
    error: str = "",
    ladder: bool = False,
) -> dict[str, Any]:
    """A row of big radio buttons outside a Django form field; `ladder` tints them from level 0 to 3."""
    chosen = "" if value is None else str(value)
    options = [(str(key), text, str(key) == chosen) for key, text in choices]
    return {"name": name, "legend": legend, "options": options, "hint": hint, "error": error, "ladder": ladder}


@register.inclusion_tag("_components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Any) -> dict[str, Any]:
    """`{% pagination page %}`: previous and next of a Django `Page`, keeping the filters of the address."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "kept": f"{query.urlencode()}&" if query else ""}
