"""Proposals are marked as out of date instead of being thrown away."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("conditions", "0124_unsaved_form")]

    operations = [
        migrations.AddField(
            model_name="storedproposals",
            name="is_stale",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="The pages or the index have changed since: shown until it is made anew.",
                verbose_name="out of date",
            ),
        ),
    ]
