"""What pages tell beside figures: whoever changes it, by whatever road, leaves a word with the change (see 0004 for the way).

A page is kept as long as its edition, the marks that wait and the sum of these words are the same (decision 25).
"""

from django.db import migrations, models

SOMEWHERE = "SELECT left(village_id, 5) FROM row_touched"
COMMUNE = "SELECT commune_id FROM row_touched"
EVERYWHERE = "SELECT ''::text FROM row_touched"
AT_A_GATHERING = "SELECT left(g.village_id, 5) FROM row_touched JOIN coaching_gathering g ON g.id = gathering_id"


def told_by_team(table):
    """Where it was, and in all that the team covers: there the team has been heard from. So for what a correction replaces."""
    told = f"""
        SELECT village_id, team_id FROM row_touched
        UNION SELECT village_id, team_id FROM {table} WHERE id IN (SELECT replaces_id FROM row_touched)
    """
    return f"""
        SELECT left(told.village_id, 5) FROM ({told}) told
        UNION SELECT left(covered.village_id, 5) FROM ({told}) told JOIN teams_team_villages covered USING (team_id)
    """


WATCHED = {
    "coaching_visit": ("*", told_by_team("coaching_visit")),
    "coaching_gathering": ("*", told_by_team("coaching_gathering")),
    "coaching_attendance": ("*", AT_A_GATHERING),
    "coaching_attendance_topics": (
        "*",
        """
        SELECT left(g.village_id, 5) FROM row_touched
        JOIN coaching_attendance a ON a.id = attendance_id JOIN coaching_gathering g ON g.id = a.gathering_id
        """,
    ),
    "coaching_held": ("*", SOMEWHERE),
    "coaching_proposal": ("*", SOMEWHERE),
    "coaching_skill": ("*", EVERYWHERE),
    "communes_commune": ("*", EVERYWHERE),
    "communes_ethnicgroup": ("*", EVERYWHERE),
    "communes_province": ("*", EVERYWHERE),
    "communes_rosterimport": ("id, commune_id, village_id, state, applied_at", COMMUNE),
    "communes_village": ("*", COMMUNE),
    "communes_villagecondition": ("*", SOMEWHERE),
    "indicators_campaign": ("*", EVERYWHERE),
    "indicators_countingday": ("*", EVERYWHERE),
    "indicators_coursetarget": ("*", EVERYWHERE),
    "indicators_declaration": ("*", "SELECT coalesce(commune_id, '') FROM row_touched"),
    "indicators_definition": ("*", EVERYWHERE),
    "indicators_recount": ("*", EVERYWHERE),
    "indicators_report": ("id, commune_id, kind, first, last, title, state, due_at", COMMUNE),
    # A mark that waits is told by itself; what it stood for is told as it goes.
    "indicators_stale": ("*", SOMEWHERE),
    "indicators_target": ("*", EVERYWHERE),
    "teams_team": (
        "*",
        f"{COMMUNE} UNION SELECT left(covered.village_id, 5) FROM row_touched t JOIN teams_team_villages covered ON covered.team_id = t.id",
    ),
    "teams_team_villages": ("*", SOMEWHERE),
}
"""By table: the columns that pages tell of, and the communes on whose pages they stand."""

WORD = """
    WITH row_touched AS ({rows})
    INSERT INTO indicators_bulletin (commune, word)
    SELECT commune, 1 + floor(random() * 1e12)::bigint FROM ({communes}) AS touched (commune) GROUP BY commune;
"""
BOTH = "SELECT {columns} FROM row_before UNION ALL SELECT {columns} FROM row_after"
CHANGED = """
    (SELECT {columns} FROM row_before EXCEPT SELECT {columns} FROM row_after)
    UNION ALL (SELECT {columns} FROM row_after EXCEPT SELECT {columns} FROM row_before)
"""


def function(table, columns, communes):
    inserted, deleted, updated = (
        WORD.format(rows=rows.format(columns=columns), communes=communes)
        for rows in ("SELECT * FROM row_after", "SELECT * FROM row_before", BOTH if columns == "*" else CHANGED)
    )
    return f"""
        CREATE FUNCTION indicators_tell_{table}() RETURNS trigger LANGUAGE plpgsql
        SET search_path FROM CURRENT SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
        AS $body$ BEGIN
            IF TG_OP = 'INSERT' THEN {inserted}
            ELSIF TG_OP = 'DELETE' THEN {deleted}
            ELSE {updated}
            END IF;
            RETURN NULL;
        END $body$;
    """


ALL = """
    CREATE FUNCTION indicators_tell_all() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $body$ BEGIN
        INSERT INTO indicators_bulletin (commune, word) VALUES ('', 1 + floor(random() * 1e12)::bigint);
        RETURN NULL;
    END $body$;
"""

EVENTS = {
    "insert": "REFERENCING NEW TABLE AS row_after",
    "update": "REFERENCING OLD TABLE AS row_before NEW TABLE AS row_after",
    "delete": "REFERENCING OLD TABLE AS row_before",
    "truncate": "",
}


def events(table):
    """Of marks only that they go."""
    return [event for event in EVENTS if table != "indicators_stale" or event in ("delete", "truncate")]


def watch(apps, schema_editor):
    schema_editor.execute(ALL, params=None)
    for table, (columns, communes) in WATCHED.items():
        schema_editor.execute(function(table, columns, communes), params=None)
        for event in events(table):
            called = "all" if event == "truncate" else table
            name, rows = f"indicators_tell_{event}", EVENTS[event]
            how = f"AFTER {event} ON {table} {rows} FOR EACH STATEMENT EXECUTE FUNCTION indicators_tell_{called}()"
            schema_editor.execute(f"CREATE TRIGGER {name} {how};", params=None)
            schema_editor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};", params=None)


def watch_no_more(apps, schema_editor):
    for table in [*WATCHED, "all"]:
        schema_editor.execute(f"DROP FUNCTION indicators_tell_{table} CASCADE", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("coaching", "0007_paper"),
        ("communes", "0006_commune_setting"),
        ("indicators", "0010_work_lists"),
        ("teams", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bulletin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("commune", models.CharField(blank=True, db_index=True, max_length=5, verbose_name="commune")),
                ("word", models.BigIntegerField(verbose_name="word")),
            ],
            options={"verbose_name": "bulletin", "verbose_name_plural": "bulletins", "ordering": ["pk"]},
        ),
        migrations.RunPython(watch, watch_no_more),
    ]
