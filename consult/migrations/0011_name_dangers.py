"""The dangers that rules are about, and the kinds of help beside ambulance and crisis line."""

from django.db import migrations

from consult.safety.default_rules import default_rules


def name_dangers(apps, schema_editor):
    for rule in default_rules():
        found = apps.get_model("consult", "RedFlagRule").objects.filter(name=rule["name"], danger="")
        found.update(danger=rule.get("danger", ""))


class Migration(migrations.Migration):
    dependencies = [("consult", "0010_dangers")]
    operations = [migrations.RunPython(name_dangers, migrations.RunPython.noop)]
