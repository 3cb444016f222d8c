"""Campaigns of a place: which there are, who takes part, and what is aimed at."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q

from communes.enums import CommuneKind, CommuneSetting
from communes.models import Commune
from communes.models.places import COUNTRY
from communes.scope import Scope
from indicators.enums import PlaceKind
from indicators.models import Campaign, CourseTarget, Target
from indicators.queries.levels import COMMUNE_DIGITS, VILLAGE_DIGITS
from indicators.queries.tree import Spot
from literacy_portal.kit.statements import Question, Rows, Statement

PROVINCE_DIGITS = 2

Kinds = dict[str, tuple[PlaceKind, ...]]
"""Communes by code: the kinds whose targets hold there, the nearest first."""


def home_of(campaign: Campaign) -> str:
    """The code of the place that answers for a campaign: its widest page."""
    return campaign.province_id or COUNTRY


def takes_part(campaign: Campaign, spot: Spot) -> bool:
    """Whether the whole place takes part."""
    chain = {*spot.above, spot.code}
    return bool(chain & set(campaign.places)) if campaign.places else home_of(campaign) in chain


def parts_in(campaign: Campaign, spot: Spot) -> list[str]:
    """The codes of what takes part in a place: itself, or what of it does; none where the campaign is elsewhere."""
    if takes_part(campaign, spot):
        return [spot.code]
    return [place for place in campaign.places if _lies_in(place, campaign, spot.code)]


def _lies_in(place: str, campaign: Campaign, spot: str) -> bool:
    if spot == home_of(campaign):
        return True
    return len(spot) == COMMUNE_DIGITS and len(place) == VILLAGE_DIGITS and place.startswith(spot)


def campaigns_of(spot: Spot, scope: Scope) -> list[Campaign]:
    """The campaigns that the place takes part in, wholly or in part; of the country, all that the scope reaches. One query."""
    found = Campaign.objects.reachable(scope).select_related("province")
    if spot.code != COUNTRY:
        found = found.filter(Q(province__isnull=True) | Q(province__in=[*spot.above, spot.code]))
    return [one for one in found if spot.code == COUNTRY or parts_in(one, spot)]


_COLUMNS = [field.attname for field in Campaign._meta.concrete_fields]  # noqa: SLF001 -- Django's door for models
_RUNNING = Statement(
    f"""
    SELECT {", ".join(_COLUMNS)} FROM indicators_campaign
    WHERE (province_id IS NULL OR province_id = ANY($1)) AND first_day <= $2 AND last_day >= $2 AND closed_on IS NULL
    """,  # noqa: S608 -- our own texts only
    "indicators_campaigns_running",
    "text[], date",
)


def running_at(spot: Spot, day: date) -> Question[list[Campaign]]:
    """The campaigns that run in a place on a day, the one that ends first in front."""

    def told(rows: Rows) -> list[Campaign]:
        found = (Campaign.from_db(DEFAULT_DB_ALIAS, _COLUMNS, row) for row in rows)
        return sorted((one for one in found if parts_in(one, spot)), key=lambda one: (one.last_day, one.pk))

    return Question.of(_RUNNING([*spot.above, spot.code], day), told)


def kinds_in(spot: Spot) -> Kinds:
    """The kinds of the communes of a province, or of the commune that is the place or contains it. One query."""
    if spot.code == COUNTRY:
        return {}
    condition = Q(province=spot.code) if len(spot.code) == PROVINCE_DIGITS else Q(code=spot.code[:COMMUNE_DIGITS])
    rows = Commune.objects.filter(condition).values_list("code", "kind", "setting")
    return {code: _kinds(kind, setting) for code, kind, setting in rows}


_SETTINGS = {CommuneSetting.MARKET: PlaceKind.MARKET, CommuneSetting.REMOTE: PlaceKind.REMOTE}


def _kinds(kind: str, setting: str) -> tuple[PlaceKind, ...]:
    basic = PlaceKind.WARD if kind == CommuneKind.WARD else PlaceKind.COMMUNE
    return (_SETTINGS[CommuneSetting(setting)], basic) if setting else (basic,)


@dataclass(frozen=True)
class Targets:
    """The targets of a campaign, to find the one that holds at a place."""

    rows: dict[tuple[str, str], Target]
    kinds: Kinds

    def at(self, spot: Spot, indicator: str) -> Target | None:
        """The nearest: the place's own, that of its kind, a percentage of what contains it."""
        commune = self.kinds.get(spot.code[:COMMUNE_DIGITS], ()) if len(spot.code) >= COMMUNE_DIGITS else ()
        near = [spot.code] if len(spot.code) != COMMUNE_DIGITS else [spot.code, *commune]
        wide = [*([spot.code[:COMMUNE_DIGITS], *commune] if len(spot.code) == VILLAGE_DIGITS else []), *reversed(spot.above)]
        own = (self.rows.get((indicator, place)) for place in near)
        inherited = (one for place in wide if (one := self.rows.get((indicator, place))) and one.measure == "percent")
        return next((one for one in (*own, *inherited) if one), None)


def targets_of(campaign: Campaign, kinds: Kinds) -> Targets:
    """All targets of the campaign, where communes are of these kinds. One query."""
    rows = Target.objects.filter(campaign=campaign)
    return Targets({(one.indicator, one.place or one.kind): one for one in rows}, kinds)


def targets_at(campaigns: Collection[Campaign], spot: Spot) -> dict[int, Targets]:
    """The targets of each of the campaigns, by its key, that may hold at the place. Two queries at most."""
    if not campaigns:
        return {}
    chain = [*spot.above, spot.code]
    rows = list(Target.objects.filter(Q(place__in=chain) | ~Q(kind=""), campaign__in=campaigns))
    needs_kind = len(spot.code) >= COMMUNE_DIGITS and any(one.kind for one in rows)
    kinds = kinds_in(spot) if needs_kind else {}
    return {
        campaign.pk: Targets(
            {(one.indicator, one.place or one.kind): one for one in rows if one.campaign_id == campaign.pk}, kinds
        )
        for campaign in campaigns
    }


def all_targets_of(campaign: Campaign) -> list[Target]:
    """Every target of a campaign, with who set it. One query."""
    return list(Target.objects.filter(campaign=campaign).select_related("set_by", "campaign"))


def course_targets_of(campaign: Campaign, place: str) -> list[CourseTarget]:
    """The targets of two numbers that a place (code) has in a campaign. One query."""
    return list(CourseTarget.objects.filter(campaign=campaign, place=place).select_related("topic", "campaign"))
