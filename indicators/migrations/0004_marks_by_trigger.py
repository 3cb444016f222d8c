"""Stale marks are written by the database: whoever changes a row that figures read, by whatever road, leaves its marks.

Per table one function, called once per statement and not per row, in the writer's transaction. It adds one mark for each
village touched, from the earliest day touched: docs/decisions/0010-marks-by-trigger.md.
"""

import django.db.models.deletion
from django.db import migrations, models

EVER = "DATE '0001-01-01'"
"""From the first of all days."""

INSERTED, DELETED, UPDATED = "SELECT {columns} FROM row_after", "SELECT {columns} FROM row_before", """
    (SELECT {columns} FROM row_before EXCEPT SELECT {columns} FROM row_after)
    UNION ALL
    (SELECT {columns} FROM row_after EXCEPT SELECT {columns} FROM row_before)
"""
"""The rows of a statement; of changed ones those in which a column of figures differs, as they were and as they are."""


def lived(key, rows):
    """Where people, or those of households, lived on a day or after: touched from that day, but no sooner than they came."""
    return f"""
        SELECT r.village_id, greatest(subject.day, r.started_on)
        FROM ({rows}) AS subject JOIN communes_residence r USING ({key})
        WHERE r.ended_on IS NULL OR r.ended_on > subject.day
    """


def with_replaced(table, columns):
    """Rows, and those that they replace: these stand no longer, or again, from their own day."""
    replaced = f"SELECT {columns} FROM {table} WHERE id IN (SELECT replaces_id FROM row_touched)"
    return f"SELECT {columns} FROM row_touched UNION ALL {replaced}"


OUTCOMES = with_replaced("coaching_outcome", "resident_id, household_id, observed_on AS day")
VISITS = with_replaced("coaching_visit", "household_id, village_id, team_id, result, visited_on AS day")

# A residence of which only the end was moved: nothing before either end is touched.
RESIDENCE_UPDATED = """
    SELECT side.village, CASE
        WHEN (b.resident_id, b.household_id, b.village_id, b.relation, b.status, b.started_on)
            = (a.resident_id, a.household_id, a.village_id, a.relation, a.status, a.started_on)
        THEN least(b.ended_on, a.ended_on) ELSE least(b.started_on, a.started_on) END
    FROM row_before b FULL JOIN row_after a USING (id)
    CROSS JOIN LATERAL (VALUES (b.village_id), (a.village_id)) AS side (village)
    WHERE (b.resident_id, b.household_id, b.village_id, b.relation, b.status, b.started_on, b.ended_on)
        IS DISTINCT FROM (a.resident_id, a.household_id, a.village_id, a.relation, a.status, a.started_on, a.ended_on)
"""

# A village is in figures of villages from its opening to its closing.
VILLAGE_UPDATED = f"""
    SELECT a.code, CASE WHEN b.opened_on IS DISTINCT FROM a.opened_on
        THEN least(coalesce(b.opened_on, {EVER}), coalesce(a.opened_on, {EVER})) ELSE least(b.closed_on, a.closed_on) END
    FROM row_before b JOIN row_after a USING (code)
    WHERE (b.opened_on, b.closed_on) IS DISTINCT FROM (a.opened_on, a.closed_on)
"""

WATCHED = {
    "communes_residence": ("village_id, started_on", "SELECT village_id, started_on FROM row_touched", RESIDENCE_UPDATED),
    # What was wrong about a person is corrected for all days.
    "communes_resident": (
        "id AS resident_id, sex, birth_date, birth_year, ethnic_group_id",
        lived("resident_id", f"SELECT resident_id, {EVER} AS day FROM row_touched"),
        None,
    ),
    "communes_povertystatus": (
        "household_id, year, poverty_class",
        lived("household_id", "SELECT household_id, make_date(greatest(year::int, 1), 1, 1) AS day FROM row_touched"),
        None,
    ),
    "communes_village": ("code, opened_on", f"SELECT code, coalesce(opened_on, {EVER}) FROM row_touched", VILLAGE_UPDATED),
    "communes_villagecondition": (
        "village_id, since, has_4g, has_telecom, has_power",
        "SELECT village_id, since FROM row_touched",
        None,
    ),
    "coaching_outcome": (
        "id, resident_id, household_id, skill_id, level, observed_on, received_at, replaces_id",
        lived("resident_id", OUTCOMES) + " UNION ALL " + lived("household_id", OUTCOMES),
        None,
    ),
    # Whom a visit met counts where the household lives; that a team came counts where it came.
    "coaching_visit": (
        "id, household_id, village_id, team_id, result, visited_on, replaces_id",
        lived("household_id", f"SELECT * FROM ({VISITS}) v WHERE result = 'met'")
        + f" UNION ALL SELECT village_id, day FROM ({VISITS}) v WHERE team_id IS NOT NULL",
        None,
    ),
    # Which villages a team covers has no dates: it holds for all days.
    "teams_team_villages": ("team_id, village_id", f"SELECT village_id, {EVER} FROM row_touched", None),
}
"""By table: the columns that figures read; the villages and days that rows touch; where it differs, what changed rows touch."""

