"""Second factors that lie in clear are encrypted; sessions under their own keys end, and staff sign in once more."""

from django.db import migrations

from consult.common.sealing import seal

PURPOSE = "second-factors"


def seal_all(apps, schema_editor):
    Authenticator = apps.get_model("mfa", "Authenticator")
    for row in Authenticator.objects.filter(type__in=["totp", "recovery_codes"]):
        for name in ("secret", "seed"):
            if name in row.data:
                row.data[name] = seal(row.data[name], purpose=PURPOSE)
        if "migrated_codes" in row.data:
            row.data["migrated_codes"] = [seal(code, purpose=PURPOSE) for code in row.data["migrated_codes"]]
        row.save(update_fields=["data"])
    apps.get_model("sessions", "Session").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0003_clean_staff_addresses"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
    ]
    operations = [migrations.RunPython(seal_all, migrations.RunPython.noop)]
