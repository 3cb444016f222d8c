"""The state of everything that the pages of a place tell: as long as it is the same, they are the same."""

from datetime import datetime

from django.utils import timezone

from communes.models.places import COUNTRY
from indicators.queries.levels import COMMUNE_DIGITS, VILLAGE_DIGITS
from literacy_portal.kit.statements import Asked, Statement, ask

State = tuple[object, ...]
"""The edition of the figures, the marks that wait, the sum of the bulletins; of a commune also how many reports are late.

Marks are told by their number, their newest and their sum: they may be thousands while the worker is away, and only come and go.
"""

_STATE = """
    SELECT
        (SELECT e.version FROM indicators_edition e WHERE e.place = $1),
        (SELECT (count(*), max(s.id), sum(s.id))::text FROM indicators_stale s WHERE {marks} HAVING count(*) > 0),
        (SELECT sum(b.word) FROM indicators_bulletin b WHERE {bulletins})
"""
_LATE = """,
        (
            SELECT count(*) FROM indicators_report r
            WHERE r.commune_id = $1 AND r.state IN ('draft', 'returned') AND r.due_at < $2
        )
"""
_INSIDE = "IN (SELECT c.code FROM communes_commune c WHERE c.province_id = $1)"


def _of(level: str, marks: str, bulletins: str, more: str = "") -> Statement:
    text = _STATE.format(marks=marks, bulletins=bulletins) + more
    return Statement(text, f"indicators_state_of_{level}", "text, timestamptz")


_OF_COUNTRY = _of("country", "true", "true")
_OF_PROVINCE = _of("province", f"left(s.village_id, {COMMUNE_DIGITS}) {_INSIDE}", f"b.commune = '' OR b.commune {_INSIDE}")
_BY_DIGITS = {
    COMMUNE_DIGITS: _of("commune", f"left(s.village_id, {COMMUNE_DIGITS}) = $1", "b.commune IN ('', $1)", _LATE),
    VILLAGE_DIGITS: _of("village", "s.village_id = $1", f"b.commune IN ('', left($1, {COMMUNE_DIGITS}))"),
}


def asked_of(place: str, now: datetime) -> Asked:
    """What `state_of` asks, for whoever asks more at the same time."""
    asked = _OF_COUNTRY if place == COUNTRY else _BY_DIGITS.get(len(place), _OF_PROVINCE)
    return asked(place, now)


def state_of(place: str, now: datetime | None = None) -> State:
    """Of a place by its code; of what is no place, too. One query, which reads a row for each commune at most.

    What changes it, and who says so: figures their edition; what a recount reads the mark that waits, and a bulletin when it is
    gone; all else a bulletin (migration 0011). Whoever tells of the clock adds the clock.
    """
    [[row]] = ask(asked_of(place, now or timezone.now()))
    return tuple(row)


def is_waiting(state: State) -> bool:
    """Whether any village of the place waits for its recount."""
    return state[1] is not None
