import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import communes.models.sealed


class Migration(migrations.Migration):

    dependencies = [
        ('communes', '0003_column_memory'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Bytes that were stored in the clear cannot be opened as sealed ones: those imports read their tables, or are sent again.
        migrations.RunSQL("UPDATE communes_rosterfile SET content = NULL", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='rosterfile',
            name='content',
            field=communes.models.sealed.SealedField(null=True),
        ),
        migrations.AlterField(
            model_name='rosterimport',
            name='state',
            field=models.CharField(choices=[('reading', 'being read'), ('unreadable', 'could not be read'), ('planned', 'waiting for your decision'), ('queued', 'waiting for its turn'), ('applying', 'being applied'), ('applied', 'applied'), ('failed', 'failed, nothing was changed'), ('cancelled', 'cancelled'), ('undoing', 'being undone'), ('undone', 'undone')], default='reading', max_length=10, verbose_name='state'),
        ),
        migrations.CreateModel(
            name='RosterUndo',
            fields=[
                ('roster_import', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='undo', serialize=False, to='communes.rosterimport')),
                ('villages', models.JSONField(default=list)),
                ('since', models.DateField(null=True)),
                ('learned', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('asked_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('report', models.JSONField(default=dict)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'undo of a roster import',
                'verbose_name_plural': 'undos of roster imports',
            },
        ),
        migrations.CreateModel(
            name='RosterChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('new_person', 'new person'), ('new_house', 'new household'), ('person', 'details of a person'), ('stays', 'where a person lives'), ('house', 'details of a household'), ('poverty', 'poverty class')], max_length=10)),
                ('subject', models.UUIDField(help_text='The person or the household.')),
                ('before', models.JSONField(null=True)),
                ('after', models.BigIntegerField()),
                ('kept', models.CharField(blank=True, max_length=60)),
                ('roster_import', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='communes.rosterimport')),
            ],
            options={
                'verbose_name': 'change by a roster import',
                'verbose_name_plural': 'changes by roster imports',
                'ordering': ['roster_import', 'pk'],
            },
        ),
    ]
