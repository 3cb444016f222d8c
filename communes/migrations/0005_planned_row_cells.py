from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("communes", "0004_roster_undo"),
    ]

    operations = [
        migrations.AddField(
            model_name="plannedrow",
            name="cells",
            field=models.JSONField(default=list, help_text="The cells that the findings are about: column, its key, text, wrong."),
        ),
        migrations.AddField(
            model_name="plannedrow",
            name="warned",
            field=models.BooleanField(default=False, help_text="It comes in, but something about it is doubtful."),
        ),
        migrations.AddField(
            model_name="plannedrow",
            name="doubt",
            field=models.JSONField(help_text="The pair that may be one: key, kind, score, reasons, name, answer.", null=True),
        ),
        migrations.AddField(
            model_name="plannedrow",
            name="about",
            field=models.UUIDField(help_text="The person or household that the file does not name.", null=True),
        ),
        migrations.AddIndex(
            model_name="plannedrow",
            index=models.Index(
                fields=["roster_import", "position"], name="planned_row_warned", condition=models.Q(("warned", True))
            ),
        ),
        migrations.AddIndex(
            model_name="plannedrow",
            index=models.Index(
                fields=["roster_import", "position"], name="planned_row_doubtful", condition=models.Q(("doubt__isnull", False))
            ),
        ),
    ]
