"""A rule for signs of a heart attack named in full: a calm sentence beside them hid them."""

from django.db import migrations

from consult.safety.default_rules import default_rules, load_default_rules

NEW = {"Pressure on the chest and a heavy arm"}


def load(apps, schema_editor):
    before = {rule["name"] for rule in default_rules()} - NEW
    load_default_rules(apps.get_model("consult", "RedFlagRule"), but=before)


class Migration(migrations.Migration):
    dependencies = [("consult", "0095_unapproved_and_held")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
