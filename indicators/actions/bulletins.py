"""Bulletins are added up now and then, so that there is one row for each commune and not one for each change."""

from django.db import connection

from indicators.models import Bulletin

MANY = 200
"""So many rows are worth the work."""

_ADD_UP = """
    WITH taken AS (
        DELETE FROM indicators_bulletin WHERE id IN (SELECT id FROM indicators_bulletin FOR UPDATE SKIP LOCKED)
        RETURNING commune, word
    )
    INSERT INTO indicators_bulletin (commune, word) SELECT commune, sum(word) FROM taken GROUP BY commune
"""


def add_up() -> None:
    """Leaves the sum of each commune's bulletins as it is. Waits for nobody."""
    communes = Bulletin.objects.values("commune").distinct().count()
    if Bulletin.objects.count() > communes + MANY:
        with connection.cursor() as cursor:
            cursor.execute(_ADD_UP)
