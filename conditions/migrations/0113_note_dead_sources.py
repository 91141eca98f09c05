"""Sources whose address did not answer when it was last asked for.

Apart from the new columns: adding them locks the table until their migration ends.
"""

from typing import Any

from django.db import migrations
from django.db.models import F

BATCH = 500


def note_dead(apps: Any, _schema_editor: Any) -> None:
    """Say of each that its address is dead."""
    source_model, check_model = (apps.get_model("conditions", name) for name in ("Source", "SourceCheck"))
    failed = check_model.objects.exclude(problem="").filter(url=F("source__url")).order_by("pk")
    dead = []
    for number, url in failed.values_list("source", "url").iterator(BATCH):
        dead.append(source_model(pk=number, dead_url=url))
        if len(dead) == BATCH:
            source_model.objects.bulk_update(dead, ["dead_url"])
            dead = []
    source_model.objects.bulk_update(dead, ["dead_url"])


class Migration(migrations.Migration):
    dependencies = [("conditions", "0112_name_writing")]

    operations = [migrations.RunPython(note_dead, migrations.RunPython.noop, elidable=True)]
