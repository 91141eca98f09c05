"""Says of what stands in the database what an import would say today: the kind of a page, and what it is about."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import migrations
from django.db.models import F


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
    of_page: dict[int, list[int]] = {}
    for some in _slices(imported):
        for page, cause in causes.filter(page__in=some).values_list("page_id", "pk"):
            of_page.setdefault(page, []).append(cause)
    subjects = {page: rows[0] for page, rows in of_page.items() if len(rows) == 1}
    for some in _slices(list(subjects.values())):
        causes.filter(pk__in=some).update(is_subject=True)
    for page, content in _unpublished(apps):
        if page not in of_page and (cause := _only_cause(content)):
            subjects.setdefault(page, cause["key"])
    _say_in_documents(apps, kind_of, subjects)


def _unpublished(apps: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """The documents of imported pages that have no rows yet, the first ones first."""
    for name, path in (("DraftVersion", "revision__page"), ("Revision", "page")):
        wanted = {f"{path}__import_key__isnull": False, f"{path}__causes__isnull": True}
        found = apps.get_model("conditions", name).objects.filter(**wanted).order_by("pk")
        yield from found.values_list(path, "content").iterator(chunk_size=200)


def _say_in_documents(apps: Any, kind_of: Callable[[str], str], subjects: dict[int, int]) -> None:
    """The same in all documents: a draft, or what is typed and not saved, is published later.

    `subjects` is what each page is about, by the key of its cause; before its publication that had another one.
    """
    for name, path in (("Revision", "page"), ("DraftVersion", "revision__page"), ("UnsavedWork", "page")):
        rows = apps.get_model("conditions", name).objects.annotate(of_page=F(path))
        for row in rows.iterator(chunk_size=200):
            row.content["fields"]["kind"] = kind_of(row.content["fields"]["title"])
            subject = subjects.get(row.of_page)
            causes = _causes(row.content)
            known = next((cause for cause in causes if cause["key"] == subject), None)
            if subject is not None and (about := known or _only_cause(row.content)):
                about["is_subject"] = True
            row.save(update_fields=["content"])


def _causes(content: dict[str, Any]) -> list[dict[str, Any]]:
    """All causes of a document with their parts."""
    found = [cause for group in content["groups"] for cause in group["causes"]]
    for cause in found:  # grows while it is read
        found += cause["parts"]
    return found


def _only_cause(content: dict[str, Any]) -> dict[str, Any] | None:
    """The cause of a document that has one."""
    causes = _causes(content)
    return causes[0] if len(causes) == 1 else None


def _slices(keys: list[int], size: int = 500) -> list[list[int]]:
    """Lists of up to `size` keys."""
    return [keys[start : start + size] for start in range(0, len(keys), size)]


class Migration(migrations.Migration):
    dependencies = [("conditions", "0095_page_kinds")]

    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
