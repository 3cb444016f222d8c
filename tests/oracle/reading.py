"""The rows of the database, as the oracle reads them: plain values, no rule applied."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from communes.models import Commune, PovertyStatus, Residence, Resident, Village, VillageCondition
from indicators.models import Declaration
from sessions.models import Attendance, Outcome, Visit
from sessions.models import Gathering as GatheringRow
from teams.models import Team
from tests.oracle.tables import Call, Came, Covered, Declared, Gathering, Ground, Person, Place, Poverty, Seen, Stay, Tables


def read_tables() -> Tables:
    """All rows of the database, as they are."""
    return Tables(
        places=_places(),
        people=_rows(Person, Resident, "id sex birth_date birth_year ethnic_group_id"),
        stays=_rows(Stay, Residence, "resident_id household_id village_id started_on ended_on status relation"),
        poverty=_rows(Poverty, PovertyStatus, "household_id year poverty_class"),
        outcomes=_outcomes(),
        visits=_visits(),
        ground=_rows(Ground, VillageCondition, "village_id since has_4g has_telecom has_power"),
        covered=_rows(Covered, Team.villages.through, "team_id village_id"),
        declared=_declared(),
        gatherings=_gatherings(),
        attendances=_rows(Came, Attendance, "gathering_id resident_id sex age_group is_minority"),
    )


def _rows(kind: Any, model: Any, columns: str) -> list[Any]:
    return [kind(*_plain(row)) for row in model.objects.order_by("pk").values_list(*columns.split())]


def _plain(row: Iterable[Any]) -> list[Any]:
    """Keys as the numbers they are: in the same order, and looked up without a call of Python's own code each time."""
    return [value.int if isinstance(value, UUID) else value for value in row]


def _places() -> list[Place]:
    province_of = dict(Commune.objects.values_list("code", "province_id"))
    return [
        Place(code, commune, province_of[commune], opened, closed)
        for code, commune, opened, closed in Village.objects.values_list("code", "commune_id", "opened_on", "closed_on")
    ]


def _outcomes() -> list[Seen]:
    columns = ("id", "resident_id", "household_id", "skill_id", "level", "observed_on", "received_at", "replaces_id")
    rows: Iterable[Any] = Outcome.objects.order_by("pk").values_list(*columns, "visit_id", "gathering_id")
    return [Seen(key, resident or household, *rest) for key, resident, household, *rest in map(_plain, rows)]


def _visits() -> list[Call]:
    members = _members(Visit.members.through, "visit_id")
    columns = ("id", "household_id", "visited_on", "result", "replaces_id", "village_id", "team_id", "minutes", "written_at")
    rows: Iterable[Any] = Visit.objects.order_by("pk").values_list(*columns)
    return [Call(key, *rest, frozenset(members.get(key, ()))) for key, *rest in map(_plain, rows)]


def _gatherings() -> list[Gathering]:
    members = _members(GatheringRow.members.through, "gathering_id")
    columns = ("id", "kind", "held_on", "replaces_id", "village_id", "team_id", "minutes")
    rows: Iterable[Any] = GatheringRow.objects.order_by("pk").values_list(*columns)
    return [Gathering(key, *rest, frozenset(members.get(key, ()))) for key, *rest in map(_plain, rows)]


def _members(through: Any, of: str) -> dict[Any, set[Any]]:
    members: dict[Any, set[Any]] = {}
    for key, member in map(_plain, through.objects.values_list(of, "user_id")):
        members.setdefault(key, set()).add(member)
    return members


def _declared() -> list[Declared]:
    columns = ("id", "indicator", "commune_id", "province_id", "day", "counted", "out_of", "declared_at", "replaces_id")
    rows: Iterable[Any] = Declaration.objects.order_by("pk").values_list(*columns)
    return [Declared(key, indicator, commune or province, *rest) for key, indicator, commune, province, *rest in rows]
