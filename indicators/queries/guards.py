"""What cannot be, or hardly: marked for a look, never hidden and never taken out of a figure.

All of it is read from what is stored; nothing is judged in advance. What a mark means, someone who knows the village says.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from communes.models.places import COUNTRY
from communes.scope import Scope
from indicators.catalogue import Catalogue
from indicators.enums import Family, Unit
from indicators.queries.known import OTHER, known_or_asked
from indicators.queries.levels import COMMUNE_DIGITS, VILLAGE_DIGITS
from indicators.queries.tree import Spot
from literacy_portal.kit.periods import day_of
from literacy_portal.kit.statements import Question, Rows, Statement, joined
from sessions.enums import Result

WATCHED_DAYS = 30
"""So far back from the day that is looked at."""

JUMP_POINTS, FEWEST_PEOPLE = 30, 10
"""A share that rises by so many points from one day to the next, out of at least so many, is a jump."""

SAME_ANSWERS = 8
"""So many visits one after the other, by one recorder on one day, with the same answers."""

MOST_DOORS, MOST_MINUTES = 30, 600
"""More on one day than one person can have been at."""

ROSTER_DAYS = 365
"""A roster older than this says little of who lives there."""


class Oddity(TextChoices):
    """What looks odd."""

    WHOLE_IN_A_NIGHT = "whole", _("reached everyone in one day")
    JUMP = "jump", _("rose steeply in one day")
    SAME_ANSWERS = "same", _("the same answers at many doors in a row")
    TOO_MANY_DOORS = "doors", _("more doors, or hours, than one day holds")
    ROSTER_NEWER = "newer", _("a roster is newer than the figures")
    ROSTER_OLD = "old", _("the roster is more than a year old")


@dataclass(frozen=True, slots=True)
class Mark:
    """Something odd in a place on a day: what, where, and how much (points, visits or doors); of a jump, in which indicator."""

    oddity: Oddity
    place: str
    day: date
    number: int = 0
    indicator: str = ""


def marks_of(spot: Spot, children: Sequence[Spot], day: date, *, people: Scope, catalogue: Catalogue) -> Question[list[Mark]]:
    """The marks of a place and of the places directly inside it, the latest first.

    What visits tell is looked at in villages and communes, for those who may see people (`people`).
    """
    places = [spot.code, *(child.code for child in children)]
    asked = [_jumps(places, day, catalogue), _rosters(spot, day)]
    if len(spot.code) in (VILLAGE_DIGITS, COMMUNE_DIGITS) and spot.is_inside(people):
        villages = [code for code in places if len(code) == VILLAGE_DIGITS]
        asked += [_same_answers(villages, day), _too_many_doors(villages, day)]

    def in_order(found: Sequence[list[Mark]]) -> list[Mark]:
        return sorted(
            (mark for some in found for mark in some), key=lambda mark: (-mark.day.toordinal(), mark.place, mark.oddity)
        )

    return joined(*asked).then(in_order)


_JUMPS = Statement(
    f"""
    WITH {OTHER}, recent AS MATERIALIZED (
        SELECT m.place, m.indicator, m.day, m.counted, m.out_of
        FROM other JOIN indicators_measurement m ON m.place = other.place
        WHERE m.indicator = ANY(string_to_array($3, ' ')) AND m."group" = 'all' AND m.day > $4 AND m.day <= $5
    ), high AS (
        SELECT place, indicator FROM recent GROUP BY place, indicator
        HAVING bool_or(out_of >= $7 AND 100 * counted::bigint >= $6 * out_of::bigint)
    ), step AS (
        SELECT place, day, indicator, counted, out_of,
            lag(counted) OVER course AS counted_before, lag(out_of) OVER course AS out_of_before
        FROM (
            SELECT recent.* FROM recent JOIN high USING (place, indicator)
            UNION ALL
            SELECT high.place, high.indicator, eve.day, eve.counted, eve.out_of
            FROM high
            CROSS JOIN LATERAL (
                SELECT b.day, b.counted, b.out_of FROM indicators_measurement b
                WHERE b.place = high.place AND b.indicator = high.indicator AND b."group" = 'all' AND b.day <= $4
                ORDER BY b.day DESC LIMIT 1
            ) eve
        ) told
        WINDOW course AS (PARTITION BY place COLLATE "C", indicator COLLATE "C" ORDER BY day)
    ), jump AS (
        SELECT DISTINCT ON (place, day) place, day, indicator, counted = out_of AS is_whole,
            (100.0 * counted / out_of - 100.0 * counted_before / out_of_before)::int AS points
        FROM step
        WHERE day > $4 AND out_of >= $7 AND out_of_before >= $7
            AND 100 * (counted::bigint * out_of_before - counted_before::bigint * out_of) >= $6 * out_of::bigint * out_of_before
        ORDER BY place, day, points DESC, indicator
    )
    SELECT other.place, other.version::text, jump.day, jump.indicator, jump.is_whole, jump.points
    FROM other LEFT JOIN jump ON jump.place = other.place
    """,  # noqa: S608 -- our own texts only
    "indicators_jumps",
    "text, text, text, date, date, int, int",
)
"""The largest jump of each place and day: what changed lately after what stood on the eve, one row after the other.

