"""The groups of staff; who was an editor also approved until today, and goes on doing so as a moderator."""

from django.db import migrations

GROUPS = ("Doctors", "Editors", "Moderators", "Clinical reviewers", "Administrators")


def make_groups(apps, schema_editor):
    """Make the groups; portal.roles gives them their permissions after the migrations."""
    groups = apps.get_model("auth", "Group").objects
    made = {name: groups.get_or_create(name=name)[0] for name in GROUPS}
    made["Moderators"].user_set.add(*made["Editors"].user_set.all())


class Migration(migrations.Migration):

    dependencies = [
        ("portal", "0020_seal_second_factors"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
