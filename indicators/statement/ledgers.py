"""The tables of figures by place and day, what each is counted from, and how its rows are read as steps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.catalogue import Indicator
from indicators.enums import Head
from indicators.statement.headcount import headcount
from indicators.statement.hours import hours, known_hours
from indicators.statement.parameters import Statement
from indicators.statement.recount import recount


@dataclass(frozen=True)
class Ledger:
    """A table of figures by place and day: `keys` name a figure, `values` are its counts from the day on.

    `villages` gives the steps of villages (code: first day) up to a day from the base tables; columns: place, the keys, day, the
    values. `known` gives the keys of all figures that can be stored: a row with others is never read, nor touched here.
    """

    table: str
    keys: tuple[str, ...]
    values: tuple[str, ...]
    villages: Callable[[Mapping[str, date], date, Sequence[Indicator]], Statement]
    known: Callable[[Sequence[Indicator]], Statement]

    @property
    def figure(self) -> str:
        """The columns that name a figure of a place."""
        return ", ".join(("place", *self.keys))

    def rows_sql(self, places: str, until: str = "'infinity'") -> str:
        """What is stored of `places` (a table of place and since): rows from `since` to `until`, and the one in force before.

        Columns: place, since, the keys, day, the values, and where the row lies. Needs a table `known`. Each figure is
        looked up in the index by itself, so what a place was long ago costs nothing.
        """
        row = f"SELECT day, {', '.join(self.values)}, m.ctid AS at FROM {self.table} m"  # noqa: S608 -- names of our own tables and columns only
        same = " AND ".join([f"m.place = {places}.place", *(f"m.{key} = known.{key}" for key in self.keys)])
        return f"""
            SELECT {places}.place, {places}.since, {", ".join(f"known.{key}" for key in self.keys)}, found.*
            FROM {places} CROSS JOIN known CROSS JOIN LATERAL (
                ({row} WHERE {same} AND m.day < {places}.since ORDER BY m.day DESC LIMIT 1)
                UNION ALL
                {row} WHERE {same} AND m.day BETWEEN {places}.since AND {until}
            ) found
        """  # noqa: S608 -- names of our own tables and columns only

    def steps_sql(self, rows: str) -> str:
        """Rows as `rows_sql` gives them, as steps: each less the one before; what was before `since` is a step of that day."""
        less = ", ".join(f"{value} - COALESCE(lag({value}) OVER figure, 0) AS {value}" for value in self.values)
        return f"""
            SELECT {self.figure}, GREATEST(day, since) AS day, {less}
            FROM {rows} WINDOW figure AS (PARTITION BY {self.figure} ORDER BY day)
        """  # noqa: S608 -- names of our own tables and columns only

    def differs(self, left: str, right: str) -> str:
        """The condition that the values of two rows are not the same; a missing row differs from every other."""
        pairs = (", ".join(f"{row}.{value}" for value in self.values) for row in (left, right))
        return " IS DISTINCT FROM ".join(f"({pair})" for pair in pairs)

    def matters(self, value: str = "sum({})") -> str:
        """The condition that not every value is 0."""
        return " OR ".join(f"{value.format(name)} <> 0" for name in self.values)


def _known_figures(catalogue: Sequence[Indicator]) -> Statement:
    keys = [(one.code, str(group)) for one in catalogue for group in one.groups]
    return Statement(
        'SELECT * FROM unnest(%(indicators)s::text[], %(groups)s::text[]) AS known (indicator, "group")',
        {"indicators": [code for code, _group in keys], "groups": [group for _code, group in keys]},
    )


def _known_heads(_catalogue: Sequence[Indicator]) -> Statement:
    kinds = [str(kind) for kind in Head if kind is not Head.ETHNIC_GROUP]
    return Statement(
        "SELECT unnest(%(kinds)s::text[]) AS kind, '' AS detail UNION ALL SELECT %(ethnic)s, slug FROM communes_ethnicgroup",
        {"kinds": kinds, "ethnic": str(Head.ETHNIC_GROUP)},
    )


FIGURES = Ledger("indicators_measurement", ("indicator", '"group"'), ("counted", "out_of"), recount, _known_figures)
HEADCOUNTS = Ledger(
    "indicators_headcount", ("kind", "detail"), ("number",), lambda since, until, _all: headcount(since, until), _known_heads
)
HOURS = Ledger(
    "indicators_visithour",
    ("hour",),
    ("visits", "met"),
    lambda since, until, _all: hours(since, until),
    lambda _all: known_hours(),
)
LEDGERS = (FIGURES, HEADCOUNTS, HOURS)
