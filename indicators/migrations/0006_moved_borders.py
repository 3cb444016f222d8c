"""A commune that moves to another province takes its figures along: the database marks both provinces, by whatever road it moves."""

from django.db import migrations, models

FUNCTION = """
    CREATE FUNCTION indicators_mark_moved_border() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $body$ BEGIN
        INSERT INTO indicators_movedborder (place)
        SELECT DISTINCT side.province FROM row_before b JOIN row_after a USING (code)
        CROSS JOIN LATERAL (VALUES (b.province_id), (a.province_id)) AS side (province)
        WHERE b.province_id <> a.province_id;
        RETURN NULL;
    END $body$;
"""
TRIGGER = """
    CREATE TRIGGER indicators_mark_moved_border AFTER UPDATE ON communes_commune
    REFERENCING OLD TABLE AS row_before NEW TABLE AS row_after
    FOR EACH STATEMENT EXECUTE FUNCTION indicators_mark_moved_border();
"""
ALWAYS = "ALTER TABLE communes_commune ENABLE ALWAYS TRIGGER indicators_mark_moved_border;"
AWAY = "DROP FUNCTION indicators_mark_moved_border CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("indicators", "0005_definitions_and_declarations"), ("communes", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="MovedBorder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(help_text="Code of the province.", max_length=8, verbose_name="place")),
            ],
            options={"verbose_name": "moved border", "verbose_name_plural": "moved borders", "ordering": ["pk"]},
        ),
        migrations.RunSQL([FUNCTION, TRIGGER, ALWAYS], [AWAY]),
    ]
