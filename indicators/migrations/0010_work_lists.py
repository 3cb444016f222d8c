"""What work lists count depends on promises: whoever makes, keeps or moves one leaves a mark, whatever the road (see 0004).

Figures that stand have none of these counts yet: every village is marked once, from the first of all days.
"""

from importlib import import_module

from django.db import migrations, models

_marks = import_module("indicators.migrations.0004_marks_by_trigger")

TABLE = "coaching_followup"
COLUMNS = "household_id, due_on, closed_on"
TOUCHED = _marks.lived("household_id", "SELECT household_id, due_on + 1 AS day FROM row_touched")

# Of a promise that was only kept, or opened again, no day before that is touched.
CHANGED = """
    SELECT side.household_id, CASE WHEN (b.household_id, b.due_on) = (a.household_id, a.due_on)
        THEN greatest(least(b.closed_on, a.closed_on), a.due_on + 1) ELSE least(b.due_on, a.due_on) + 1 END AS day
    FROM row_before b FULL JOIN row_after a USING (id)
    CROSS JOIN LATERAL (VALUES (b.household_id), (a.household_id)) AS side (household_id)
    WHERE (b.household_id, b.due_on, b.closed_on) IS DISTINCT FROM (a.household_id, a.due_on, a.closed_on)
"""
UPDATED = _marks.lived("household_id", CHANGED)


def watch(apps, schema_editor):
    schema_editor.execute(_marks.function(TABLE, COLUMNS, TOUCHED, UPDATED), params=None)
    for statement in _marks.triggers(TABLE):
        schema_editor.execute(statement, params=None)
    every = f"INSERT INTO indicators_stale (village_id, since, marked_at) SELECT code, {_marks.EVER}, now() FROM communes_village"
    schema_editor.execute(every, params=None)


def watch_no_more(apps, schema_editor):
    schema_editor.execute(f"DROP FUNCTION indicators_mark_{TABLE} CASCADE", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("coaching", "0007_paper"),
        ("indicators", "0009_campaigns"),
    ]

    operations = [
        migrations.AlterField(
            model_name="headcount",
            name="kind",
            field=models.CharField(
                choices=[
                    ("residents", "people who live there"),
                    ("households", "households"),
                    ("poor", "poor households"),
                    ("near_poor", "near-poor households"),
                    ("ethnic_group", "people by ethnic group"),
                    ("age_unknown", "people of unknown age"),
                    ("away", "people working away"),
                    ("overdue", "households with a promise overdue"),
                    ("stalled", "people standing still at “with help”"),
                    ("check", "people to be seen again after 30 days"),
                ],
                max_length=16,
                verbose_name="what",
            ),
        ),
        migrations.RunPython(watch, watch_no_more),
    ]
