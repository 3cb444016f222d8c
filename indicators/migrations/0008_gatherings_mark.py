"""A gathering marks the village where a team held it, as a visit does: by the database, whatever the road (see 0004)."""

from importlib import import_module

from django.db import migrations

_marks = import_module("indicators.migrations.0004_marks_by_trigger")

TABLE = "coaching_gathering"
COLUMNS = "id, village_id, team_id, held_on, replaces_id"
GATHERINGS = _marks.with_replaced(TABLE, "village_id, team_id, held_on AS day")
TOUCHED = f"SELECT village_id, day FROM ({GATHERINGS}) g WHERE team_id IS NOT NULL"


def watch(apps, schema_editor):
    schema_editor.execute(_marks.function(TABLE, COLUMNS, TOUCHED, None), params=None)
    for statement in _marks.triggers(TABLE):
        schema_editor.execute(statement, params=None)


def watch_no_more(apps, schema_editor):
    schema_editor.execute(f"DROP FUNCTION indicators_mark_{TABLE} CASCADE", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("coaching", "0004_sync"),
        ("indicators", "0007_reports"),
    ]

    operations = [migrations.RunPython(watch, watch_no_more)]