MARK = """
    WITH row_touched AS ({rows}) INSERT INTO indicators_stale (village_id, since, marked_at)
    SELECT village, min(day), now() FROM ({touched}) AS touched (village, day) WHERE village IS NOT NULL GROUP BY village;
"""

ARRIVE = """
    INSERT INTO indicators_arrival (village_id, since) SELECT village_id, min(started_on) FROM ({rows}) came GROUP BY village_id;
"""
ARRIVED = {
    "communes_residence": (
        ARRIVE.format(rows="SELECT * FROM row_after"),
        ARRIVE.format(
            rows="""
                SELECT a.* FROM row_after a LEFT JOIN row_before b USING (id)
                WHERE (a.resident_id, a.household_id, a.village_id, a.started_on)
                    IS DISTINCT FROM (b.resident_id, b.household_id, b.village_id, b.started_on)
                    OR coalesce(a.ended_on, 'infinity') > coalesce(b.ended_on, 'infinity')
            """
        ),
    )
}
"""Where somebody came by rows inserted or changed: news about them that is being written at the same time cannot know it."""


def mark(rows, columns, touched):
    """The statement that writes the marks; inside it the rows are called `row_touched`."""
    return MARK.format(rows=rows.format(columns=columns), touched=touched)


def function(table, columns, touched, updated):
    """The function of a table.

    A session keeps its plans, made at the first call, be that for one row or for a whole roster. So rows are always looked up
    by index: best for one, and good enough for a hundred thousand.
    """
    changes = mark("SELECT", "", updated) if updated else mark(UPDATED, columns, touched)
    came, moved = ARRIVED.get(table, ("", ""))
    return f"""
        CREATE FUNCTION indicators_mark_{table}() RETURNS trigger LANGUAGE plpgsql
        SET search_path FROM CURRENT SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
        AS $body$ BEGIN
            IF TG_OP = 'INSERT' THEN {mark(INSERTED, columns, touched)} {came}
            ELSIF TG_OP = 'DELETE' THEN {mark(DELETED, columns, touched)}
            ELSE {changes} {moved}
            END IF;
            RETURN NULL;
        END $body$;
    """


ALL = f"""
    CREATE FUNCTION indicators_mark_all() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $body$ BEGIN
        INSERT INTO indicators_stale (village_id, since, marked_at) SELECT code, {EVER}, now() FROM communes_village;
        RETURN NULL;
    END $body$;
"""

EVENTS = {
    "insert": "REFERENCING NEW TABLE AS row_after",
    "update": "REFERENCING OLD TABLE AS row_before NEW TABLE AS row_after",
    "delete": "REFERENCING OLD TABLE AS row_before",
    "truncate": "",
}


def triggers(table):
    """Fired always: also for a session that calls itself a replica."""
    for event, rows in EVENTS.items():
        called = "indicators_mark_all" if event == "truncate" else f"indicators_mark_{table}"
        name = f"indicators_mark_{event}"
        yield f"CREATE TRIGGER {name} AFTER {event} ON {table} {rows} FOR EACH STATEMENT EXECUTE FUNCTION {called}();"
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};"


def watch(apps, schema_editor):
    schema_editor.execute(ALL, params=None)
    for table, (columns, touched, updated) in WATCHED.items():
        schema_editor.execute(function(table, columns, touched, updated), params=None)
        for statement in triggers(table):
            schema_editor.execute(statement, params=None)


def watch_no_more(apps, schema_editor):
    for table in WATCHED:
        schema_editor.execute(f"DROP FUNCTION indicators_mark_{table} CASCADE", params=None)
    schema_editor.execute("DROP FUNCTION indicators_mark_all CASCADE", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("coaching", "0003_visit_people"),
        ("communes", "0002_roster_import"),
        ("indicators", "0003_every_day"),
        ("teams", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="since")),
                (
                    "writers",
                    models.JSONField(help_text="Those open since it was first seen.", null=True, verbose_name="transactions"),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="communes.village",
                        verbose_name="village",
                    ),
                ),
            ],
            options={"verbose_name": "arrival", "verbose_name_plural": "arrivals", "ordering": ["pk"]},
        ),
        migrations.RunPython(watch, watch_no_more),
    ]
