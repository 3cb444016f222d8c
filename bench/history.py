"""All history against today alone, and the reading of it against counting on the spot (performance.md C)."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection

from bench import country
from bench.row import Row, seconds
from bench.servers import fresh_database
from communes.models import Village
from indicators.actions.marking import mark_stale
from indicators.actions.recount import drain, rebuild
from indicators.queries.figures import courses_of

PROVINCE = "66"
YEAR = 365
READS = 20


def measure(persons: int) -> Iterator[Row]:
    """One country, rebuilt from nothing for every day, then again for today."""
    with fresh_database("history"):
        made = country.make(persons)
        everything = seconds(rebuild)
        mark_stale(villages=Village.objects.values_list("code", flat=True), since=made.day)
        again = seconds(drain)
        note = f"{country.DAYS + 60} days of {made.villages} villages, with storing"
        yield Row("Recount of all history", "today's recount alone", everything, again, 10.0, note=note)
        first = made.day - timedelta(days=YEAR)
        read = seconds(lambda: courses_of([(PROVINCE, "adults_able")], first, made.day).answer(), times=READS)
        live = seconds(_weekly_live)
        name = "A year's trend of a province, read"
        note = "the baseline counts visits only, by week"
        yield Row(name, "grouping raw visits on reading", read, live, 20, at_most=False, times_faster=True, note=note)


def _weekly_live() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT date_trunc('week', visited_on), count(*) FROM coaching_visit v"
            " JOIN communes_village p ON p.code = v.village_id JOIN communes_commune c ON c.code = p.commune_id"
            " WHERE c.province_id = '66' GROUP BY 1 ORDER BY 1"
        )
        cursor.fetchall()
