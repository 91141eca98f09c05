"""A look keeps marks of what stood beside the texts."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("consult", "0165_decided_follow_ups")]

    operations = [
        migrations.AddField(
            model_name="caselook",
            name="marks",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
