"""Reading places and roster imports. Writing is for `communes.actions`."""

from typing import Any

from django.db.models import Count, QuerySet

from communes.enums import Verdict
from communes.models import Commune, EthnicGroup, PlannedRow, RosterImport, Village
from communes.roster_import.wording import Names
from communes.scope import Scope
from literacy_portal.kit.periods import today


def communes_within(scope: Scope) -> Any:
    """The communes that lie wholly in a scope, with their provinces."""
    return Commune.objects.within(scope).select_related("province")


def open_villages(commune: Commune) -> Any:
    """The villages of a commune today, in order."""
    return Village.objects.filter(commune=commune).open_on(today()).order_by("sort_key", "pk")


def imports_of(commune: Commune) -> QuerySet[RosterImport, RosterImport]:
    """The roster imports of a commune, the latest first, with what a list says of each."""
    found = RosterImport.objects.filter(commune=commune)
    return found.select_related("commune", "village", "uploaded_by").defer("understood", "choices")


def row_counts(roster_import: RosterImport) -> dict[str, int]:
    """How many lines the plan lists, by verdict."""
    found = PlannedRow.objects.filter(roster_import=roster_import).order_by()
    counted = dict(found.values_list("verdict").annotate(Count("pk")))
    return {str(verdict): counted.get(verdict, 0) for verdict in Verdict}


def rows_of(roster_import: RosterImport, verdict: str) -> QuerySet[PlannedRow, PlannedRow]:
    """The lines of the plan with a verdict, in the order of the file."""
    return PlannedRow.objects.filter(roster_import=roster_import, verdict=verdict).order_by("position")


def names_in(commune: Commune) -> Names:
    """What a plan's codes are called: the villages of the commune, the ethnic groups. Two queries."""
    found: Any = Village.objects.filter(commune=commune)
    villages = {village.pk: village.full_name for village in found}
    return Names(villages, dict(EthnicGroup.objects.values_list("slug", "name")))
