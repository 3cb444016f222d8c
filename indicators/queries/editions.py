"""Which figures of which places are still the same: the edition of each."""

from communes.models.places import COUNTRY
from indicators.queries.levels import COMMUNE_DIGITS, VILLAGE_DIGITS
from literacy_portal.kit.statements import Question, Statement

Editions = dict[str, str]
"""By place (code); one that was never counted has none."""

_TEXT = "SELECT e.place, e.version::text FROM indicators_edition e WHERE e.place = $1{inside}"


def _of(level: str, table: str = "", condition: str = "true") -> Statement:
    inside = f" OR e.place IN (SELECT p.code FROM communes_{table} p WHERE {condition})" if table else ""  # noqa: S608 -- ours
    return Statement(_TEXT.format(inside=inside), f"indicators_editions_in_{level}", "text")


_OF_COUNTRY = _of("country", "province")
_OF_PROVINCE = _of("province", "commune", "p.province_id = $1")
_BY_DIGITS = {COMMUNE_DIGITS: _of("commune", "village", "p.commune_id = $1"), VILLAGE_DIGITS: _of("village")}


def editions_in(place: str) -> Question[Editions]:
    """Those of a place by its code and of the places directly inside it."""
    asked = _OF_COUNTRY if place == COUNTRY else _BY_DIGITS.get(len(place), _OF_PROVINCE)
    return Question.of(asked(place), dict)
