"""Rules for the dangers that had none, for what has to be seen today, and for words in Chinese."""

from django.db import migrations

from consult.safety.default_rules import load_default_rules

# What sites began with: an editor may have renamed one, and it must not come back beside its new name.
BEGAN_WITH = [
    "Unconscious",
    "Sudden confusion",
    "Chest pain",
    "Trouble breathing",
    "Signs of a stroke",
    "Fit that does not stop",
    "Heavy bleeding",
    "Severe allergic reaction",
    "Severe burn",
    "Serious head injury",
    "Major injury",
    "Sudden numbness",
    "Poisoning or overdose",
    "Emergency in pregnancy",
    "Signs of meningitis",
    "Young baby with a fever",
    "Thoughts of suicide or self-harm",
]


def load(apps, schema_editor):
    load_default_rules(apps.get_model("consult", "RedFlagRule"), but=BEGAN_WITH)


def forget_deletion(apps, schema_editor):
    """Rules are retired, not deleted: nobody keeps the permission that Django made once."""
    permissions = apps.get_model("auth", "Permission").objects
    permissions.filter(content_type__app_label="consult", codename="delete_redflagrule").delete()


class Migration(migrations.Migration):
    dependencies = [("consult", "0013_rule_changes"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunPython(forget_deletion, migrations.RunPython.noop),
    ]
