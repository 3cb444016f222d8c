"""What the campaigns that run aim at in a place, for its other pages."""

from collections.abc import Sequence

from indicators.campaigns.card import aim_of
from indicators.campaigns.words import aim_text
from indicators.models import Campaign
from indicators.queries.campaigns import targets_at
from indicators.queries.tree import Spot


def aims_at(spot: Spot, campaigns: Sequence[Campaign]) -> dict[str, str]:
    """The target of each indicator that has one, in words: that of the campaign which stands first. Two queries at most."""
    targets = targets_at(campaigns, spot)
    aims: dict[str, str] = {}
    for campaign in campaigns:
        for indicator in campaign.indicators:
            aim = aim_text(aim_of(spot, targets[campaign.pk].at(spot, indicator)))
            if aim:
                aims.setdefault(indicator, aim)
    return aims