Only what was high lately can have risen to there, so that the eve of nothing else is looked up, and nothing else is put in order.
"""


def _jumps(places: Sequence[str], day: date, catalogue: Catalogue) -> Question[list[Mark]]:
    """Of a place they follow from its figures alone."""
    values = (_watched(catalogue), *_window(day), JUMP_POINTS, FEWEST_PEOPLE)
    asked = known_or_asked(_JUMPS, places, values, _jumps_of)
    return asked.then(lambda found: [mark for marks in found.values() for mark in marks])


@lru_cache(maxsize=10)
def _watched(catalogue: Catalogue) -> str:
    """The codes of what may leap."""
    others = (Family.INSTALL, Family.STEPS)
    return " ".join(one.code for one in catalogue if one.unit is not Unit.VILLAGES and one.family not in others)


def _jumps_of(place: str, rows: Rows) -> list[Mark]:
    return [
        Mark(Oddity.WHOLE_IN_A_NIGHT if is_whole else Oddity.JUMP, place, on, points, indicator)
        for on, indicator, is_whole, points in rows
    ]


_ROSTERS = """
    SELECT DISTINCT ON (i.commune_id) i.commune_id, i.applied_at, EXISTS (
        SELECT FROM indicators_stale s JOIN communes_village v ON v.code = s.village_id
        WHERE v.commune_id = i.commune_id AND s.marked_at >= i.applied_at - interval '10 minutes'
    )
    FROM communes_rosterimport i
    WHERE i.state = 'applied' AND i.applied_at IS NOT NULL AND ({concerns})
    ORDER BY i.commune_id, i.applied_at DESC
"""
"""The last roster of each commune, and whether figures wait for it.

Marks are as old as the transaction that applied the roster, which ends with the time that the import tells: ten minutes at most.
"""


def _rosters_of(level: str, concerns: str) -> Statement:
    return Statement(_ROSTERS.format(concerns=concerns), f"indicators_rosters_of_{level}", "text")


_ROSTERS_OF_COUNTRY = _rosters_of("country", "$1 IS NOT NULL")
_ROSTERS_OF_PROVINCE = _rosters_of("province", "i.commune_id IN (SELECT c.code FROM communes_commune c WHERE c.province_id = $1)")
_ROSTERS_BY_DIGITS = {
    COMMUNE_DIGITS: _rosters_of("commune", "i.commune_id = $1"),
    VILLAGE_DIGITS: _rosters_of(
        "village", f"i.village_id = $1 OR (i.village_id IS NULL AND i.commune_id = left($1, {COMMUNE_DIGITS}))"
    ),
}


def _rosters(spot: Spot, day: date) -> Question[list[Mark]]:
    """Rosters that came in after the figures were counted, and old ones; of a village also those of its whole commune."""
    asked = _ROSTERS_OF_COUNTRY if spot.code == COUNTRY else _ROSTERS_BY_DIGITS.get(len(spot.code), _ROSTERS_OF_PROVINCE)
    return Question.of(asked(spot.code), lambda rows: list(_roster_marks(spot.code, day, rows)))


def _roster_marks(code: str, day: date, rows: Rows) -> Iterator[Mark]:
    for commune, applied_at, is_waiting in rows:
        place, on = code if len(code) == VILLAGE_DIGITS else commune, day_of(applied_at)
        if is_waiting:
            yield Mark(Oddity.ROSTER_NEWER, place, on)
        if (day - on).days > ROSTER_DAYS:
            yield Mark(Oddity.ROSTER_OLD, place, on, (day - on).days)


_CALLS = """
    WITH call AS (
        SELECT v.id, v.village_id, v.visited_on, v.recorded_by_id, v.received_at, v.minutes
        FROM coaching_visit v
        WHERE v.village_id = ANY($1) AND v.visited_on > $2 AND v.visited_on <= $3 AND v.result = $4
            AND NOT EXISTS (SELECT 1 FROM coaching_visit later WHERE later.replaces_id = v.id)
    )
