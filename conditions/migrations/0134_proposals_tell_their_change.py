"""Proposals keep the number of the last change that they can know."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("conditions", "0132_former_category_address")]

    operations = [
        migrations.CreateModel(
            name="ProposalsChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(default=0)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.AddField(
            model_name="storedproposals",
            name="made_at_change",
            field=models.BigIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="storedproposals",
            name="is_stale",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="A page has changed, or the index was made anew, since: shown until this is made anew.",
                verbose_name="out of date",
            ),
        ),
    ]
