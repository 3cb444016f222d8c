"""The pieces that stand on a page by the dozen, as text: each is made in one pass, where a template takes ten times as long.

Every text that comes in is escaped here, where it is put between the tags; what comes out is safe. Templates call these through
`literacy_portal.kit.templatetags.portal`; how to use each: templates/README.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from django.templatetags.static import static
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from literacy_portal.kit import charts
from literacy_portal.kit.figures import Figure, whole_percent_text

KEPT = 5_000
"""So many rows and so many tiles are kept as they were written: when news comes in, most places say what they said before."""

Option = tuple[str, str, bool]
"""Of a list to choose from: value, name, whether it is chosen."""


def safe(text: str) -> SafeString:
    """Text of ours, in which all that came from elsewhere has been escaped: the one door; see the head of this module."""
    return SafeString(text)


def _worded(words: Any) -> str:
    """Words out of a template, which may have escaped them already."""
    return str(conditional_escape(words))


@lru_cache(maxsize=256)
def icon(name: str, extra: str = "") -> SafeString:
    """A line icon of the sprite, silent for screen readers."""
    href = f"{escape(static('icons/sprite.svg'))}#{escape(name)}"
    return safe(f'<svg class="icon {escape(extra)}" width="24" height="24" aria-hidden="true"><use href="{href}"/></svg>')


def icon_said(name: str, label: str, extra: str = "") -> SafeString:
    """The same with words for screen readers."""
    href = f"{escape(static('icons/sprite.svg'))}#{escape(name)}"
    said = f'role="img" aria-label="{_worded(label)}"'
    return safe(f'<svg class="icon {escape(extra)}" width="24" height="24" {said}><use href="{href}"/></svg>')


def options(choices: Iterable[Option]) -> SafeString:
    """The entries of a list to choose from."""
    return safe("".join(map(_option, choices)))


def grouped_options(groups: Iterable[tuple[str, Iterable[Option]]]) -> SafeString:
    """The same under headings."""
    return safe("".join(f'<optgroup label="{escape(name)}">{options(choices)}</optgroup>' for name, choices in groups))


def _option(choice: Option) -> str:
    value, name, is_chosen = choice
    return f'<option value="{escape(value)}"{" selected" if is_chosen else ""}>{escape(str(name))}</option>'


def input_field(widget: Mapping[str, Any]) -> SafeString:
    """An `<input>`; `widget` is what Django tells of one: type, name, value, attrs."""
    value = "" if widget["value"] is None else f' value="{escape(str(widget["value"]))}"'
    return safe(f'<input type="{escape(widget["type"])}" name="{escape(widget["name"])}"{value}{_attributes(widget)}>')


def list_field(widget: Mapping[str, Any]) -> SafeString:
    """A `<select>`; `widget` as before, with its options in groups (name or None, options, number)."""
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    return safe(f'<select name="{escape(widget["name"])}"{_attributes(widget)}>{groups}</select>')


def _group(name: str | None, choices: list[Mapping[str, Any]]) -> str:
    told = "".join(
        f'<option value="{escape(str(one["value"]))}"{_attributes(one)}>{escape(str(one["label"]))}</option>' for one in choices
    )
    return f'<optgroup label="{escape(str(name))}">{told}</optgroup>' if name else told


def _attributes(widget: Mapping[str, Any]) -> str:
    given = ((escape(str(name)), value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in given)


def pairs(rows: Iterable[tuple[str, str]]) -> SafeString:
    """Words and what they stand for, for a `<dl class="pairs">`."""
    return safe("".join(f"<div><dt>{escape(str(name))}</dt><dd>{escape(str(value))}</dd></div>" for name, value in rows))


def tabs(label: str, entries: Iterable[dict[str, Any]]) -> SafeString:
    """Links to pages of the same shape: `url`, `label`, `is_current`."""
    items = "".join(
        f'<li><a href="{escape(one["url"])}"{_CURRENT if one["is_current"] else ""}>{escape(str(one["label"]))}</a></li>'
        for one in entries
    )
    return safe(f'<nav class="tabs" aria-label="{_worded(label)}"><ul>{items}</ul></nav>')


_CURRENT = ' aria-current="page"'


def sparkline(values: Sequence[float], label: str = "") -> SafeString:
    """The course of a figure, oldest first; nothing under two values."""
    line = charts.sparkline(values)
    if line is None:
        return safe("")
    said = f'role="img" aria-label="{_worded(label)}"' if label else 'aria-hidden="true"'
    return safe(
        f'<svg class="spark" viewBox="0 0 120 32" width="120" height="32" {said}>'
        f'<path d="{line.path}"/><circle cx="{line.last_x}" cy="{line.last_y}" r="3"/></svg>'
    )


def stat(figure: Figure, rule: str = "", trend: Sequence[float] = (), level: str = "h3", over: str = "") -> SafeString:
    """One figure as a card, with its counting rule in words; `level` is the heading's, `over` stands above it."""
    told, counts = _told(figure, trend)
    return safe(
        f'<article class="card stat{" card-link" if figure.url else ""}">\n'
        f"{_line('stat-over', _worded(over))}"
        f'  <{level} class="stat-label">{_named(figure)}</{level}>\n'
        f"  {told}\n"
        f"{_line('stat-counts', counts)}"
        f"{_line('stat-rule', _worded(rule))}"
        f"</article>\n"
    )


