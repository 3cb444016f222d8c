"""Opening, changing and calling off campaigns."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from communes.models import Province
from indicators.models import Campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a campaign is: see the model."""

    kind: str
    name: str
    first_day: date
    last_day: date
    places: list[str]
    indicators: list[str]
    note: str = ""


@transaction.atomic
def open_campaign(*, by: User, province: Province | None, plan: Plan) -> Campaign:
    """Opens a campaign of a province, or of the country."""
    campaign = Campaign.objects.create(opened_by=by, province=province, **asdict(plan))
    _record("campaign.open", by, campaign)
    return campaign


@transaction.atomic
def change_campaign(*, by: User, campaign: Campaign, plan: Plan) -> None:
    """Says anew what it is. Its targets stay, also those of places or indicators that no longer take part."""
    held = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    for name, value in asdict(plan).items():
        setattr(held, name, value)
    held.save()
    _record("campaign.change", by, held)


@transaction.atomic
def call_off(*, by: User, campaign: Campaign, day: date) -> None:
    """Ends a campaign before its time, or for good: it stays to be read. Twice is once."""
    held = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if held.closed_on is None:
        held.closed_on = day
        held.save()
        _record("campaign.call_off", by, held)


def _record(verb: str, by: User, campaign: Campaign) -> None:
    audit.record(
        verb,
        by=by,
        target=campaign,
        place=campaign.province_id or "",
        name=campaign.name,
        first_day=campaign.first_day.isoformat(),
        last_day=campaign.last_day.isoformat(),
        places=campaign.places,
        indicators=campaign.indicators,
    )
