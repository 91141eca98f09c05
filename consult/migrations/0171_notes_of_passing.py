"""A specialty that a question was passed from or to stays, like every other that a case names.  Changes no table."""

import django.db.models.deletion
from django.db import migrations, models


def way() -> models.ForeignKey:
    """To a specialty, which stays."""
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="consult.specialty",
    )


class Migration(migrations.Migration):

    dependencies = [("consult", "0170_reply_drafts")]

    operations = [
        migrations.AlterField(model_name="internalnote", name="passed_from", field=way()),
        migrations.AlterField(model_name="internalnote", name="passed_to", field=way()),
    ]
