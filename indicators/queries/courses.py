"""Classes and workshops held in a place and the places taken in them, day by day."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection

from communes.models.places import COUNTRY
from sessions.enums import GatheringKind

COURSES = (GatheringKind.CLASS, GatheringKind.WORKSHOP)

_INSIDE = {8: "v.code = %(place)s", 5: "v.commune_id = %(place)s", 2: "c.province_id = %(place)s"}

_COURSES = """
    SELECT asked.topic, held.day, count(*), sum(held.people)
    FROM unnest(%(topics)s::text[]) AS asked (topic)
    CROSS JOIN LATERAL (
        SELECT g.held_on AS day, (
            SELECT count(*) FROM coaching_attendance a
            WHERE a.gathering_id = g.id AND (asked.topic = '' OR EXISTS (
                SELECT FROM coaching_attendance_topics t WHERE t.attendance_id = a.id AND t.skill_id = asked.topic
            ))
        ) AS people
        FROM coaching_gathering g
        JOIN communes_village v ON v.code = g.village_id
        JOIN communes_commune c ON c.code = v.commune_id
        WHERE {inside} AND g.kind = ANY(%(kinds)s) AND g.held_on BETWEEN %(first)s AND %(last)s
            AND NOT EXISTS (SELECT FROM coaching_gathering later WHERE later.replaces_id = g.id)
    ) held
    WHERE asked.topic = '' OR held.people > 0
    GROUP BY 1, 2 ORDER BY 1, 2
"""

Held = list[tuple[date, int, int]]
"""Days on which courses were held: how many, and the places taken in them."""


def courses_in(place: str, topics: Collection[str], first: date, last: date) -> dict[str, Held]:
    """By topic (a skill's code, or nothing for any): the courses of a place (code). One query."""
    held: dict[str, Held] = {topic: [] for topic in topics}
    values: dict[str, Any] = {"place": place, "topics": list(held), "kinds": [str(kind) for kind in COURSES]}
    inside = "true" if place == COUNTRY else _INSIDE[len(place)]
    with connection.cursor() as cursor:
        cursor.execute(_COURSES.format(inside=inside), values | {"first": first, "last": last})
        for topic, day, courses, people in cursor.fetchall():
            held[topic].append((day, courses, int(people)))
    return held
