"""The red flag rules that a new site starts with."""

from django.db import migrations

from consult.safety.default_rules import load_default_rules


def load(apps, schema_editor):
    load_default_rules(apps.get_model("consult", "RedFlagRule"))


class Migration(migrations.Migration):
    dependencies = [("consult", "0003_red_flag_rules")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
