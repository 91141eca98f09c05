"""Names of the pages that are on the site already."""

from typing import Any

from django.db import migrations

from conditions.names import index_name, name_words, subject


def fill(apps: Any, _schema_editor: Any) -> None:
    """Make the rows, and choose the best place of each name (as conditions.name_index does)."""
    page_model, row_model = (apps.get_model("conditions", name) for name in ("ReferencePage", "ConditionName"))
    best: dict[str, tuple[Any, Any]] = {}
    rows = []
    for page in page_model.objects.filter(published_at__isnull=False).order_by("pk").iterator():
        told = [(subject(page.title), None, False)]
        for cause in page.causes.filter(is_retired=False).order_by("pk").prefetch_related("aliases"):
            if not (cause.is_condition or cause.is_subject):
                continue
            # What the page is about is told by the page as a whole.
            place = None if cause.is_subject else cause
            told += [(cause.name, place, False), *((alias.name, place, True) for alias in cause.aliases.all())]
        for name, cause, is_other in dict.fromkeys(told):
            words, sorted_as = name_words(name), index_name(name)
            if not words or not sorted_as:
                continue
            row = row_model(
                name=name,
                words=" ".join(words)[:400],
                first_word=words[0][:200],
                index_name=sorted_as,
                page=page,
                cause=cause,
                is_other_name=is_other,
            )
            rows.append(row)
            rank = (cause is not None, is_other, -len(cause.text) if cause else 0, page.pk)
            if row.words not in best or rank < best[row.words][0]:
                best[row.words] = (rank, row)
    for _rank, row in best.values():
        row.is_best = True
    row_model.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("conditions", "0100_condition_names")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
