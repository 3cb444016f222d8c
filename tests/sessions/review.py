"""What the tests of the officer's page share: what waits, as a phone sent it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from accounts.models import User
from communes.models import Household
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.actions.deliveries import take_delivery
from sessions.enums import Channel
from sessions.models import Held, Proposal
from sessions.wire.delivery import Delivery
from tests.sessions.phones import Item, proposal

REVIEW = "/vn/66/24364/review/"
YESTERDAY = today() - timedelta(days=1)


def deliver(by: User, *items: Item) -> list[str]:
    """What phones send, taken as they send it; answers the verdicts."""
    delivery = Delivery(schema=2, device=new_id(), user=by.pk, items=list(items))
    return [answer.verdict for answer in take_delivery(by=by, delivery=delivery, channel=Channel.PHONE.value)]


def someone(name: str = "Đinh Thị Lan", **about: Any) -> dict[str, Any]:
    """What is said of a new person."""
    return {"full_name": name, "sex": "female", "birth_year": 1975, "relation": "other", "birth_date": None} | about


def propose(by: User, kind: str, home: Household | UUID | None, *, day: date = YESTERDAY, **said: Any) -> Proposal:
    """A proposal that waits."""
    item = proposal(kind, home, day=day, **said)
    assert deliver(by, item) == ["accepted"]
    return Proposal.objects.get(pk=item["id"])


def new_home(people: list[dict[str, Any]], **said: Any) -> dict[str, Any]:
    """What is said of a new household."""
    about = {"number": "77", "address": "Sau chợ", "language": "rad", "people": people}
    return {"resident": None, "said": about | said}


def resident(key: UUID, name: str, relation: str, year: int) -> dict[str, Any]:
    """Somebody of a new household."""
    return {"resident": str(key), "full_name": name, "sex": "female", "birth_year": year, "relation": relation}


def hold(by: User, item: Item) -> Held:
    """What the portal could not place."""
    assert deliver(by, item) == ["held"]
    return Held.objects.get(client_id=item["id"], settled_at__isnull=True)
