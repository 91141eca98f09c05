"""Addresses of sign-ins in their one form; one that another sign-in has, or that nobody can mail, is kept and told."""

import sys

from django.core.exceptions import ValidationError
from django.db import migrations

from consult.common.email_address import clean_email


def clean(apps, schema_editor):
    """Re-make each address.  The report names users by number."""
    users = apps.get_model("auth", "User").objects.using(schema_editor.connection.alias)
    for user in users.exclude(email="").order_by("pk"):
        try:
            address = clean_email(user.email)
        except ValidationError:
            tell(f"user {user.pk}: nobody can mail this address; kept as it is")
            continue
        if address == user.email:
            continue
        other = users.filter(email__iexact=address).exclude(pk=user.pk).first()
        if other is None:
            users.filter(pk=user.pk).update(email=address)
        else:
            tell(f"user {user.pk}: the same mailbox as user {other.pk}; kept as it is, give one of them another")


def tell(line):
    """One line of the report."""
    sys.stdout.write(f"\n    {line}")


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_first_pages"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(clean, migrations.RunPython.noop, elidable=True)]
