"""The campaigns of the demonstration: the 100 days of the articles, a peak that runs now, and the goals of the year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import User
from communes.enums import CommuneSetting
from indicators.enums import CampaignKind, Measure, PlaceKind
from indicators.models import Campaign, CourseTarget, Target

PROVINCE = "66"
SETTINGS = {"24364": CommuneSetting.MARKET, "24316": CommuneSetting.MARKET, "22090": CommuneSetting.REMOTE}
"""What communes of the demonstration are like."""

Aims = dict[str, dict[PlaceKind, int]]

_HUNDRED_DAYS: Aims = {
    "households_visited": {PlaceKind.WARD: 50, PlaceKind.COMMUNE: 40, PlaceKind.MARKET: 40, PlaceKind.REMOTE: 20},
    "adults_able": {PlaceKind.WARD: 12, PlaceKind.COMMUNE: 9, PlaceKind.MARKET: 10, PlaceKind.REMOTE: 5},
    "cashless_payment_alone": {PlaceKind.WARD: 10, PlaceKind.COMMUNE: 7, PlaceKind.MARKET: 8, PlaceKind.REMOTE: 4},
    "vneid_level2": {PlaceKind.WARD: 20, PlaceKind.COMMUNE: 12, PlaceKind.MARKET: 13, PlaceKind.REMOTE: 6},
}
_DOOR_TO_DOOR: Aims = {
    "households_visited": {PlaceKind.WARD: 95, PlaceKind.COMMUNE: 80, PlaceKind.MARKET: 85, PlaceKind.REMOTE: 65},
    "adults_kept": {PlaceKind.WARD: 6, PlaceKind.COMMUNE: 5, PlaceKind.MARKET: 5, PlaceKind.REMOTE: 3},
    "adults_able": {PlaceKind.WARD: 25, PlaceKind.COMMUNE: 20, PlaceKind.MARKET: 22, PlaceKind.REMOTE: 12},
    "business_qr": {PlaceKind.WARD: 60, PlaceKind.COMMUNE: 40, PlaceKind.MARKET: 50, PlaceKind.REMOTE: 25},
}
_BEYOND = 10
"""By so many points the stretch lies above the minimum."""


@dataclass(frozen=True)
class Planned:
    """A campaign with its targets."""

    campaign: Campaign
    targets: list[Target] = field(default_factory=list)
    courses: list[CourseTarget] = field(default_factory=list)


def campaigns(today: date, by: User, communes: Sequence[str], dark: Sequence[str]) -> Iterator[Planned]:
    """Of the communes (codes) of the province that are alive; `dark` villages have no telecom or power, and another target."""
    year = today.year if today >= date(today.year, 7, 15) else today.year - 1
    places = list(communes)
    hundred = _campaign(
        by, "Chiến dịch 100 ngày bình dân học vụ số", (date(year, 7, 15), date(year, 10, 25)), _HUNDRED_DAYS, places
    )
    hundred.note = "Từ 15/7 đến 25/10: đi từng ngõ, gõ từng nhà, hướng dẫn từng người."
    yield Planned(hundred, _targets(hundred, _HUNDRED_DAYS, by, dark))
    days = (today - timedelta(days=36), today + timedelta(days=28))
    running = _campaign(by, "Cao điểm mang số đến từng nhà", days, _DOOR_TO_DOOR, places)
    yield Planned(running, _targets(running, _DOOR_TO_DOOR, by, dark))
    yield _goals(today.year, by, places)


def _campaign(by: User, name: str, days: tuple[date, date], aims: Aims, places: list[str]) -> Campaign:
    first, last = days
    return Campaign(
        name=name,
        first_day=first,
        last_day=last,
        province_id=PROVINCE,
        places=places,
        indicators=list(aims),
        opened_by=by,
    )


def _targets(campaign: Campaign, aims: Aims, by: User, dark: Sequence[str]) -> list[Target]:
    of_kinds = [
        Target(
            campaign=campaign,
            indicator=code,
            kind=kind,
            minimum=Decimal(least),
            stretch=Decimal(least + _BEYOND) if least <= 90 else None,
            set_by=by,
        )
        for code, kinds in aims.items()
        for kind, least in kinds.items()
    ]
    first = next(iter(aims))
    reason = "Chưa có sóng viễn thông hoặc điện lưới: đi ban ngày, hướng dẫn bằng máy của tổ."
    return of_kinds + [
        Target(campaign=campaign, indicator=first, place=code, minimum=Decimal(40), reason=reason, set_by=by) for code in dark
    ]


def _goals(year: int, by: User, places: list[str]) -> Planned:
    """All who trade sell online by the end of the year; 20 courses on AI for 2,000 people (R63, R64)."""
    campaign = _campaign(
        by,
        f"Chợ số – nông thôn số {year}",
        (date(year, 1, 1), date(year, 12, 31)),
        {"online_sellers": {}, "epayment_households": {}},
        places,
    )
    campaign.kind = CampaignKind.YEAR
    everyone = [
        Target(campaign=campaign, indicator=code, place=PROVINCE, minimum=Decimal(100), measure=Measure.PERCENT, set_by=by)
        for code in campaign.indicators
    ]
    courses = CourseTarget(campaign=campaign, place=PROVINCE, topic_id="ai_basics", courses=20, people=2000, set_by=by)
    return Planned(campaign, everyone, [courses])
