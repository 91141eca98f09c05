"""A rule that names in full what the classifier should overrule only when it is very sure."""

from django.db import migrations

from consult.safety.default_rules import default_rules, load_default_rules

NEW = {"Cannot breathe"}


def load_new(apps, schema_editor):
    before = {rule["name"] for rule in default_rules()} - NEW
    load_default_rules(apps.get_model("consult", "RedFlagRule"), but=before)


class Migration(migrations.Migration):
    dependencies = [("consult", "0176_public_tags")]

    operations = [migrations.RunPython(load_new, migrations.RunPython.noop)]
