"""What changed since a report was submitted, and why: frozen beside a recount of the same period, and the news that came."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from indicators.models import Declaration, LateNews, Report
from indicators.report.columns import COLUMNS, Column, Source
from indicators.report.figures import Figures
from indicators.report.telling import Count as ToldCount
from indicators.report.telling import told
from sessions.models import Gathering, Visit


@dataclass(frozen=True, slots=True)
class Difference:
    """One column in which the report and a recount differ: what was submitted, and what is counted now."""

    column: Column
    what: str
    submitted: ToldCount
    now: ToldCount


@dataclass(frozen=True, slots=True)
class News:
    """What came after the submission, of days of the period or before.

    `late` visits of the period and `earlier` ones of before it; `corrections` of visits told before; `gatherings`,
    `declarations`; `rewritten_at` when figures of days that were over were last counted anew; `redefined` the indicators whose
    definition has another version now.
    """

    late: int
    earlier: int
    corrections: int
    gatherings: int
    declarations: int
    rewritten_at: datetime | None
    redefined: tuple[Column, ...]

    def __bool__(self) -> bool:
        counts = (self.late, self.earlier, self.corrections, self.gatherings, self.declarations, len(self.redefined))
        return any(counts) or self.rewritten_at is not None

    @property
    def is_roster(self) -> bool:
        """Whether past figures were rewritten though no visit came: by the roster, or the conditions of villages."""
        others = (self.late, self.earlier, self.corrections, self.gatherings)
        return self.rewritten_at is not None and not any(others)


def differences(frozen: Figures, now: Figures, *, exact: bool) -> list[Difference]:
    """Column by column, as far as the reader may see them; none where what is told is the same."""
    known = _known(frozen)
    pairs = zip(told(frozen.total, exact=exact, columns=known), told(now.total, exact=exact, columns=known), strict=True)
    return [
        Difference(before.column, what, one, two)
        for before, after in pairs
        for what, one, two in _parts(before.column, (before.period, after.period), (before.so_far, after.so_far))
        if one.text != two.text
    ]


def _parts(
    column: Column, period: tuple[ToldCount, ToldCount], so_far: tuple[ToldCount, ToldCount]
) -> Iterator[tuple[str, ToldCount, ToldCount]]:
    """The count of the period of what was done; of stocks the count at the end is enough: the change follows."""
    if column.source is Source.DONE:
        yield "period", *period
    yield "so_far", *so_far


def is_changed(frozen: Figures, now: Figures) -> bool:
    """Whether any true count of the commune is another."""
    return any(frozen.total.cell(column) != now.total.cell(column) for column in _known(frozen))


def _known(frozen: Figures) -> list[Column]:
    """The columns that there were when the report was submitted: one that came later has not changed."""
    return [column for column in COLUMNS if column.code in frozen.total.cells]


def news_since(report: Report, frozen: Figures, now: Figures) -> News:
    """Of a report that was submitted. Four queries."""
    assert report.submitted_at, "it was submitted"
    after = {"received_at__gt": report.submitted_at, "village__commune": report.commune_id}
    visits = Visit.objects.filter(**after, visited_on__lte=report.last).aggregate(
        corrections=Count("pk", filter=Q(replaces__isnull=False)),
        late=Count("pk", filter=Q(replaces__isnull=True, visited_on__gte=report.first)),
        earlier=Count("pk", filter=Q(replaces__isnull=True, visited_on__lt=report.first)),
    )
    gatherings = Gathering.objects.filter(**after, held_on__lte=report.last).count()
    declarations = Declaration.objects.filter(
        commune=report.commune_id, declared_at__gt=report.submitted_at, day__lte=report.last
    ).count()
    rewritten = LateNews.objects.filter(
        place=report.commune_id, first_day__lte=report.last, arrived_at__gt=report.submitted_at
    ).order_by("-arrived_at")
    return News(
        **visits,
        gatherings=gatherings,
        declarations=declarations,
        rewritten_at=rewritten.values_list("arrived_at", flat=True).first(),
        redefined=tuple(
            column
            for column in COLUMNS
            if column.code in frozen.versions and frozen.versions[column.code] != now.versions.get(column.code)
        ),
    )
