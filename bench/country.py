"""A made-up province of any size, by set-based SQL, the same every time."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction

from accounts.models import User
from literacy_portal.kit.periods import today

HOUSEHOLD, VILLAGE, COMMUNE = 4, 140, 49
"""People in a household, households in a village, villages in a commune: as in performance.md."""
DAYS = 120
SMALL = 50_000
CORE = "'online_public_service','online_shopping','cashless_payment','online_safety','local_platforms'"
FACTS = {"own_smartphone": 60, "vneid": 70, "payment_account": 50, "province_app": 30, "digital_signature": 8}
"""Percent of people of whom a roster says so."""


@dataclass(frozen=True, slots=True)
class Country:
    """What was made; `day` is the last on which anything happened."""

    persons: int
    villages: int
    communes: int
    day: date


def make(persons: int, *, in_commune: int = COMMUNE) -> Country:
    """Fills an empty, migrated database: over four months two visits a household and three outcomes a visit; facts before it.

    `in_commune`: how many villages a commune has.
    """
    households = max(persons // HOUSEHOLD, 1)
    villages = -(-households // VILLAGE)
    communes = -(-villages // in_commune)
    day = today()
    user = User.objects.create(username="bench", full_name="bench").pk
    values = {
        "persons": households * HOUSEHOLD, "households": households, "villages": villages, "communes": communes, "day": day,
        "visits": households * 2, "user": user, "begun": day - timedelta(days=DAYS + 60), "year": day.year,
        "in_commune": in_commune,
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        # As a restore does: no trigger and no check row by row; the figures are counted afterwards.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(PLACES, values)
        cursor.execute(PEOPLE, values)
        cursor.execute(VISITS, values)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return Country(values["persons"], villages, communes, day)


def chance(number: str, salt: int, out_of: int | str) -> str:
    """SQL of a number in 0 … out_of − 1, the same for the same row every time."""
    return f"((hashint8extended({number}, {salt}) & 9223372036854775807) %% {out_of})::int"


def key(kind: int, number: str) -> str:
    """SQL of an id in order of the row's number, as UUIDv7 are in order of time."""
    return f"('01900000-000{kind}-7000-8000-' || lpad(to_hex({number}), 12, '0'))::uuid"


def village_of(household: str) -> str:
    """SQL of the code of the village in which a household's number lies."""
    place = f"(({household} - 1) / {VILLAGE})"
    return f"(lpad((10000 + {place} / %(in_commune)s)::text, 5, '0') || lpad((1 + {place} %% %(in_commune)s)::text, 3, '0'))"


PLACES = f"""
    INSERT INTO communes_province (code, name, search_key, sort_key, kind) VALUES ('66', 'Bench', '', '', 'tinh');
    INSERT INTO communes_commune (code, name, search_key, sort_key, kind, setting, province_id, latitude, longitude)
        SELECT (9999 + c)::text, 'Xã thứ ' || c, '', '', 'xa', '', '66', 12 + c %% 11 * 0.11, 107.8 + c / 11 * 0.12
        FROM generate_series(1, %(communes)s) c;
    INSERT INTO communes_village (code, name, search_key, sort_key, kind, head, zalo_link, commune_id)
        SELECT code, 'Village ' || v, '', '', 'thon', '', '', left(code, 5)
        FROM generate_series(1, %(villages)s) v, LATERAL (SELECT {village_of(f"((v - 1) * {VILLAGE} + 1)")}) AS x (code);
    INSERT INTO communes_ethnicgroup (slug, name, code_1979, code_census, aliases)
        VALUES ('kinh', 'Kinh', '01', '01', '[]'), ('ede', 'Ê Đê', '12', '12', '[]');
"""

