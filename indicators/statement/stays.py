"""Who lives where and who is poor, as spans of days."""

from collections.abc import Collection

from communes.enums import PovertyClass, Relation, ResidenceStatus
from indicators.statement.parameters import Parameters

LIVES_THERE = (ResidenceStatus.LIVING, ResidenceStatus.TEMPORARY)
IS_POOR = (PovertyClass.POOR, PovertyClass.NEAR_POOR)

ASKED = "SELECT * FROM unnest(%(villages)s::text[], %(since)s::date[]) AS asked (village_id, since)"
"""The villages to count, each with the first day that is asked for."""


def stay_sql(parameters: Parameters, statuses: Collection[ResidenceStatus] = LIVES_THERE) -> str:
    """Spans in which people live in the villages asked for, cut off before `since`; of one person they may overlap."""
    return f"""
        SELECT asked.village_id, r.household_id, r.resident_id, r.relation = {parameters.hold(Relation.HEAD.value)} AS is_head,
            GREATEST(r.started_on, asked.since) AS from_day, COALESCE(r.ended_on, 'infinity') AS to_day
        FROM communes_residence r JOIN asked ON asked.village_id = r.village_id
        WHERE r.village_id = ANY(%(villages)s)
            AND r.status = ANY({parameters.hold([status.value for status in statuses])})
            AND r.started_on <= %(until)s
            AND (r.ended_on IS NULL OR r.ended_on > GREATEST(r.started_on, asked.since))
    """  # noqa: S608 -- placeholders only


def poverty_sql(parameters: Parameters) -> str:
    """Spans of the poverty classes of the households of `stay`: a yearly class holds until the next that was decided."""
    return f"""
        SELECT household_id, poverty_class, from_day, to_day,
            poverty_class = ANY({parameters.hold([one.value for one in IS_POOR])}) AS is_poor
        FROM (
            SELECT household_id, poverty_class, make_date(GREATEST(year, 1), 1, 1) AS from_day,
                COALESCE(make_date(lead(year) OVER of_household, 1, 1), 'infinity') AS to_day
            FROM communes_povertystatus
            WHERE household_id = ANY(ARRAY(SELECT household_id FROM stay))
            WINDOW of_household AS (PARTITION BY household_id ORDER BY year)
        ) classes
        WHERE from_day <= %(until)s AND to_day > %(first)s
    """  # noqa: S608 -- placeholders only