def stats(leads: Iterable[Any]) -> SafeString:
    """Several of them: each has its `figure`, `rule` and `trend`, and what stands `over` it."""
    return safe("".join([stat(one.figure, one.rule, one.trend, over=one.over) for one in leads]))


def _told(figure: Figure, trend: Sequence[float]) -> tuple[str, str]:
    """The share with how it went and its bar, and what it is a share of."""
    note = f'<span class="stat-note">{escape(figure.note)}</span>' if figure.note else ""
    if not figure.is_known:
        return f'<p class="stat-value is-none">{escape(figure.percent)}</p>', f"{escape(figure.counts)}{note}"
    percent, counts, width = figure.texts(get_language())
    counted, slash, out_of = counts.partition(" ")
    bar = f'<rect class="bar-track" width="100%" {_THIN}/><rect class="bar-fill" width="{width}" {_THIN}/>'
    line = f'<svg class="bar-line" width="100%" height="8" aria-hidden="true">{bar}</svg>'
    value = f'<p class="stat-value">{escape(percent)}{sparkline(trend)}</p>'
    return f"{value}\n  {line}", f"<strong>{escape(counted)}</strong>{slash}{escape(out_of)}{note}"


def _line(name: str, words: str) -> str:
    return f'  <p class="{name}">{words}</p>\n' if words else ""


_THIN = 'height="8" rx="4"'


def ranked(figures: Iterable[Figure], caption: str, place: str = "") -> SafeString:
    """Bars in the order given; itself a table. `place` heads the first column."""
    language = get_language()
    rows = "".join([_row(one, language) for one in figures])
    return safe(
        f'<div class="table-scroll"><table class="ranked">\n  <caption>{_worded(caption)}</caption>\n'
        f"{_head(_worded(place), language)}  <tbody>\n{rows}  </tbody>\n</table></div>\n"
    )


@lru_cache(maxsize=100)
def _head(place: str, _language: str | None) -> str:
    """The head of ranked bars. The place is escaped already: as a key, words that are safe equal the same that are not."""
    shares = f'{escape(_("Share"))}<span class="counts">{escape(_("counted / out of"))}</span>'
    first = f'<th scope="col">{place or escape(_("Place"))}</th>'
    return f'  <thead><tr>{first}<th scope="col" class="num">{shares}</th></tr></thead>\n'


@lru_cache(maxsize=KEPT)
def _row(figure: Figure, language: str | None) -> str:
    is_known = figure.is_known
    percent, counts, width = figure.texts(language) if is_known else (figure.percent, figure.counts, "")
    bar = f'{_TRACK}<rect class="bar-fill" width="{width}" height="10" rx="5"/>' if is_known else _NO_BAR
    note = f'<span class="counts">{escape(figure.note)}</span>' if figure.note else ""
    told = f'<span class="counts">{escape(counts)}</span>' if counts else ""
    return (
        f'<tr{"" if is_known else _NONE}><th scope="row">{_named(figure)}'
        f'<svg class="bar-line" width="100%" height="10" aria-hidden="true">{bar}</svg>{note}</th>'
        f'<td class="num"><strong>{escape(percent)}</strong>{told}</td></tr>\n'
    )


