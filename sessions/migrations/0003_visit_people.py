from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coaching", "0002_skills"), ("communes", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="visit",
            name="people",
            field=models.ManyToManyField(
                blank=True, related_name="visits", to="communes.resident", verbose_name="people met"
            ),
        )
    ]
