"""Specialties of rare diseases, where age and sex may tell who somebody is."""

from django.db import migrations, models


def mark(apps, schema_editor):
    """The one that the demo site brings is rare by its name."""
    apps.get_model("consult", "Specialty").objects.filter(name="Rare Disease").update(is_rare=True)


class Migration(migrations.Migration):
    dependencies = [("consult", "0016_clean_contact_addresses")]

    operations = [
        migrations.AddField(
            "specialty",
            "is_rare",
            models.BooleanField(
                default=False,
                help_text="Age and sex are hidden on public pages where few questions here share them.",
                verbose_name="rare diseases",
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
