"""A row for each question that has an entry and is not public; triggers keep them (conditions.hidden_entries)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conditions', '0139_commonness_of_causes'),
        ('consult', '0178_cannot_breathe'),
    ]

    operations = [
        migrations.CreateModel(
            name='HiddenEntry',
            fields=[
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='hidden_entry', serialize=False, to='consult.question')),
            ],
            options={
                'verbose_name': 'hidden entry',
                'verbose_name_plural': 'hidden entries',
                'default_permissions': (),
            },
        ),
    ]
