"""Rules for dangers that are named in full: the classifier hardly overrules them."""

from django.db import migrations

from consult.safety.default_rules import default_rules, load_default_rules, plain_rules


def load(apps, schema_editor):
    before = {rule["name"] for rule in default_rules()} - plain_rules()
    load_default_rules(apps.get_model("consult", "RedFlagRule"), but=before)


class Migration(migrations.Migration):
    dependencies = [("consult", "0062_public_question")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
