"""A row for each public question under a cause; triggers keep them (conditions.public_links)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conditions', '0134_proposals_tell_their_change'),
        ('consult', '0176_public_tags'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.FloatField(verbose_name='score')),
                ('published_at', models.DateTimeField(verbose_name='published at')),
                ('cause', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='public_links', to='conditions.cause')),
                ('question', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='public_links', to='consult.question')),
            ],
            options={
                'verbose_name': 'public link',
                'verbose_name_plural': 'public links',
                'default_permissions': (),
                'indexes': [models.Index(fields=['cause', '-score', '-published_at', '-question'], name='public_link_best'), models.Index(fields=['cause', '-published_at', '-question'], name='public_link_newest')],
                'constraints': [models.UniqueConstraint(fields=('question', 'cause'), name='question_under_cause_once')],
            },
        ),
    ]
