"""The pages of recorded visits, for those who may open them."""

from uuid import UUID

from django.urls import reverse

from communes.models import Village
from sessions.placing import Sender
from sessions.queries.ground import Ground
from teams.roles import LOG_VISIT, VIEW_PEOPLE


class Sight:
    """What a sender may open today of the households of a ground."""

    def __init__(self, ground: Ground, sender: Sender) -> None:
        self.ground = ground
        self.scope = sender.history.scope(VIEW_PEOPLE, sender.today)
        self._pages: dict[str, str] = {}

    def url(self, household: UUID | None, visit: UUID) -> str:
        """The address of a visit's page; "" for a household out of sight."""
        village = self.ground.homes.get(household) if household else None
        return f"{page}{household}/visits/{visit}/" if village and (page := self._page(village)) else ""

    def _page(self, village: str) -> str:
        if village not in self._pages:
            self._pages[village] = self._address(village)
        return self._pages[village]

    def _address(self, village: str) -> str:
        province = self.ground.provinces[village]
        if not self.scope.covers(village, province):
            return ""
        return reverse("coaching:village_households", args=[province, village[:5], village[5:]])


def a_village_of(sender: Sender) -> str | None:
    """Some village of the sender's, where what names no village waits: one of today's, else one of former days."""
    for scope in (sender.history.scope(LOG_VISIT, sender.today), sender.ever):
        code = Village.objects.within(scope).order_by("code").values_list("code", flat=True).first()
        if code:
            return str(code)
    return None