_NONE = ' class="is-none"'
_TRACK = '<rect class="bar-track" width="100%" height="10" rx="5"/>'
_NO_BAR = '<rect class="bar-none" x="1" y="1" width="99%" height="8" rx="4"/>'


def _named(figure: Figure) -> str:
    label = escape(str(figure.label))
    return f'<a href="{escape(figure.url)}">{label}</a>' if figure.url else label


def links(figures: Iterable[Figure]) -> SafeString:
    """The names of figures as a list, each a link if it is open."""
    return safe("".join(f"<li>{_named(one)}</li>" for one in figures))


def tile_cells(tiles: Iterable[Any]) -> SafeString:
    """The tiles of a map (`indicators.tilemap`), each a link if it is open, with its figure."""
    language = get_language()
    return safe("\n".join(_tile(one, language) for one in tiles))


@lru_cache(maxsize=KEPT)
def _tile(tile: Any, _language: str | None) -> str:
    figure, shade = tile.figure, tile.shade
    percent, said = _said(figure)
    cell = (
        f"{_titled(figure, said)}"
        f'<rect class="tile shade-{shade}" x="2" y="2" width="96" height="96" rx="10"/>'
        f'<text class="tile-name on-shade-{shade}" x="50" y="46" aria-hidden="true">{escape(tile.name)}</text>'
        f'<text class="tile-share on-shade-{shade}" x="50" y="74" aria-hidden="true">{percent if figure.is_known else "–"}</text>'
    )
    link = f'<a href="{escape(figure.url)}" aria-label="{said}">{cell}</a>' if figure.url else cell
    return f'<svg x="{tile.column}00" y="{tile.row}00" width="100" height="100">{link}</svg>'


def border_pieces(pieces: Sequence[Any], file: str) -> SafeString:
    """The places of a map (`indicators.bordermap`) in their shapes, which lie in a file, and over them what has room."""
    shapes, words = [], []
    for piece in pieces:
        percent, said = _said(piece.figure)
        url, drawn = piece.figure.url, f'<use class="piece shade-{piece.shade}" href="{escape(file)}#p{escape(piece.code)}"/>'
        shape = f"{_titled(piece.figure, said)}{drawn}"
        shapes.append(f'<a href="{escape(url)}" aria-label="{said}">{shape}</a>\n' if url else f"<g>{shape}</g>\n")
        if piece.has_room:
            words.append(f'<text class="piece-share on-shade-{piece.shade}" x="{piece.x}" y="{piece.y}">{percent}</text>')
    return safe(f'{"".join(shapes)}<g aria-hidden="true">{"".join(words)}</g>')


def _said(figure: Figure) -> tuple[str, str]:
    """A figure's share, and its name with it, escaped."""
    percent = escape(figure.percent)
    return percent, f"{escape(str(figure.label))}: {percent}"


def _titled(figure: Figure, said: str) -> str:
    counts = escape(figure.counts)
    return f"<title>{said}{f' ({counts})' if counts else ''}</title>"


def map_scale(scale: Iterable[tuple[int, float, float]]) -> SafeString:
    """What the shades of a map mean: each with the shares between which it lies."""
    return _scale(tuple(scale), get_language())


@lru_cache(maxsize=100)
def _scale(scale: tuple[tuple[int, float, float], ...], _language: str | None) -> SafeString:
    items = [(shade, f"{whole_percent_text(low)}–{whole_percent_text(high)}") for shade, low, high in scale]
    items.append((0, _("nothing to show")))
    listed = "".join(f"<li>{_SWATCH.format(shade)}{escape(words)}</li>" for shade, words in items)
    return safe(f'<ul class="tiles-scale" aria-hidden="true">{listed}</ul>')


_SWATCH = '<svg width="16" height="16"><rect class="tile shade-{}" x="1" y="1" width="14" height="14" rx="3"/></svg>'
