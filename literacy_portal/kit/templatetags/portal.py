"""The template tags and filters of every page: numbers, days, icons, charts, form parts.

Usage of each with its result: templates/README.md, and the gallery at /components/ in development.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from literacy_portal.kit import markup
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
    return markup.icon_said(name, label, extra) if label else markup.icon(name, extra)


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


@register.simple_tag
def stat(figure: Figure, rule: str = "", trend: Sequence[float] = (), level: str = "h3", over: str = "") -> SafeString:
    """`{% stat figure rule=text trend=values over=text %}`: one figure as a card, with its counting rule in words."""
    return markup.stat(figure, rule, trend, level, over)


@register.simple_tag
def stats(leads: Iterable[Any]) -> SafeString:
    """`{% stats board.leads %}`: several figures as cards (`indicators.board.Lead`)."""
    return markup.stats(leads)


@register.simple_tag
def ranked(figures: Iterable[Figure], caption: str, place: str = "") -> SafeString:
    """`{% ranked figures caption=text place=heading %}`: bars in the order given; itself a table."""
    return markup.ranked(figures, caption, place)


@register.simple_tag
def options(choices: Iterable[markup.Option]) -> SafeString:
    """`{% options choices %}`: the entries of a `<select>`: value, name, whether it is chosen."""
    return markup.options(choices)


@register.simple_tag
def grouped_options(groups: Iterable[tuple[str, Iterable[markup.Option]]]) -> SafeString:
    """`{% grouped_options groups %}`: the same under headings: heading, choices."""
    return markup.grouped_options(groups)


@register.simple_tag
def pairs(rows: Iterable[tuple[str, str]]) -> SafeString:
    """`<dl class="pairs">{% pairs rows %}</dl>`: words and what they stand for."""
    return markup.pairs(rows)


@register.simple_tag
def tabs(label: str, entries: Iterable[dict[str, Any]]) -> SafeString:
    """`{% tabs label list %}`: links to pages of the same shape; each has `url`, `label`, `is_current`."""
    return markup.tabs(label, entries)


@register.simple_tag
def figure_links(figures: Iterable[Figure]) -> SafeString:
    """`<ul>{% figure_links figures %}</ul>`: the names of figures, each a link if it is open."""
    return markup.links(figures)


@register.simple_tag
def tile_cells(tiles: Iterable[Any]) -> SafeString:
    """`{% tile_cells map.tiles %}`: the tiles of a map (`indicators.tilemap`), each a link if it is open, with its figure."""
    return markup.tile_cells(tiles)


@register.simple_tag
def border_pieces(pieces: Sequence[Any], file: str) -> SafeString:
    """`{% border_pieces map.pieces map.file %}`: the shapes of a map (`indicators.bordermap`), each a link if it is open."""
    return markup.border_pieces(pieces, file)


@register.simple_tag
def map_scale(scale: Iterable[tuple[int, float, float]]) -> SafeString:
    """`{% map_scale map.scale %}`: what the shades of a map mean, as a list."""
    return markup.map_scale(scale)


@register.inclusion_tag("_components/gaps.html")
def gaps(everyone: Figure, groups: Iterable[Figure], caption: str) -> dict[str, Any]:
    """`{% gaps everyone groups caption=text %}`: each group's share on a line, against everyone's."""
    return {"everyone": everyone, "groups": list(groups), "caption": caption}


@register.simple_tag
def sparkline(values: Sequence[float], label: str = "") -> SafeString:
    """`{% sparkline values label=text %}`: the course of a figure, oldest first; nothing under two values."""
    return markup.sparkline(values, label)


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
