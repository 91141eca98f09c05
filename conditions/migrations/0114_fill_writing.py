"""In which writing the names begin that are there already.

Apart from the new column: adding it locks the table until its migration ends.
"""

from typing import Any

from django.db import migrations

from conditions.names import writing_of

BATCH = 500


def fill(apps: Any, _schema_editor: Any) -> None:
    """Note it of each name."""
    names = apps.get_model("conditions", "ConditionName").objects
    rows: list[Any] = []
    for row in names.order_by("pk").only("name").iterator(BATCH):
        row.writing = writing_of(row.name)
        rows.append(row)
        if len(rows) == BATCH:
            names.bulk_update(rows, ["writing"])
            rows = []
    names.bulk_update(rows, ["writing"])


class Migration(migrations.Migration):
    dependencies = [("conditions", "0113_note_dead_sources")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
