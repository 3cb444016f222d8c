"""What a definition that is not saved would give on real villages, now. Nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import OperationalError, connection, transaction

from communes.models import Commune, Village
from indicators.catalogue import Indicator
from indicators.enums import Group
from indicators.queries.days import counting_day
from indicators.queries.figures import Counts
from indicators.statement.recount import recount

MOST_VILLAGES = 20
LONGEST_MILLISECONDS = 8000


class TooSlowError(Exception):
    """The count took longer than anyone waits for a page."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Counted and out of in the first villages of a commune by name, at the end of a day: the counts as they are."""

    commune: Commune
    day: date
    villages: Sequence[tuple[Village, Counts]]

    @property
    def together(self) -> Counts:
        """The sum of the villages."""
        return sum(counted for _village, (counted, _out_of) in self.villages), sum(
            out_of for _village, (_c, out_of) in self.villages
        )


def preview(indicator: Indicator, commune: Commune) -> Preview:
    """Counts everyone (not the groups) in up to `MOST_VILLAGES` villages of the commune. Raises TooSlowError."""
    day = counting_day()
    villages = list(Village.objects.open_on(day).filter(commune=commune).order_by("sort_key", "code")[:MOST_VILLAGES])
    counts = _counts([village.pk for village in villages], indicator, day)
    return Preview(commune, day, [(village, counts.get(village.pk, (0, 0))) for village in villages])


def _counts(villages: Sequence[str], indicator: Indicator, day: date) -> dict[str, Counts]:
    counted = recount(dict.fromkeys(villages, day), day, [indicator])
    # The recount tells changes; those of one day from nothing are the counts themselves.
    everyone = f"""
        SELECT place, counted, out_of FROM ({counted.sql}) AS step WHERE indicator = %(asked)s AND "group" = '{Group.ALL}'
    """  # noqa: S608 -- the statement's own text; what somebody chose are parameters
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL jit = off")
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(LONGEST_MILLISECONDS)])
            cursor.execute(everyone, {**counted.values, "asked": indicator.code})
            return {place: (counts[0], counts[1]) for place, *counts in cursor.fetchall()}
    except OperationalError as error:
        raise TooSlowError from error
