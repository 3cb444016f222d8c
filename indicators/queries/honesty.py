"""The honesty line: how far the figures of a place may be trusted, on the day that is looked at."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from communes.models.places import COUNTRY
from indicators.queries.hearing import DAYS, Hearing, heard_sql
from indicators.queries.levels import COMMUNE_DIGITS, VILLAGE_DIGITS
from indicators.queries.versions import NEVER
from literacy_portal.kit.periods import today
from literacy_portal.kit.statements import Question, Rows, Statement


@dataclass(frozen=True, slots=True)
class Freshness:
    """`counted_at`: everything that arrived before is in the figures; None before the first count.

    `waiting`: villages of the place that wait to be recounted. `checked_at` and `difference`: when all was last
    recounted beside, and how many figures were found different (and repaired).
    """

    counted_at: datetime | None
    waiting: int
    checked_at: datetime | None
    difference: int


@dataclass(frozen=True, slots=True)
class Honesty:
    """`version` is of all figures of the place. `rewritten_at`: when news last changed the figures of a past day.

    `held`: visits and gatherings that wait for an officer's decision, in no figure.
    """

    version: str
    freshness: Freshness
    hearing: Hearing
    day: date | None
    rewritten_at: datetime | None
    held: int

    @property
    def line(self) -> tuple[object, ...]:
        """All that the line beside figures shows of it."""
        return (self.freshness, self.hearing, self.rewritten_at, self.held)

    @property
    def says(self) -> tuple[object, ...]:
        """What a page tells of it, but the clock: two pages that agree in this are the same page."""
        freshness = self.freshness
        counted = freshness.counted_at is not None
        checked = (freshness.checked_at, freshness.difference)
        return (self.version, counted, freshness.waiting, checked, self.hearing, self.rewritten_at, self.held)


_HONESTY = """
    WITH here AS MATERIALIZED (
        SELECT v.code, (v.opened_on IS NULL OR v.opened_on <= $2) AND (v.closed_on IS NULL OR v.closed_on > $2) AS is_open
        FROM communes_village v JOIN communes_commune c ON c.code = v.commune_id WHERE {inside}
    ), mark AS MATERIALIZED (
        SELECT s.village_id, s.marked_at FROM indicators_stale s JOIN here ON here.code = s.village_id
    ), last AS MATERIALIZED (
        SELECT r.finished_at, r.differences FROM indicators_recount r
        WHERE r.finished_at IS NOT NULL ORDER BY r.finished_at DESC LIMIT 1
    ), team AS MATERIALIZED (
        SELECT t.id FROM teams_team t
        WHERE (t.closed_on IS NULL OR t.closed_on > $2)
            AND EXISTS (SELECT FROM teams_team_villages b JOIN here ON here.code = b.village_id WHERE b.team_id = t.id)
    )
    SELECT
        (SELECT e.version FROM indicators_edition e WHERE e.place = $1),
        EXISTS (SELECT FROM indicators_countingday),
        (SELECT min(marked_at) FROM mark),
        (SELECT count(DISTINCT village_id) FROM mark),
        (SELECT finished_at FROM last),
        (SELECT differences FROM last),
        (SELECT count(*) FROM here WHERE is_open AND ({village_heard})),
        (SELECT count(*) FROM here WHERE is_open),
        (SELECT count(*) FROM team WHERE {team_heard}),
        (SELECT count(*) FROM team),
        (SELECT max(n.arrived_at) FROM indicators_latenews n WHERE n.place = $1 AND n.first_day <= $4 AND n.day > $4),
        (SELECT count(*) FROM coaching_held w JOIN here ON here.code = w.village_id WHERE w.settled_at IS NULL)
"""
"""Of a place ($1) as of a day ($2), heard from since another ($3); $4 is the day where it is over."""


def _statement(level: str, inside: str) -> Statement:
    heard = {
        "village_heard": heard_sql("village_id", "here.code", since="$3", day="$2"),
        "team_heard": heard_sql("team_id", "team.id", since="$3", day="$2"),
    }
    return Statement(_HONESTY.format(inside=inside, **heard), f"indicators_honesty_of_{level}", "text, date, date, date")


_OF_COUNTRY = _statement("country", "$1 IS NOT NULL")
_OF_PROVINCE = _statement("province", "c.province_id = $1")
_BY_DIGITS = {COMMUNE_DIGITS: _statement("commune", "v.commune_id = $1"), VILLAGE_DIGITS: _statement("village", "v.code = $1")}


def honesty_of(place: str, day: date | None) -> Question[Honesty]:
    """Of a place by its code; `day` is None for now."""
    asked = _OF_COUNTRY if place == COUNTRY else _BY_DIGITS.get(len(place), _OF_PROVINCE)
    until = day or today()
    return Question.of(asked(place, until, until - timedelta(days=DAYS), day), lambda rows: _told(rows, day))


def _told(rows: Rows, day: date | None) -> Honesty:
    [row] = rows
    version, has_counted, oldest, waiting, checked_at, difference, *heard, rewritten_at, held = row
    # Marks are written with the change itself: where none waits, nothing that has arrived is missing.
    counted_at = (oldest or timezone.now()) if has_counted else None
    freshness = Freshness(counted_at, waiting, checked_at, difference or 0)
    return Honesty(version.hex if version else NEVER, freshness, Hearing(*heard), day, rewritten_at, held)


def freshness_of(place: str) -> Freshness:
    """How far the figures of a place, by its code, may be trusted now. One query."""
    return honesty_of(place, None).answer().freshness
