"""Headings had their number as anchor, which another one got when they were reordered: what readers know stays theirs."""

from typing import Any

from django.db import migrations
from django.db.models import Q

BATCH = 500


def fill(apps: Any, _schema_editor: Any) -> None:
    """Note the number of each heading of the pages that are or were on the site."""
    pages = apps.get_model("conditions", "ReferencePage").objects
    anchors = apps.get_model("conditions", "FormerAnchor")
    told = Q(published_at__isnull=False) | Q(revisions__state__in=("published", "superseded"))
    known = pages.filter(told).distinct().order_by("pk").prefetch_related("groups", "causes")
    rows: list[Any] = []
    for page in known.only("pk").iterator(BATCH):
        taken = {cause.slug for cause in page.causes.all() if not cause.is_retired}
        groups = sorted(page.groups.all(), key=lambda group: (group.position, group.pk))
        for number, group in enumerate(groups, start=1):
            slug = f"group-{number}"
            while slug in taken:  # as it stood on the page
                slug = f"_{slug}"
            rows.append(anchors(page_id=page.pk, slug=slug, name=group.heading, group_id=group.pk))
    anchors.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("conditions", "0122_former_anchor_places")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
