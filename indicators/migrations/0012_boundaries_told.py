"""The boundaries of a map are told of as all that pages show beside figures (see 0011); what is only looked at is not."""

from importlib import import_module

from django.db import migrations

_told = import_module("indicators.migrations.0011_bulletins")

TABLE = "communes_boundaries"
WATCHED = {TABLE: ("id, is_shown", "SELECT ''::text FROM row_touched WHERE is_shown")}


def watch(apps, schema_editor):
    schema_editor.execute(_told.function(TABLE, *WATCHED[TABLE]), params=None)
    for event, rows in _told.EVENTS.items():
        called = "all" if event == "truncate" else TABLE
        name = f"indicators_tell_{event}"
        how = f"AFTER {event} ON {TABLE} {rows} FOR EACH STATEMENT EXECUTE FUNCTION indicators_tell_{called}()"
        schema_editor.execute(f"CREATE TRIGGER {name} {how};", params=None)
        schema_editor.execute(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {name};", params=None)


def watch_no_more(apps, schema_editor):
    for event in _told.EVENTS:
        schema_editor.execute(f"DROP TRIGGER indicators_tell_{event} ON {TABLE}", params=None)
    schema_editor.execute(f"DROP FUNCTION indicators_tell_{TABLE}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("communes", "0007_boundaries"),
        ("indicators", "0011_bulletins"),
    ]

    operations = [migrations.RunPython(watch, watch_no_more)]
