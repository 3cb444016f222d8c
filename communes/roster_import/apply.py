"""Writes what a plan came to: set-based, inside the caller's transaction."""

from django.db import connection

from communes.models import Household, PovertyStatus, Residence, Resident
from communes.roster_import import staging
from communes.roster_import.writes import ENDED, HOUSEHOLD, OPENED, RESIDENT, STAYING, Part

_NEW_HOUSEHOLD = ("id", *HOUSEHOLD, "best_time", "language")
_POVERTY = ("household", "year", "poverty_class", "decision")
# Where a row lies and which transaction put it there: both change with every write, whoever wrote, and cost no column.
_STATE = """
    WITH place AS (SELECT code, tableoid, ctid, xmin FROM communes_village WHERE commune_id = %(commune)s),
    stay AS (SELECT r.* , r.tableoid, r.ctid, r.xmin FROM communes_residence r JOIN place ON r.village_id = place.code),
    home AS (SELECT h.id, h.tableoid, h.ctid, h.xmin FROM communes_household h JOIN place ON h.village_id = place.code),
    version AS (
        SELECT tableoid, ctid, xmin FROM place
        UNION ALL SELECT tableoid, ctid, xmin FROM stay
        UNION ALL SELECT tableoid, ctid, xmin FROM home
        UNION ALL SELECT p.tableoid, p.ctid, p.xmin FROM communes_povertystatus p JOIN home ON p.household_id = home.id
        UNION ALL SELECT p.tableoid, p.ctid, p.xmin FROM communes_resident p
            WHERE p.id IN (SELECT resident_id FROM stay)
    )
    SELECT count(*), bit_xor(hashtextextended((tableoid, ctid, xmin)::text, 0)) FROM version
"""


def state_of(commune: str) -> str:
    """Equal as long as nobody writes the villages, households, people, residences or poverty classes of the commune."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE, {"commune": commune})
        return " ".join(map(str, cursor.fetchone()))


def write(part: Part) -> None:
    """The rows of a part, each table at once."""
    staging.insert(Household, _NEW_HOUSEHOLD, part.new_households)
    staging.insert(Resident, ("id", *RESIDENT), part.new_residents)
    staging.update(Household, HOUSEHOLD, part.households)
    staging.update(Resident, RESIDENT, part.residents)
    staging.update(Residence, ENDED, part.ended)
    staging.update(Residence, STAYING, part.staying)
    staging.insert(Residence, OPENED, part.opened)
    staging.merge(PovertyStatus, _POVERTY, part.poverty, unique=("household", "year"), over=("poverty_class",))


def count_anew() -> None:
    """Has the database look at the tables after many new rows: it would plan the next comparison for the tables of before."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE communes_household, communes_resident, communes_residence, communes_povertystatus")
