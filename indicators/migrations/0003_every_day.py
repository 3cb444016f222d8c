"""Figures of every day. What was stored of one day is dropped and counted anew: all of it follows from the base tables."""

from datetime import date

from django.db import migrations, models

import indicators.enums
import literacy_portal.kit.ids


def mark_every_village(apps, schema_editor):
    villages = apps.get_model("communes", "Village").objects.order_by("code").values_list("code", flat=True)
    stale = apps.get_model("indicators", "Stale")
    stale.objects.bulk_create([stale(village_id=code, since=date.min) for code in villages], batch_size=2000)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0002_headcounts_and_days"),
    ]

    operations = [
        migrations.DeleteModel("Headcount"),
        migrations.DeleteModel("Measurement"),
        migrations.CreateModel(
            name="Measurement",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "place", "indicator", "group", "day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.CharField(max_length=8, verbose_name="place")),
                ("indicator", models.CharField(max_length=60, verbose_name="indicator")),
                ("group", models.CharField(max_length=16, verbose_name="group")),
                ("day", models.DateField(verbose_name="day")),
                ("counted", models.IntegerField(verbose_name="counted")),
                ("out_of", models.IntegerField(verbose_name="out of")),
            ],
            options={
                "verbose_name": "measurement",
                "verbose_name_plural": "measurements",
                "ordering": ["place", "indicator", "group", "-day"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("counted__gte", 0), ("counted__lte", models.F("out_of"))),
                        name="measurement_counted_within_out_of",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Headcount",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "place", "kind", "detail", "day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.CharField(max_length=8, verbose_name="place")),
                ("kind", models.CharField(choices=indicators.enums.Head.choices, max_length=16, verbose_name="what")),
                (
                    "detail",
                    models.CharField(
                        blank=True, help_text="The slug of an ethnic group.", max_length=20, verbose_name="of which"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("number", models.IntegerField(verbose_name="number")),
            ],
            options={
                "verbose_name": "headcount",
                "verbose_name_plural": "headcounts",
                "ordering": ["place", "kind", "detail", "-day"],
                "constraints": [models.CheckConstraint(condition=models.Q(("number__gte", 0)), name="headcount_not_negative")],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("place", models.CharField(max_length=8, primary_key=True, serialize=False, verbose_name="place")),
                ("version", models.UUIDField(default=literacy_portal.kit.ids.new_id, verbose_name="version")),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
            ],
            options={"verbose_name": "edition", "verbose_name_plural": "editions", "ordering": ["place"]},
        ),
        migrations.CreateModel(
            name="LateNews",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=8, verbose_name="place")),
                ("first_day", models.DateField(verbose_name="first day that changed")),
                ("day", models.DateField(verbose_name="counting day")),
                ("arrived_at", models.DateTimeField(verbose_name="arrived at")),
            ],
            options={
                "verbose_name": "late news",
                "verbose_name_plural": "late news",
                "ordering": ["place", "-day"],
                "constraints": [models.UniqueConstraint(fields=("place", "day"), name="late_news_once_per_place_and_day")],
            },
        ),
        migrations.AddField(
            model_name="recount",
            name="histories",
            field=models.PositiveIntegerField(default=0, verbose_name="villages recounted for all days"),
        ),
        migrations.RunPython(mark_every_village, migrations.RunPython.noop, elidable=True),
    ]
