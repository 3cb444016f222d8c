"""Targets out of a spreadsheet: which column is what, and what each row says or why it cannot be understood."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from communes.roster_import.reader import Table, read
from indicators.actions.targets import Draft
from indicators.campaigns.places import Places, UnknownPlaceError
from indicators.catalogue import Indicator
from indicators.enums import Measure
from indicators.forms.target import draft_of, faults
from literacy_portal.kit.quoting import unquoted
from literacy_portal.kit.vietnamese import clean, search_key

MOST_ROWS = 5_000
_TITLE_ROWS = 10
_LONGEST_REASON = 300
_MOST = Decimal(10_000_000)

TITLES = {
    "place": ("ma dia ban", "dia ban", "don vi", "xa", "xa, phuong", "thon", "ma", "place", "code", "lieu"),
    "indicator": ("chi tieu", "chi so", "ma chi tieu", "figure", "indicator", "indicateur"),
    "percent": ("ty le", "ti le", "ty le %", "ti le %", "%", "phan tram", "percent", "pourcentage"),
    "count": ("so luong", "so", "number", "count", "nombre"),
    "stretch": ("phan dau", "muc phan dau", "stretch", "ambition"),
    "reason": ("ly do", "reason", "raison"),
}
"""Titles by which a column is known, without accents."""

NEEDED = ("place", "indicator")


class NoTitlesError(Exception):
    """No row of titles was found that says where and what."""


class TooManyRowsError(Exception):
    """More rows than a sheet of targets has."""


@dataclass(frozen=True)
class Line:
    """A row of the sheet: what was written, the target it makes, or what is wrong with it."""

    row: int
    place: str
    indicator: str
    amount: str
    draft: Draft | None = None
    faults: list[str] = field(default_factory=list)


def lines_of(data: bytes, places: Places, indicators: Sequence[Indicator]) -> list[Line]:
    """Every row of the first sheet that has titles. Raises NoTitlesError, TooManyRowsError, and RefusalError of the reader."""
    for table in read(data):
        for at, row in enumerate(table.rows[:_TITLE_ROWS]):
            columns = _columns(row)
            if all(name in columns for name in NEEDED) and {"percent", "count"} & columns.keys():
                return _Rows(table, at + 1, columns, places, indicators).lines()
    raise NoTitlesError


def _columns(row: Sequence[Any]) -> dict[str, int]:
    titles = [search_key(str(cell)).strip(" :*") for cell in row]
    return {name: titles.index(title) for name, known in TITLES.items() for title in reversed(known) if title in titles}


class _Rows:
    """The rows below the titles."""

    def __init__(
        self, table: Table, first: int, columns: dict[str, int], places: Places, indicators: Sequence[Indicator]
    ) -> None:
        self.table, self.first, self.columns, self.places = table, first, columns, places
        self.by_code = {one.code: one for one in indicators}
        names = ((name, one) for one in indicators for name in (one.code, one.names.vi, one.names.en, one.names.fr))
        self.by_name = {search_key(name): one for name, one in names}

    def lines(self) -> list[Line]:
        """One for each row that says anything; of two for one target both are wrong."""
        rows = [(number, row) for number, row in enumerate(self.table.rows[self.first :], self.first + 1) if any(map(_text, row))]
        if len(rows) > MOST_ROWS:
            raise TooManyRowsError
        return list(_once([self._line(number, row) for number, row in rows]))

    def _line(self, number: int, row: Sequence[Any]) -> Line:
        place, figure = self._cell(row, "place"), self._cell(row, "indicator")
        percent, count, better = (self._cell(row, name) for name in ("percent", "count", "stretch"))
        found: list[str] = []
        where, indicator = self._place(place, found), self._indicator(figure, found)
        if bool(percent) == bool(count):
            found.append(_("Write either a percentage or a number."))
        is_percent = bool(percent)
        minimum, stretch = self._amount(row, "percent" if is_percent else "count", found), None
        if better:
            stretch = self._amount(row, "stretch", found)
        amount = f"{percent.removesuffix('%').strip()} %" if is_percent else count
        if found or minimum is None or indicator is None:
            return Line(number, place, figure, amount, faults=found)
        said = {
            "indicator": indicator.code,
            "measure": str(Measure.PERCENT if is_percent else Measure.COUNT),
            "minimum": minimum,
            "stretch": stretch,
        }
        draft = draft_of(where, said, clean(self._cell(row, "reason"))[:_LONGEST_REASON])
        wrong = [fault for _field, fault in faults(draft, indicator)]
        return Line(number, self.places.name(where), indicator.name, amount, None if wrong else draft, wrong)

    def _cell(self, row: Sequence[Any], name: str) -> str:
        column = self.columns.get(name)
        return _text(row[column]) if column is not None and column < len(row) else ""

    def _place(self, said: str, found: list[str]) -> str:
        try:
            return self.places.find(said)
        except UnknownPlaceError as error:
            told = {"place": said or "–"}
            if error.is_ambiguous:
                found.append(_("Several places are called “%(place)s”: write the code.") % told)
            else:
                found.append(_("“%(place)s” is no place for which you set targets in this campaign.") % told)
        return ""

    def _indicator(self, said: str, found: list[str]) -> Indicator | None:
        one = self.by_code.get(said) or self.by_name.get(search_key(said))
        if one is None:
            found.append(_("“%(figure)s” is not a figure of this campaign.") % {"figure": said or "–"})
        return one

    def _amount(self, row: Sequence[Any], name: str, found: list[str]) -> Decimal | None:
        text = self._cell(row, name)
        if not text:
            return None
        raw = row[self.columns[name]]
        if name == "percent" and isinstance(raw, (int, float)) and 0 < raw <= 1:
            found.append(
                _("“%(value)s” may be a hundred times as much: write the percentage as text, such as 70 %%.") % {"value": text}
            )
            return None
        number = _number(text)
        if number is None:
            found.append(_("“%(value)s” is not a number.") % {"value": text[:40]})
        return number


def _once(lines: list[Line]) -> Iterator[Line]:
    seen: dict[tuple[str, str, str], int] = {}
    for line in lines:
        if line.draft:
            key = (line.draft.indicator, line.draft.place, line.draft.kind)
            if key in seen:
                fault = _("The same place and figure as in row %(row)s.") % {"row": seen[key]}
                yield Line(line.row, line.place, line.indicator, line.amount, faults=[fault])
                continue
            seen[key] = line.row
        yield line


def _text(cell: Any) -> str:
    """A cell as it is read: a whole number without its decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(unquoted(str(cell)))


def _number(text: str) -> Decimal | None:
    """A number with at most one decimal, which may follow a comma; spaces between thousands, and a percent sign, are left out."""
    plain = text.removesuffix("%").replace(" ", "").replace("\u202f", "").replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return round(number, 1) if number.is_finite() and 0 <= number <= _MOST else None
