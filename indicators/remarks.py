"""What looks odd, in words: for the page of the place where it happened or of the one that contains it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.catalogue import Catalogue
from indicators.queries.guards import Mark, Oddity
from indicators.queries.tree import Spot
from literacy_portal.kit.figures import number_text


@dataclass(frozen=True, slots=True)
class Remark:
    """One line: where, when, what, and where to look."""

    place: str
    day: date
    words: str
    url: str


def remarks(marks: Iterable[Mark], spots: Iterable[Spot], catalogue: Catalogue, exact: frozenset[str]) -> list[Remark]:
    """The marks of these places; of one that is not `exact` for the reader, without its numbers."""
    places = {spot.code: spot for spot in spots}
    return [_remark(mark, places[mark.place], catalogue, tells=mark.place in exact) for mark in marks if mark.place in places]


def _remark(mark: Mark, spot: Spot, catalogue: Catalogue, *, tells: bool) -> Remark:
    on = f"?day={mark.day.isoformat()}"
    url = f"{spot.figure_url(mark.indicator)}{on}" if mark.indicator else f"{spot.url}{on}"
    return Remark(spot.name, mark.day, _words(mark, catalogue, tells=tells), url)


def _words(mark: Mark, catalogue: Catalogue, *, tells: bool) -> str:
    number = {"number": number_text(mark.number)}
    if mark.indicator:
        words = f"{catalogue.by_code[mark.indicator].name}: {mark.oddity.label}"
        points = ngettext("%(number)s point", "%(number)s points", mark.number) % number
        return f"{words} (+{points})" if tells else words
    if not tells:
        return str(mark.oddity.label)
    if mark.oddity is Oddity.SAME_ANSWERS:
        return ngettext(
            "%(number)s door in a row with the same answers", "%(number)s doors in a row with the same answers", mark.number
        ) % number  # fmt: skip
    if mark.oddity is Oddity.TOO_MANY_DOORS:
        return _("one person at %(number)s doors on one day: more doors, or hours, than a day holds") % number
    return str(mark.oddity.label)