PEOPLE = f"""
    INSERT INTO communes_household (id, village_id, number, number_key, address, livelihood, best_time, language)
        SELECT {key(1, "h")}, {village_of("h")}, h::text, lpad(h::text, 10, '0'), '', '', '', ''
        FROM generate_series(1, %(households)s::bigint) h;
    INSERT INTO communes_resident
        (id, full_name, sort_key, search_key, sex, birth_date, birth_year, ethnic_group_id,
        phone, other_phones, id_last4, id_hash)
        SELECT {key(2, "p")}, 'Person ' || p, 'person ' || p, 'person ' || p,
            CASE WHEN {chance("p", 1, 2)} = 0 THEN 'female' ELSE 'male' END, born, extract(year FROM born),
            CASE WHEN {chance(f"p / {HOUSEHOLD}", 2, 10)} < 3 THEN 'ede' ELSE 'kinh' END, '', '', '', ''
        FROM generate_series(1, %(persons)s::bigint) p, LATERAL (SELECT %(day)s::date - {chance("p", 3, 30000)}) AS b (born);
    INSERT INTO communes_residence (resident_id, household_id, village_id, relation, status, started_on, end_reason)
        SELECT {key(2, "p")}, {key(1, f"((p - 1) / {HOUSEHOLD} + 1)")}, {village_of(f"((p - 1) / {HOUSEHOLD} + 1)")},
            CASE WHEN p %% {HOUSEHOLD} = 1 THEN 'head' ELSE 'other' END,
            CASE WHEN {chance("p", 4, 20)} = 0 THEN 'away' ELSE 'living' END, %(begun)s, ''
        FROM generate_series(1, %(persons)s::bigint) p;
    INSERT INTO communes_povertystatus (household_id, year, poverty_class, decision)
        SELECT {key(1, "h")}, %(year)s, 'poor', '' FROM generate_series(1, %(households)s::bigint) h
        WHERE {chance("h", 5, 8)} = 0;
"""

FACT_ROWS = " UNION ALL ".join(
    f"SELECT p, '{skill}' AS skill, {salt} AS salt FROM generate_series(1, %(persons)s::bigint) p"
    f" WHERE {chance('p', salt, 100)} < {percent}"
    for salt, (skill, percent) in enumerate(FACTS.items(), 20)
)

PERSON_MET = (
    f"(('x' || right(household_id::text, 12))::bit(48)::bigint - 1) * {HOUSEHOLD} + 1 + {chance('n * 3 + k', 9, HOUSEHOLD)}"
)
"""SQL of the number of somebody in the household of a visit, whose id ends in its number."""

VISITS = f"""
    INSERT INTO coaching_visit (id, household_id, village_id, visited_on, result, setting, language, minutes, note,
            recorded_by_id, received_at, content_hash)
        SELECT {key(3, "v")}, {key(1, "h")}, {village_of("h")}, day,
            CASE WHEN {chance("v", 8, 5)} = 0 THEN 'nobody_home' ELSE 'met' END,
            'home', 'vie', 20, '', %(user)s, day + interval '14 hours', ''
        FROM generate_series(1, %(visits)s::bigint) v,
            LATERAL (SELECT 1 + {chance("v", 6, "%(households)s")}::bigint, %(day)s::date - {chance("v", 7, DAYS)}) AS x (h, day);
    INSERT INTO coaching_outcome
        (id, resident_id, skill_id, level, observed_on, mode, source, visit_id, recorded_by_id, received_at)
        SELECT {key(4, "(n * 3 + k)")}, {key(2, PERSON_MET)},
            CASE WHEN k = 0 THEN 'device_use' ELSE (ARRAY[{CORE}])[1 + {chance("n * 3 + k", 10, 5)}] END,
            1 + {chance("n * 3 + k", 11, 3)}, visited_on, 'own_phone', 'visit', id, %(user)s, received_at
        FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM coaching_visit WHERE result = 'met') v,
            generate_series(0, 2) k;
    INSERT INTO coaching_outcome (id, resident_id, skill_id, level, observed_on, mode, source, recorded_by_id, received_at)
        SELECT {key(5, "row_number() OVER ()")}, {key(2, "p")}, skill, 1, %(begun)s, '', 'roster', %(user)s, %(begun)s::date
        FROM ({FACT_ROWS}) facts;
"""
