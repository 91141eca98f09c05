"""A rule for an overdose that is named in full: a calm title hid "I took 40 paracetamol"."""

from django.db import migrations

from consult.safety.default_rules import default_rules, load_default_rules

NEW = {"Many tablets at once"}


def load(apps, schema_editor):
    before = {rule["name"] for rule in default_rules()} - NEW
    load_default_rules(apps.get_model("consult", "RedFlagRule"), but=before)


class Migration(migrations.Migration):
    dependencies = [("consult", "0071_former_requests")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
