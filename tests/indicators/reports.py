"""What the tests of reports share: a commune with work in October 2026, its report, and the steps of the cast."""

from datetime import date
from typing import Any

from django.test import Client

from indicators.actions import reports
from indicators.actions.recount import rebuild
from indicators.enums import ReportKind
from indicators.models import Report
from indicators.report.periods import Period, period_of
from sessions.enums import Result
from sessions.models import Skill, Visit
from tests.factories import OutcomeFactory, VisitFactory
from tests.world import World

MONTH = ReportKind.MONTHLY
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))


def coached(world: World, name: str, day: date, level: int = 2, skill: str = "vneid", **more: Any) -> Visit:
    """A visit at which a person of the cast was coached."""
    visit: Visit = VisitFactory(
        household=world.home_of(name), visited_on=day, result=Result.MET, recorded_by=world.users["team_member"], **more
    )
    person = {"resident": world.people[name], "skill": Skill.objects.get(code=skill), "level": level}
    OutcomeFactory(**person, observed_on=day, visit=visit, recorded_by=world.users["team_member"])
    return visit


def worked(world: World) -> World:
    """September: Tâm. October: Bình twice, Hòa, and H'Bŭt (a woman of 71, Ê Đê, poor). All counted."""
    coached(world, "Tâm", date(2026, 9, 20), level=1)
    coached(world, "Bình", date(2026, 10, 5), level=1)
    coached(world, "Bình", date(2026, 10, 12))
    coached(world, "Hòa", date(2026, 10, 12))
    coached(world, "H'Bŭt", date(2026, 10, 31), level=1)
    rebuild()
    return world


def opened(world: World, day: date = date(2026, 10, 1), kind: ReportKind = MONTH) -> Report:
    """The draft of Phú Xuân."""
    period = period_of(kind, day)
    return reports.open_report(by=world.users["commune_officer"], commune=world.phu_xuan, kind=kind, period=period)


def submitted(world: World, report: Report | None = None) -> Report:
    """Handed over by the officer."""
    report = fresh(report or opened(world))
    reports.submit_report(by=world.users["commune_officer"], report=report, revision=report.revision)
    return fresh(report)


def approved(world: World) -> Report:
    """And approved by the leader."""
    report = submitted(world)
    reports.approve_report(by=world.users["commune_leader"], report=report, revision=report.revision)
    return fresh(report)


def locked(world: World) -> Report:
    """And accepted by the province."""
    report = approved(world)
    reports.lock_report(by=world.users["province_analyst"], report=report, revision=report.revision)
    return fresh(report)


def fresh(report: Report) -> Report:
    """The report as it stands."""
    return Report.objects.select_related("commune__province").get(pk=report.pk)


def page_of(client: Client, world: World, who: str, url: str) -> Any:
    """The answer to somebody of the cast, in English."""
    client.force_login(world.users[who])
    client.cookies["language"] = "en"
    return client.get(url)


__all__ = ["MONTH", "OCTOBER", "approved", "coached", "fresh", "locked", "opened", "page_of", "submitted", "worked"]
