"""Stored addresses in their one form; two that are one mailbox become one contact, and what nobody can mail is told."""

import sys

from django.core.exceptions import ValidationError
from django.db import migrations, models

from consult.common.email_address import clean_email


def clean(apps, schema_editor):
    """Re-make each address.  The report names contacts by number: an address does not belong in a log."""
    contacts = apps.get_model("consult", "Contact").objects.using(schema_editor.connection.alias)
    # An address of ASCII alone may still be too long or have no domain: all are looked at, a page at a time.
    for contact in contacts.order_by("pk").iterator():
        try:
            address = clean_email(contact.email)
        except ValidationError:
            tell(f"contact {contact.pk}: nobody can mail this address; kept as it is, its mail will be given up")
            continue
        if address == contact.email:
            continue
        other = contacts.filter(email=address).first()
        if other is None:
            contacts.filter(pk=contact.pk).update(email=address)
            tell(f"contact {contact.pk}: address re-made")
        else:
            merge(contact, other, contacts)
            tell(f"contact {contact.pk}: the same mailbox as contact {other.pk}; its cases, links and mail moved there")


def merge(contact, other, contacts):
    """Everything of `contact` belongs to `other`; who has unsubscribed once stays so."""
    for relation in contact._meta.related_objects:
        rows = relation.related_model.objects.using(contact._state.db).filter(**{relation.field.name: contact.pk})
        rows.update(**{relation.field.name: other.pk})
    stopped = [moment for moment in (contact.unsubscribed_at, other.unsubscribed_at) if moment]
    contacts.filter(pk=other.pk).update(
        unsubscribed_at=min(stopped, default=None), created_at=min(contact.created_at, other.created_at)
    )
    contacts.filter(pk=contact.pk).delete()


def tell(line):
    """One line of the report."""
    sys.stdout.write(f"\n    {line}")


class Migration(migrations.Migration):
    dependencies = [("consult", "0015_child_ages")]

    operations = [
        migrations.AlterField(
            "contact",
            "email",
            models.EmailField(
                help_text="In its one form (clean_email).", max_length=254, unique=True, verbose_name="e-mail"
            ),
        ),
        migrations.RunPython(clean, migrations.RunPython.noop, elidable=True),
    ]
