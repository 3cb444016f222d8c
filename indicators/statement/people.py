"""The people and households behind one figure of one village: the recount's own conditions, read before they are added up."""

from datetime import date

from indicators.catalogue.indicator import Indicator
from indicators.enums import Group
from indicators.statement.levels import SUBJECTS
from indicators.statement.parameters import Parameters, Statement
from indicators.statement.recount import TABLES, states_sql, with_sql
from indicators.statement.steps import group_column


def people(village: str, indicator: Indicator, group: str, day: date) -> Statement:
    """Everyone that the figure is out of at the end of the day, house by house; columns: subject, household, is counted.

    The subject is a resident or, for figures of households, the household itself. Raises KeyError for figures of villages.
    """
    subject = SUBJECTS[indicator.unit]
    parameters = Parameters(since={village: day}, until=day)
    parts = states_sql([indicator], parameters)
    inside = "true" if group == Group.ALL else f"state.{group_column(group)}"
    rows = f"""
        SELECT state.{subject}, home.household_id, state."is {indicator.code}"
        FROM {TABLES[indicator.unit]} state
        CROSS JOIN LATERAL (
            SELECT min(stay.household_id::text)::uuid AS household_id FROM stay WHERE stay.{subject} = state.{subject}
        ) home
        JOIN communes_household h ON h.id = home.household_id
        LEFT JOIN communes_resident r ON r.id = {"state.resident_id" if subject == "resident_id" else "NULL"}
        WHERE state."of {indicator.population.code}" AND {inside}
        ORDER BY h.number_key, h.id, r.sort_key, r.id
    """  # noqa: S608 -- names of columns only
    return Statement(with_sql(parts, rows), parameters.values)
