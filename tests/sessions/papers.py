"""Sheets and typed rows of the paper tests."""

from datetime import date
from typing import Any

from accounts.models import User
from communes.models import Village
from communes.scope import Scope
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.actions.paper import print_round
from sessions.models import Sheet
from sessions.queries.round import paged, to_print
from tests.factories import HouseholdFactory, ResidenceFactory, ResidentFactory
from tests.world import World

SKILLS = ["device_use", "local_platforms", "online_safety", "cashless_payment", "online_public_service", "online_shopping"]


def print_sheets(by: User, village: Village, *, tonight: bool = False, skills: list[str] | None = None) -> list[Sheet]:
    """The sheets of a round of the whole village, by the product's own action."""
    homes = to_print(Scope(villages=frozenset({village.pk})), village, tonight=tonight, day=today())
    key = print_round(by=by, village=village, pages=paged(homes), skills=skills or SKILLS)
    return list(Sheet.objects.filter(round=key).order_by("page"))


def url_of(sheet: Sheet) -> str:
    village = sheet.village
    return f"/vn/{village.commune.province_id}/{village.commune_id}/{village.serial}/households/paper/sheets/{sheet.code}/"


def typed(world: World, *, day: date | None = None, **fields: Any) -> dict[str, Any]:
    """A posted screen: the evening of the team, and the rows of `fields` such as r1_result="m"."""
    rows = {name.replace("_", "-", 1): value for name, value in fields.items() if name[0] == "r" and name[1].isdigit()}
    ids = {f"{name.partition('-')[0]}-id": str(new_id()) for name in rows}
    evening = {
        "visited_on": (day or today()).isoformat(),
        "team": str(world.team.pk),
        "members": [str(world.users["team_member"].pk)],
        "mode": "own_phone",
        "setting": "home",
        "language": "vie",
    }
    more = {name: value for name, value in fields.items() if name.replace("_", "-", 1) not in rows}
    return {**evening, **ids, **rows, **more}


def fill(village: Village, households: int, people: int = 3, name: str = "Nguyễn Thị Người") -> None:
    """Households with so many people each, the first of them the head."""
    for number in range(1, households + 1):
        home = HouseholdFactory(village=village, number=str(100 + number), address="Xóm trên, cạnh giếng làng")
        for one in range(people):
            resident = ResidentFactory(full_name=f"{name} {one}", birth_year=1950 + one)
            ResidenceFactory(resident=resident, household=home, relation="other" if one else "head")
