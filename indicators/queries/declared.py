"""Declared figures: what stands on a day, at the level that declared it and summed upwards (indicators.md, Declared figures)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from communes.models.places import COUNTRY
from indicators.catalogue.declared import DECLARED, Declared
from indicators.models import Declaration
from indicators.queries.levels import COMMUNE_DIGITS, VILLAGE_DIGITS
from literacy_portal.kit.statements import Question, Rows, Statement

_LATEST = Statement(
    """
    SELECT DISTINCT ON (d.indicator, d.commune_id, d.province_id)
        d.indicator, COALESCE(d.commune_id, d.province_id), d.counted, d.out_of, d.day, d.evidence
    FROM indicators_declaration d
    LEFT JOIN communes_commune c ON c.code = d.commune_id
    WHERE d.day <= $1
        AND d.counted IS NOT NULL
        AND d.indicator = ANY($2)
        AND NOT EXISTS (SELECT FROM indicators_declaration later WHERE later.replaces_id = d.id)
        AND ($3 IN ('vn', d.commune_id, d.province_id, c.province_id))
    ORDER BY d.indicator, d.commune_id, d.province_id, d.day DESC, d.declared_at DESC, d.id DESC
    """,
    "indicators_declared",
    "date, text[], text",
)
"""Each place's own latest standing declaration of each figure, in the place asked for."""


@dataclass(frozen=True, slots=True)
class DeclaredFigure:
    """What is declared of one figure in a place.

    `places` is how many communes and provinces it is summed from, `day` the latest day any of them declared for.
    `evidence` is told where the place itself is the only one that declared.
    """

    indicator: Declared
    counted: int
    out_of: int
    day: date
    places: int
    evidence: str


def declared_of(place: str, day: date) -> Question[list[DeclaredFigure]]:
    """The declared figures of a place (code) at the end of the day, those that anyone declared; a village has none."""
    if len(place) == VILLAGE_DIGITS:
        return Question.known([])

    def told(rows: Rows) -> list[DeclaredFigure]:
        said = defaultdict[str, list[tuple[str, int, int, date, str]]](list)
        for indicator, *row in rows:
            said[indicator].append(tuple(row))
        return [_summed(one, place, said[one.code]) for one in DECLARED if said[one.code]]

    return Question.of(_LATEST(day, [one.code for one in DECLARED], place), told)


def _summed(indicator: Declared, place: str, rows: Collection[tuple[str, int, int, date, str]]) -> DeclaredFigure:
    own = [evidence for code, _counted, _out_of, _day, evidence in rows if code == place]
    return DeclaredFigure(
        indicator=indicator,
        counted=sum(row[1] for row in rows),
        out_of=sum(row[2] for row in rows),
        day=max(row[3] for row in rows),
        places=len(rows),
        evidence=own[0] if own and len(rows) == 1 else "",
    )


def history_of(place: str) -> list[Declaration]:
    """All that a commune or a province has ever declared itself, the latest day first. One query."""
    column = "commune" if len(place) == COMMUNE_DIGITS else "province"
    if place == COUNTRY:
        return []
    rows = Declaration.objects.filter(**{column: place}).select_related("declared_by", "replaced_by")
    return list(rows.order_by("-day", "-declared_at", "-pk"))
