"""Visits by the hour: every visit marks the village it was paid to, whoever paid it and whomever it met (see 0004).

What is new in the catalogue and here is counted from the first day there is, in every village.
"""

from importlib import import_module

from django.db import migrations, models

_marks = import_module("indicators.migrations.0004_marks_by_trigger")

TABLE = "coaching_visit"
COLUMNS = "id, household_id, village_id, team_id, result, visited_on, written_at, minutes, replaces_id"
TOUCHED = (
    _marks.lived("household_id", f"SELECT * FROM ({_marks.VISITS}) v WHERE result = 'met'")
    + f" UNION ALL SELECT village_id, day FROM ({_marks.VISITS}) v"
)
ALL_ANEW = f"INSERT INTO indicators_stale (village_id, since, marked_at) SELECT code, {_marks.EVER}, now() FROM communes_village"


def replace(schema_editor, columns, touched):
    made = _marks.function(TABLE, columns, touched, None)
    schema_editor.execute(made.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"), params=None)


def watch(apps, schema_editor):
    replace(schema_editor, COLUMNS, TOUCHED)
    schema_editor.execute(ALL_ANEW, params=None)


def watch_as_before(apps, schema_editor):
    columns, touched, _updated = _marks.WATCHED[TABLE]
    replace(schema_editor, columns, touched)


class Migration(migrations.Migration):

    dependencies = [
        ('coaching', '0008_visit_written_at'),
        ('indicators', '0012_boundaries_told'),
    ]

    operations = [
        migrations.AlterField(
            model_name='definition',
            name='family',
            field=models.CharField(choices=[('habit', 'Habits'), ('use', 'Use'), ('reach', 'Reach'), ('install', 'Installed'), ('ground', 'Ground'), ('steps', 'From the door to the habit')], max_length=10, verbose_name='family'),
        ),
        migrations.CreateModel(
            name='VisitHour',
            fields=[
                ('pk', models.CompositePrimaryKey('place', 'hour', 'day', blank=True, editable=False, primary_key=True, serialize=False)),
                ('place', models.CharField(max_length=8, verbose_name='place')),
                ('hour', models.CharField(blank=True, max_length=2, verbose_name='hour')),
                ('day', models.DateField(verbose_name='day')),
                ('visits', models.IntegerField(verbose_name='visits')),
                ('met', models.IntegerField(verbose_name='visits that met someone')),
            ],
            options={
                'verbose_name': 'visits by hour',
                'verbose_name_plural': 'visits by hour',
                'ordering': ['place', 'hour', '-day'],
                'constraints': [models.CheckConstraint(condition=models.Q(('met__gte', 0), ('met__lte', models.F('visits'))), name='visit_hour_met_within_visits')],
            },
        ),
        migrations.RunPython(watch, watch_as_before),
    ]
