"""Who changed what is on its way: no more is known than who did last."""

from typing import Any

from django.db import migrations


def fill(apps: Any, _schema_editor: Any) -> None:
    """Note it of each open revision."""
    revisions = apps.get_model("conditions", "Revision")
    on_their_way = revisions.objects.filter(state__in=("draft", "in_review", "scheduled"))
    rows = on_their_way.filter(author__isnull=False).values_list("pk", "author")
    writers = revisions.writers.through
    writers.objects.bulk_create(writers(revision_id=pk, user_id=author) for pk, author in rows)


class Migration(migrations.Migration):
    dependencies = [("conditions", "0120_revision_writers")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
