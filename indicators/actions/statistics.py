"""What PostgreSQL's planner knows of the tables that are counted."""

from typing import Any

from django.db import connection

from communes.models import Household, PovertyStatus, Residence, Resident, Village, VillageCondition
from indicators.models import Headcount, Measurement, VisitHour
from sessions.models import Gathering, Outcome, Visit
from teams.models import Team

COUNTED: list[Any] = [
    Village, VillageCondition, Household, Resident, Residence, PovertyStatus, Visit, Gathering, Outcome, Team.villages.through,
    Measurement, Headcount, VisitHour,
]  # fmt: skip


def refresh_statistics() -> None:
    """Has the database look at the tables anew: seconds, whatever their size.

    After a restore or a large load the planner believes them empty, and a recount of everything takes a hundred times as long.
    """
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in COUNTED)  # noqa: SLF001 -- Django's documented door
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")
