"""Who stands on a work list of some villages on a day: the spans that its count is made of, read before they are added up."""

from collections.abc import Collection
from datetime import date

from indicators.enums import Head
from indicators.statement.households import met_sql
from indicators.statement.parameters import Parameters, Statement
from indicators.statement.recount import with_sql
from indicators.statement.stays import ASKED, stay_sql
from indicators.statement.waiting import WAITING, waiting_sql
from sessions.enums import WorkList


def work(which: WorkList, villages: Collection[str], day: date) -> Statement:
    """Everyone on the list at the end of the day, as many as its count says.

    Columns: village, household, resident (null where the list is of households), since when, and what, as codes.
    """
    parameters = Parameters(since=dict.fromkeys(villages, day), until=day)
    parts = {"asked": ASKED, "stay": stay_sql(parameters)}
    if which is WorkList.NEVER:
        return Statement(with_sql(parts | {"met": met_sql(parameters)}, _NEVER), parameters.values)
    table, subject = WAITING[Head(which)]
    resident = "stay.resident_id" if subject == "resident_id" else "NULL::uuid"
    rows = f"""
        SELECT stay.village_id, min(stay.household_id::text)::uuid, {resident}, min(one.since), array_agg(DISTINCT one.detail)
        FROM stay JOIN {table} one USING ({subject})
        WHERE one.from_day <= %(until)s AND %(until)s < one.to_day
        GROUP BY stay.village_id, stay.{subject}
    """  # noqa: S608 -- names of tables and columns only
    return Statement(with_sql(parts | waiting_sql(parameters), rows), parameters.values)


_NEVER = """
    SELECT DISTINCT stay.village_id, stay.household_id, NULL::uuid, NULL::date, ARRAY[]::text[]
    FROM stay WHERE NOT EXISTS (SELECT FROM met WHERE met.household_id = stay.household_id)
"""
