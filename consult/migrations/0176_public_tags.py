"""A row for each topic of a public question; triggers keep them (consult.public_tags)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0171_notes_of_passing'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField(verbose_name='published at')),
                ('question', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='public_tags', to='consult.question')),
                ('topic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='public_tags', to='consult.topic')),
            ],
            options={
                'verbose_name': 'public tag',
                'verbose_name_plural': 'public tags',
                'default_permissions': (),
                'indexes': [models.Index(fields=['topic', '-published_at', '-question'], name='public_tag_newest')],
                'constraints': [models.UniqueConstraint(fields=('question', 'topic'), name='question_under_topic_once')],
            },
        ),
    ]
