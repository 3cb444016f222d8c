import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communes', '0002_roster_import'),
        ('indicators', '0004_marks_by_trigger'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Definition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, verbose_name='code')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('is_retired', models.BooleanField(default=False, verbose_name='retired')),
                ('family', models.CharField(choices=[('habit', 'Habits'), ('use', 'Use'), ('reach', 'Reach'), ('install', 'Installed'), ('ground', 'Ground')], max_length=10, verbose_name='family')),
                ('names', models.JSONField(verbose_name='names')),
                ('rule', models.JSONField(verbose_name='rule in words')),
                ('population', models.JSONField(verbose_name='population')),
                ('condition', models.JSONField(verbose_name='condition')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made at')),
                ('asked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='counting asked for at')),
                ('villages', models.PositiveIntegerField(default=0, editable=False, verbose_name='villages to count')),
                ('cleared_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='figures taken away at')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('province', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communes.province', verbose_name='answered for by')),
            ],
            options={
                'verbose_name': 'indicator definition',
                'verbose_name_plural': 'indicator definitions',
                'ordering': ['code', '-version'],
                'constraints': [
                    models.UniqueConstraint(fields=('code', 'version'), name='definition_version_once'),
                    models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='definition_versions_begin_with_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Declaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=60, verbose_name='figure')),
                ('day', models.DateField(verbose_name='day')),
                ('counted', models.PositiveIntegerField(blank=True, null=True, verbose_name='counted')),
                ('out_of', models.PositiveIntegerField(blank=True, null=True, verbose_name='out of')),
                ('evidence', models.CharField(max_length=500, verbose_name='evidence')),
                ('declared_at', models.DateTimeField(auto_now_add=True, verbose_name='declared at')),
                ('commune', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='communes.commune', verbose_name='commune')),
                ('province', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='communes.province', verbose_name='province')),
                ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='declared by')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='indicators.declaration', verbose_name='corrects')),
            ],
            options={
                'verbose_name': 'declaration',
                'verbose_name_plural': 'declarations',
                'ordering': ['-day', '-declared_at', '-pk'],
                'permissions': [('add_province_declaration', 'Can declare for a province')],
                'indexes': [
                    models.Index(fields=['commune', 'indicator', '-day'], name='declaration_by_commune'),
                    models.Index(fields=['province', 'indicator', '-day'], name='declaration_by_province'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('commune__isnull', False), ('province__isnull', True)), models.Q(('commune__isnull', True), ('province__isnull', False)), _connector='OR'), name='declaration_is_of_a_commune_or_a_province'),
                    models.CheckConstraint(condition=models.Q(models.Q(('counted__isnull', False), ('counted__lte', models.F('out_of')), ('out_of__isnull', False)), models.Q(('counted__isnull', True), ('out_of__isnull', True)), _connector='OR'), name='declaration_counted_within_out_of'),
                    models.CheckConstraint(condition=models.Q(('counted__isnull', False), ('replaces__isnull', False), _connector='OR'), name='declaration_without_counts_withdraws'),
                ],
            },
        ),
    ]
