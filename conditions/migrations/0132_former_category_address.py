"""A category that is renamed keeps its former addresses."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("conditions", "0130_proposals_go_stale")]

    operations = [
        migrations.CreateModel(
            name="FormerCategoryAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=120, unique=True, verbose_name="former address")),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_addresses",
                        to="conditions.category",
                    ),
                ),
            ],
            options={
                "verbose_name": "former address of a category",
                "verbose_name_plural": "former addresses of categories",
                "default_permissions": (),
            },
        ),
    ]
