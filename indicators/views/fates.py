"""What became of what a phone sent: here, because only the figures know whether it is counted (docs/sync.md)."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from communes.scope import personal
from indicators.queries.counted import is_counted, stale_since
from literacy_portal.kit.json_doors import TurnedAwayError, body_of, speaks_json, told
from sessions.limits import take_turn
from sessions.queries.fates import UNKNOWN, fates_of
from sessions.wire.delivery import MOST_ITEMS, malformed, read_json
from sessions.wire.fields import RefusedError, read_key

MOST_BYTES = 64 * 1024


@personal
@speaks_json("POST")
def fates(request: HttpRequest) -> HttpResponse:
    """The fate of each key that was asked for, in order; of what others sent nothing is known."""
    user: Any = request.user
    take_turn(user, "fates")
    asked = _asked(read_json(body_of(request, most=MOST_BYTES)))
    known = fates_of(user, set(asked.values()))
    stale = stale_since({village for fate in known.values() for village in fate.villages})
    answers = []
    for said, key in asked.items():
        fate = known.get(key, UNKNOWN)
        word = "counted" if fate.fate == "sent" and is_counted(fate, stale) else fate.fate
        answers.append({"id": said, "fate": word, "message": fate.message})
    return told({"fates": answers})


def _asked(said: dict[str, Any]) -> dict[str, Any]:
    ids = said.get("ids")
    if not isinstance(ids, list) or set(said) != {"ids"}:
        malformed()
    if len(ids) > MOST_ITEMS:
        raise TurnedAwayError(413, "too_many", most=MOST_ITEMS)
    try:
        return {one: read_key(one, "ids") for one in ids}
    except (RefusedError, TypeError):
        malformed()
