"""What a province asks of its communes, and when it is due."""

from dataclasses import asdict, dataclass
from datetime import date, time

from django.db import transaction

from accounts import audit
from accounts.models import User
from communes.models import Province
from indicators.models import ReportSchedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One line of a schedule (`ReportSchedule`)."""

    kind: str
    title: str
    starts_on: date
    ends_on: date | None
    due_days: int
    due_at: time


class PlannedError(Exception):
    """The province has another line of that kind from that day on."""


@transaction.atomic
def plan(*, by: User, province: Province, said: Plan, line: ReportSchedule | None = None) -> ReportSchedule:
    """Adds a line to the province's schedule, or changes one: drafts that are open keep their time. Raises PlannedError."""
    # One after another for a province: what is sent twice stands once.
    Province.objects.select_for_update(of=("self",), no_key=True).get(pk=province.pk)
    same = ReportSchedule.objects.filter(province=province, kind=said.kind, starts_on=said.starts_on)
    if any(line is None or one.pk != line.pk for one in same):
        raise PlannedError
    planned = line or ReportSchedule(province=province)
    for name, value in asdict(said).items():
        setattr(planned, name, value)
    planned.save()
    facts = {"kind": said.kind, "starts_on": said.starts_on.isoformat(), "due_days": said.due_days}
    audit.record("report.plan", by=by, target=planned, place=province.pk, **facts)
    return planned
