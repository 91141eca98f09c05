"""Says of what stands in the database what an import would say today: the kind of a page, and what it is about."""

from collections.abc import Callable
from typing import Any

from django.db import migrations


def say(apps: Any, _schema: Any) -> None:
    """By the titles alone; editors change it on the form of the page.  Imported pages had themselves as their cause."""
    try:  # first guesses only: a later version may have moved this, and a new site has no pages yet
        from conditions.kinds import kind_of
    except ImportError:
        return
    pages = apps.get_model("conditions", "ReferencePage").objects
    kinds: dict[str, list[int]] = {}
    for key, title in pages.values_list("pk", "title").iterator():
        kinds.setdefault(kind_of(title), []).append(key)
    for kind, keys in kinds.items():
        for some in _slices(keys):
            pages.filter(pk__in=some).update(kind=kind)
    imported = list(pages.filter(import_key__isnull=False).values_list("pk", flat=True))
    causes = apps.get_model("conditions", "Cause").objects
    for some in _slices(imported):
        found = causes.filter(page__in=some).values_list("page_id", "pk")
        of_page: dict[int, list[int]] = {}
        for page, cause in found:
            of_page.setdefault(page, []).append(cause)
        causes.filter(pk__in=[rows[0] for rows in of_page.values() if len(rows) == 1]).update(is_subject=True)
    _say_in_revisions(apps, kind_of, set(imported))


def _say_in_revisions(apps: Any, kind_of: Callable[[str], str], imported: set[int]) -> None:
    """The same in the documents of all revisions: a draft is published later."""
    for revision in apps.get_model("conditions", "Revision").objects.iterator(chunk_size=200):
        fields, groups = revision.content["fields"], revision.content["groups"]
        fields["kind"] = kind_of(fields["title"])
        causes = [cause for group in groups for cause in group["causes"]]
        if revision.page_id in imported and len(causes) == 1 and not causes[0]["parts"]:
            causes[0]["is_subject"] = True
        revision.save(update_fields=["content"])


def _slices(keys: list[int], size: int = 500) -> list[list[int]]:
    """Lists of up to `size` keys."""
    return [keys[start : start + size] for start in range(0, len(keys), size)]


class Migration(migrations.Migration):
    dependencies = [("conditions", "0095_page_kinds")]

    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
