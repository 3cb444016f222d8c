import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import communes.models.sealed


class Migration(migrations.Migration):

    dependencies = [
        ('communes', '0002_roster_import'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(model_name='rosterfile', name='tables'),
        migrations.AddField(
            model_name='rosterfile',
            name='cells',
            field=communes.models.sealed.SealedField(help_text='The tables, as `packing.pack` packs them.', null=True),
        ),
        migrations.AddField(
            model_name='rosterfile',
            name='writes',
            field=communes.models.sealed.SealedField(help_text='What the plan that is shown writes, as `packed_writes` packs it.', null=True),
        ),
        migrations.CreateModel(
            name='ColumnMemory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shape', models.CharField(editable=False, help_text='Hash of the titles.', max_length=64)),
                ('columns', models.JSONField(default=dict, help_text='Index of a column -> its key, empty for one that is not read.')),
                ('decoding', models.JSONField(default=dict, help_text='How old fonts are decoded.')),
                ('villages', models.JSONField(default=dict, help_text='Label of a village in the file -> its code.')),
                ('at', models.DateTimeField(auto_now=True, verbose_name='at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('commune', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communes.commune', verbose_name='commune')),
            ],
            options={
                'verbose_name': 'remembered columns',
                'verbose_name_plural': 'remembered columns',
                'constraints': [models.UniqueConstraint(fields=('commune', 'shape'), name='one_memory_of_a_shape')],
            },
        ),
    ]
