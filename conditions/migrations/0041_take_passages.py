"""What published replies cite is copied as it stands today, since nobody knows how it stood on their day."""

from django.db import migrations
from django.db.models import Q
from django.utils import timezone

BATCH = 500


def sources_of(Citation, links):
    """The sources of what these links lead to, in words."""
    rows = Citation.objects.filter(
        Q(cause__in=[link.cause_id for link in links if link.cause_id])
        | Q(page__in=[link.page_id for link in links if link.page_id], section="lead")
    )
    found = {}
    for row in rows.select_related("source").order_by("pk"):
        found.setdefault((row.cause_id, row.page_id), []).append(
            {
                "publisher": row.source.publisher,
                "title": row.source.title,
                "url": row.source.url,
                "accessed_on": row.source.accessed_on.isoformat(),
            }
        )
    return found


def take(apps, schema_editor):
    """Copy passages of confirmed links from published replies to published pages."""
    link_model, passage_model, citation_model = (
        apps.get_model("conditions", name) for name in ("CauseLink", "Passage", "Citation")
    )
    now = timezone.now()
    published = Q(cause__page__published_at__lte=now) | Q(page__published_at__lte=now)
    links = (
        link_model.objects.filter(published, state="confirmed", reply__published_at__isnull=False)
        .select_related("cause__page", "page")
        .order_by("pk")
    )
    last = 0
    while rows := list(links.filter(pk__gt=last)[:BATCH]):
        last = rows[-1].pk
        sources = sources_of(citation_model, rows)
        passage_model.objects.bulk_create(
            passage_model(
                reply_id=link.reply_id,
                cause_id=link.cause_id,
                page_id=link.page_id,
                # The best ones first, as they were shown until today.
                position=1000 - round(1000 * (link.score or 0)),
                name=link.cause.name if link.cause_id else link.page.title,
                page_title=(link.cause.page if link.cause_id else link.page).title,
                full_text=link.cause.text if link.cause_id else link.page.lead,
                text=link.cause.text if link.cause_id else link.page.lead,
                sources=sources.get((link.cause_id, link.page_id), []),
                taken_at=now,
            )
            for link in rows
        )


class Migration(migrations.Migration):

    dependencies = [("conditions", "0040_passage")]

    operations = [migrations.RunPython(take, migrations.RunPython.noop)]
