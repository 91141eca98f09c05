"""Rules for three dangers that are named in full."""

from django.db import migrations

from consult.safety.default_rules import default_rules, load_default_rules

NEW = {"Heavy bleeding in pregnancy", "A chemical in the eye", "Throat or tongue swelling"}


def load(apps, schema_editor):
    before = {rule["name"] for rule in default_rules()} - NEW
    load_default_rules(apps.get_model("consult", "RedFlagRule"), but=before)


class Migration(migrations.Migration):
    dependencies = [("consult", "0062_public_question")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