"""
"""Standing visits of the last weeks that met someone."""

_SAME = Statement(
    f"""
    {_CALLS},
    busy AS MATERIALIZED (
        SELECT * FROM (SELECT *, count(*) OVER (PARTITION BY recorded_by_id, visited_on) AS calls FROM call) counted
        WHERE calls >= $5
    ),
    answered AS (
        SELECT busy.*, said.answers
        FROM busy
        JOIN (
            SELECT visit_id, string_agg(DISTINCT answer, ',' ORDER BY answer) AS answers
            FROM (
                SELECT visit_id, (skill_id || ' ' || level) COLLATE "C" AS answer
                FROM coaching_outcome WHERE visit_id IN (SELECT id FROM busy) AND level IS NOT NULL
            ) one
            GROUP BY visit_id
        ) said ON said.visit_id = busy.id
    ),
    run AS (
        SELECT *, row_number() OVER whole - row_number() OVER alike AS island
        FROM answered
        WINDOW whole AS (PARTITION BY recorded_by_id, visited_on ORDER BY received_at, id),
            alike AS (PARTITION BY recorded_by_id, visited_on, answers ORDER BY received_at, id)
    )
    SELECT min(village_id), visited_on, count(*)
    FROM run GROUP BY recorded_by_id, visited_on, answers, island
    HAVING count(*) >= $5
    ORDER BY visited_on DESC, 1
    """,  # noqa: S608 -- our own texts only
    "indicators_same_answers",
    "text[], date, date, text, int",
)
"""Whoever was at fewer doors that day cannot have been at so many in a row: the answers of nobody else are put together."""

_DOORS = Statement(
    f"""
    {_CALLS}
    SELECT min(call.village_id), call.visited_on, count(*)
    FROM call
    LEFT JOIN coaching_visit_members present ON present.visit_id = call.id
    GROUP BY COALESCE(present.user_id, call.recorded_by_id), call.visited_on
    HAVING count(*) > $5 OR sum(call.minutes) > $6
    ORDER BY call.visited_on DESC, 1
    """,  # noqa: S608 -- our own texts only
    "indicators_too_many_doors",
    "text[], date, date, text, int, int",
)


def _same_answers(villages: Collection[str], day: date) -> Question[list[Mark]]:
    asked = _SAME(list(villages), *_window(day), Result.MET.value, SAME_ANSWERS)
    return Question.of(asked, lambda rows: [Mark(Oddity.SAME_ANSWERS, *row) for row in rows])


def _too_many_doors(villages: Collection[str], day: date) -> Question[list[Mark]]:
    """One evening is one mark, however many members were at all of its doors."""

    def told(rows: Rows) -> list[Mark]:
        evenings: dict[tuple[str, date], int] = {}
        for village, on, visits in rows:
            evenings[village, on] = max(visits, evenings.get((village, on), 0))
        return [Mark(Oddity.TOO_MANY_DOORS, village, on, visits) for (village, on), visits in evenings.items()]

    return Question.of(_DOORS(list(villages), *_window(day), Result.MET.value, MOST_DOORS, MOST_MINUTES), told)


def _window(day: date) -> tuple[date, date]:
    return day - timedelta(days=WATCHED_DAYS), day
