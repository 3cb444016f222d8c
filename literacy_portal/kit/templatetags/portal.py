"""The template tags and filters of every page: numbers, days, icons, charts, form parts.

Usage of each with its result: templates/README.md, and the gallery at /components/ in development.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

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
    return {"rows": mark_safe("".join(map(_row, figures))), "caption": caption, "place": place}  # noqa: S308 -- escaped below


def _row(figure: Figure) -> str:
    """One bar. In one pass, for there are hundreds on a page: a loop of a template takes ten times as long."""
    is_known, counts = figure.is_known, figure.counts
    if is_known:
        bar = f'<rect class="bar-track" width="100%" height="10" rx="5"/>{_fill(figure)}'
    else:
        bar = '<rect class="bar-none" x="1" y="1" width="99%" height="8" rx="4"/>'
    note = f'<span class="counts">{escape(figure.note)}</span>' if figure.note else ""
    told = f'<span class="counts">{escape(counts)}</span>' if counts else ""
    return (
        f'<tr{"" if is_known else _NONE}><th scope="row">{_named(figure)}'
        f'<svg class="bar-line" width="100%" height="10" aria-hidden="true">{bar}</svg>{note}</th>'
        f'<td class="num"><strong>{escape(figure.percent)}</strong>{told}</td></tr>\n'
    )


_NONE = ' class="is-none"'


def _fill(figure: Figure) -> str:
    return f'<rect class="bar-fill" width="{figure.width}" height="10" rx="5"/>'


def _named(figure: Figure) -> str:
    label = escape(figure.label)
    return f'<a href="{escape(figure.url)}">{label}</a>' if figure.url else label


@register.simple_tag
def tile_cells(tiles: Iterable[Any]) -> SafeString:
    """`{% tile_cells map.tiles %}`: the tiles of a map (`indicators.tilemap`), each a link if it is open, with its figure."""
    return mark_safe("\n".join(map(_tile, tiles)))  # noqa: S308 -- escaped below


def _tile(tile: Any) -> str:
    figure, shade = tile.figure, tile.shade
    percent, counts = escape(figure.percent), escape(figure.counts)
    said = f"{escape(figure.label)}: {percent}"
    cell = (
        f"<title>{said}{f' ({counts})' if counts else ''}</title>"
        f'<rect class="tile shade-{shade}" x="2" y="2" width="96" height="96" rx="10"/>'
        f'<text class="tile-name on-shade-{shade}" x="50" y="46" aria-hidden="true">{escape(tile.name)}</text>'
        f'<text class="tile-share on-shade-{shade}" x="50" y="74" aria-hidden="true">{percent if figure.is_known else "–"}</text>'
    )
    link = f'<a href="{escape(figure.url)}" aria-label="{said}">{cell}</a>' if figure.url else cell
    return f'<svg x="{tile.column}00" y="{tile.row}00" width="100" height="100">{link}</svg>'


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
