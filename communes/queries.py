"""Reading places and roster imports. Writing is for `communes.actions`."""

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, Q, QuerySet

from communes.enums import Verdict
from communes.models import Boundaries, Commune, EthnicGroup, PlannedRow, RosterImport, Village
from communes.models.places import COUNTRY
from communes.roster_import.wording import Names
from communes.scope import Scope
from literacy_portal.kit.periods import today
from literacy_portal.kit.statements import Question, Rows, Statement

Place = tuple[str, int | None]
"""A row of a file: its sheet and number."""


def communes_within(scope: Scope) -> Any:
    """The communes that lie wholly in a scope, with their provinces."""
    return Commune.objects.within(scope).select_related("province")


_LARGE = {"paths", "understood"}
_COLUMNS = [field.attname for field in Boundaries._meta.concrete_fields if field.attname not in _LARGE]  # noqa: SLF001 -- Django's door
_SHOWN = Statement(
    f"SELECT {', '.join(_COLUMNS)} FROM communes_boundaries WHERE is_shown AND province_id IS NOT DISTINCT FROM $1",  # noqa: S608 -- ours
    "communes_shown_boundaries",
    "text",
)


def shown_boundaries(place: str) -> Question[Boundaries | None]:
    """What the places inside a province (its code) or inside the country are drawn by, without the paths."""

    def told(rows: Rows) -> Boundaries | None:
        for row in rows:
            found = Boundaries.from_db(DEFAULT_DB_ALIAS, _COLUMNS, row)
            # Django has the driver leave JSON as text, for its fields to read.
            found.marks = json.loads(found.marks)
            return found
        return None

    return Question.of(_SHOWN(None if place == COUNTRY else place), told)


def open_villages(commune: Commune) -> Any:
    """The villages of a commune today, in order."""
    return Village.objects.filter(commune=commune).open_on(today()).order_by("sort_key", "pk")


def imports_of(commune: Commune) -> QuerySet[RosterImport, RosterImport]:
    """The roster imports of a commune, the latest first, with what a list says of each."""
    found = RosterImport.objects.filter(commune=commune)
    return found.select_related("commune", "village", "uploaded_by").defer("understood", "choices")


DOUBTS, WARNINGS = "doubts", "warnings"
"""Lists of a plan that are no verdicts: rows that may be one with another, and rows that come in with something doubtful."""


def row_counts(roster_import: RosterImport) -> dict[str, int]:
    """How many lines the plan lists, by verdict and by the other lists."""
    found = PlannedRow.objects.filter(roster_import=roster_import).order_by()
    counted = found.aggregate(
        **{str(verdict): Count("pk", filter=Q(verdict=verdict)) for verdict in Verdict},
        **{DOUBTS: Count("pk", filter=Q(doubt__isnull=False)), WARNINGS: Count("pk", filter=Q(warned=True))},
    )
    return {name: counted[name] for name in counted}


def rows_of(roster_import: RosterImport, shown: str) -> QuerySet[PlannedRow, PlannedRow]:
    """The lines of the plan with a verdict, or of another list, in the order of the file."""
    lists = {DOUBTS: Q(doubt__isnull=False), WARNINGS: Q(warned=True)}
    return PlannedRow.objects.filter(lists.get(shown, Q(verdict=shown)), roster_import=roster_import).order_by("position")


def rows_at(roster_import: RosterImport, places: Collection[Place], abouts: Collection[UUID]) -> list[PlannedRow]:
    """The lines about these rows of the file, and those about these people or households that it does not name."""
    wanted = Q(about__in=abouts, verdict=Verdict.MISSING) | Q(row__in={row for _, row in places})
    found = PlannedRow.objects.filter(wanted, roster_import=roster_import).order_by("position")
    return [row for row in found if row.about in abouts or (row.sheet, row.row) in places]


def rows_with_notes(roster_import: RosterImport) -> QuerySet[PlannedRow, PlannedRow]:
    """The lines of the plan that something is said about."""
    said = Q(verdict=Verdict.ERROR) | Q(warned=True)
    return PlannedRow.objects.filter(said, roster_import=roster_import, row__isnull=False).order_by("position")


def names_in(commune: Commune) -> Names:
    """What a plan's codes are called: the villages of the commune, the ethnic groups. Two queries."""
    found: Any = Village.objects.filter(commune=commune)
    villages = {village.pk: village.full_name for village in found}
    return Names(villages, dict(EthnicGroup.objects.values_list("slug", "name")))
