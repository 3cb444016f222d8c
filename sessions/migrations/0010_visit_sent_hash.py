from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coaching", "0009_visit_requests"),
    ]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="sent_hash",
            field=models.CharField(db_default="", default="", editable=False, max_length=64),
        ),
    ]
