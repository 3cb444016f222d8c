"""The work lists of a place as a reader may see them: how many wait on each, here and in the places inside."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.scope import Scope
from indicators.catalogue import BUILTIN_BY_CODE
from indicators.enums import Group
from indicators.queries.figures import heads_in
from indicators.queries.silence import silent_by_child
from indicators.queries.tree import Spot
from indicators.reading import Reading, known_inside, read
from indicators.statement.waiting import WAITING
from indicators.suppression import SMALLEST_TOLD, in_steps
from literacy_portal.kit.figures import number_text
from sessions.enums import WorkList

SILENT = "silent"
NOT_TOLD_UNDER = 10
"""The difference of two counts in steps is within four of the truth."""

VISITED = BUILTIN_BY_CODE["households_visited"]


@dataclass(frozen=True, slots=True)
class About:
    """A list: its title, and who stands on it, in a sentence (docs/indicators.md, Work lists)."""

    title: Promise
    rule: Promise


ABOUT: dict[str, About] = {
    WorkList.NEVER: About(
        gettext_lazy("Households never visited"), gettext_lazy("Somebody lives there, and no visit has met anybody yet.")
    ),
    WorkList.OVERDUE: About(
        gettext_lazy("Promises overdue"), gettext_lazy("The team promised to come again, and the day is over.")
    ),
    WorkList.STALLED: About(
        gettext_lazy("Standing still at “with help”"),
        gettext_lazy("Did a core skill with help when it was last seen, three weeks ago or more."),
    ),
    WorkList.CHECK: About(
        gettext_lazy("30-day checks due"),
        gettext_lazy("Has done a core skill alone for 30 days: seen doing it once more, it is a habit."),
    ),
    SILENT: About(gettext_lazy("Silent villages"), gettext_lazy("No visit and no gathering for 14 days.")),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many wait on a list, as the reader may know; `text` is what the page says; `url` leads to the list, if it is open."""

    which: str
    number: int
    text: str
    url: str = ""

    @property
    def title(self) -> Promise:
        """The list's title."""
        return ABOUT[self.which].title


@dataclass(frozen=True, slots=True)
class Row:
    """A place with its tallies, by list; `waiting` is what rows are ordered by."""

    spot: Spot
    tallies: dict[str, Tally] = field(default_factory=dict)

    @property
    def waiting(self) -> int:
        """Households and people who wait for a visit."""
        return sum(tally.number for which, tally in self.tallies.items() if which != SILENT)


def rows_of(spot: Spot, children: Sequence[Spot], people: Scope, day: date) -> list[Row]:
    """The place itself, then those inside, the most waiting first; `people`: where the reader may see people.

    At most seven queries.
    """
    spots = [spot, *children]
    reading = read(spot, children, [VISITED], people, None, groups=[Group.ALL]).answer()
    inside = known_inside(spot, people)
    heads = heads_in([*(one.code for one in spots), *inside], list(WAITING))
    silent = silent_by_child(spot.code, day)
    silent[spot.code] = sum(silent.values())
    rows = []
    for one in spots:
        known = [heads[code] for code, above in inside.items() if one.code in above]
        tallies = {str(WorkList.NEVER): _never(one, reading)}
        for kind in WAITING:
            part = sum(of_part[kind] for of_part in known)
            tallies[str(kind)] = _told(one, heads[one.code][kind], part, reading, str(kind))
        tallies[SILENT] = _silent(one, silent.get(one.code, 0))
        rows.append(Row(one, tallies))
    return [rows[0], *sorted(rows[1:], key=lambda row: -row.waiting)]


def _silent(one: Spot, number: int) -> Tally:
    return Tally(SILENT, number, number_text(number), f"{one.url}work-lists/{SILENT}/" if number else "")


def _never(one: Spot, reading: Reading) -> Tally:
    """No number of its own: the difference of two that are told anyway."""
    figure = reading.figure(one.code, VISITED, label="")
    number = figure.out_of - figure.counted
    if one.code in reading.exact:
        return Tally(WorkList.NEVER, number, number_text(number), _url(one, WorkList.NEVER))
    text = number_text(number) if number >= NOT_TOLD_UNDER else _fewer_than(NOT_TOLD_UNDER)
    return Tally(WorkList.NEVER, number, text)


def _told(one: Spot, number: int, known: int, reading: Reading, which: str) -> Tally:
    if one.code in reading.exact:
        return Tally(which, number, number_text(number), _url(one, which))
    shown = in_steps(number - known) + known
    return Tally(which, shown, number_text(shown) if shown else _fewer_than(SMALLEST_TOLD))


def _fewer_than(number: int) -> str:
    return _("fewer than %(number)s") % {"number": number}


def _url(one: Spot, which: str) -> str:
    """Lists by name are of communes and villages."""
    return f"{one.url}work-lists/{which}/" if len(one.above) > 1 else ""
