"""The state of everything that the pages of a place tell: as long as it is the same, they are the same."""

from typing import Any

from django.db import connection
from django.utils import timezone

from communes.models.places import COUNTRY
from indicators.queries.levels import COMMUNE_DIGITS, VILLAGE_DIGITS

State = tuple[object, ...]
"""The edition of the figures, the marks that wait, the sum of the bulletins; of a commune also how many reports are late."""

_STATE = """
    SELECT
        (SELECT e.version FROM indicators_edition e WHERE e.place = %(place)s),
        (SELECT md5(string_agg(s.id::text, ',' ORDER BY s.id)) FROM indicators_stale s WHERE {marks}),
        (SELECT sum(b.word) FROM indicators_bulletin b WHERE {bulletins})
"""
_LATE = """,
        (
            SELECT count(*) FROM indicators_report r
            WHERE r.commune_id = %(place)s AND r.state IN ('draft', 'returned') AND r.due_at < %(now)s
        )
"""
_INSIDE = "IN (SELECT c.code FROM communes_commune c WHERE c.province_id = %(place)s)"

_OF_COUNTRY = _STATE.format(marks="true", bulletins="true")
_OF_PROVINCE = _STATE.format(
    marks=f"left(s.village_id, {COMMUNE_DIGITS}) {_INSIDE}", bulletins=f"b.commune = '' OR b.commune {_INSIDE}"
)
_OF_COMMUNE = _STATE.format(marks=f"left(s.village_id, {COMMUNE_DIGITS}) = %(place)s", bulletins="b.commune IN ('', %(place)s)")
_OF_VILLAGE = _STATE.format(marks="s.village_id = %(place)s", bulletins=f"b.commune IN ('', left(%(place)s, {COMMUNE_DIGITS}))")
_BY_DIGITS = {COMMUNE_DIGITS: _OF_COMMUNE + _LATE, VILLAGE_DIGITS: _OF_VILLAGE}


def state_of(place: str) -> State:
    """Of a place by its code; of what is no place, too. One query, which reads a row for each commune at most.

    What changes it, and who says so: figures their edition; what a recount reads the mark that waits, and a bulletin when it is
    gone; all else a bulletin (migration 0011). Whoever tells of the clock adds the clock.
    """
    sql = _OF_COUNTRY if place == COUNTRY else _BY_DIGITS.get(len(place), _OF_PROVINCE)
    with connection.cursor() as cursor:
        cursor.execute(sql, {"place": place, "now": timezone.now()})
        row: Any = cursor.fetchone()
    return tuple(row)


def is_waiting(state: State) -> bool:
    """Whether any village of the place waits for its recount."""
    return state[1] is not None
