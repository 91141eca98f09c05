"""The archived copy of a source: beside its address for readers, and before it once that is dead."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tablib import Dataset

from conditions.actions.markdown import import_markdown
from conditions.admin.source_import import SourceResource
from conditions.grounding.cited import cited
from conditions.grounding.read import fresh
from conditions.markdown.write import page_as_markdown
from conditions.models import Category, Citation, ReferencePage, Source, SourceCheck
from conditions.revisions.document import Document
from conditions.revisions.read import standing_document
from conditions.sources.check import note
from conditions.structured import medical_web_page
from conditions.tree import page_tree
from tests.factories import ReferencePageFactory, SourceFactory

pytestmark = pytest.mark.django_db

COPY = "https://archive.example/2026/a"


@pytest.fixture
def source() -> Source:
    return SourceFactory(publisher="NHS", title="Stroke", archived_url=COPY)


@pytest.fixture
def page(source: Source) -> ReferencePage:
    page = ReferencePageFactory(lead="Nerves drive the face.")
    Citation.objects.create(page=page, section="lead", source=source)
    return page


def entry(stranger: Client, page: ReferencePage) -> str:
    """What readers see of the source, in the list at the foot."""
    text = " ".join(stranger.get(page.get_absolute_url()).content.decode().split())
    return text.split('<li id="source-1" tabindex="-1">', 1)[1].split("<span", 1)[0].strip()


def test_readers_find_it_beside_the_source_and_first_while_that_is_dead(stranger, page, source):
    def link(url: str, words: str) -> str:
        return f'<a href="{url}" rel="noopener nofollow">{words}</a>'

    both = f"NHS: {link(source.url, 'Stroke')} ({link(COPY, 'archived copy')})."
    assert entry(stranger, page) == both
    note(source, "It answers 404.")
    original = link(source.url, "the original")
    first = f"NHS: {link(COPY, 'Stroke')} (archived copy; {original} does not answer)."
    assert entry(stranger, page) == first
    note(Source.objects.get(), "")
    assert entry(stranger, page) == both
    note(Source.objects.get(), "It answers 404.")
    Source.objects.update(url="https://new.example/")
    assert link("https://new.example/", "Stroke") in entry(stranger, page)
    Source.objects.update(archived_url="")
    assert "archived" not in entry(stranger, page)
    assert SourceCheck.objects.get().problem == "It answers 404."


@pytest.mark.one_database
def test_search_engines_and_passages_are_told_of_it_where_there_is_one(page, source):
    def works() -> list[str | None]:
        return [work.get("archivedAt") for work in medical_web_page(page, page_tree(page))["citation"]]

    [found] = cited([], [page]).values()
    assert [each.archived_url for each in fresh(found, []).sources] == [COPY]
    assert works() == [COPY]
    source.archived_url = ""
    source.save()
    assert works() == [None]


@pytest.mark.one_database
def test_it_goes_out_and_comes_in_with_the_file_of_its_page(page, editor):
    text = page_as_markdown(standing_document(page), "")
    assert f"archived_url: {COPY}\n" in text
    Citation.objects.all().delete()
    Source.objects.all().delete()
    text = text.replace(f"slug: {page.slug}", "slug: another")
    revision = import_markdown(text=text, page=None, author=editor)
    source = Source.objects.get()
    assert (source.archived_url, revision is not None) == (COPY, True)
    assert [use.source for use in Document.from_json(revision.content).uses()] == [source.pk]
    assert Category.objects.count() == 1


@pytest.mark.one_database
def test_it_goes_out_and_comes_in_with_the_table_of_sources(source):
    table = SourceResource().export()
    assert dict(zip(table.headers, table[0], strict=True))["archived_url"] == COPY
    given: dict[str, Any] = {
        "url": source.url,
        "publisher": "NHS",
        "title": "Stroke",
        "accessed_on": "2026-08-06",
    }
    without = Dataset([*given.values()], headers=[*given])
    assert not SourceResource().import_data(without).has_errors()
    assert Source.objects.get().archived_url == COPY
    other = Dataset([*given.values(), "https://archive.example/b"], headers=[*given, "archived_url"])
    assert not SourceResource().import_data(other).has_errors()
    assert Source.objects.get().archived_url == "https://archive.example/b"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://files.example/x"])
def test_one_that_is_not_on_the_web_comes_in_nowhere(editor_client, url):
    given = {"publisher": "P", "title": "T", "accessed_on": "2026-08-06", "url": "https://a.example/"}
    editor_client.post(reverse("admin:conditions_source_add"), {**given, "archived_url": url})
    table = Dataset([*given.values(), url], headers=[*given, "archived_url"])
    assert SourceResource().import_data(table).has_validation_errors()
    with pytest.raises(IntegrityError), transaction.atomic():
        SourceFactory(archived_url=url)
    assert not Source.objects.exists()


@pytest.mark.one_database
def test_editors_are_shown_where_to_look_for_one_and_nobody_is_asked(editor_client, source):
    Source.objects.update(accessed_on="2026-08-06")
    html = editor_client.get(reverse("admin:conditions_source_change", args=[source.pk])).content.decode()
    address = f"https://web.archive.org/web/20260806/{source.url}"
    assert f'<a href="{address}" rel="noopener noreferrer">{address}</a>' in html
    assert editor_client.get(reverse("admin:conditions_source_add")).status_code == 200
    listed = editor_client.get(reverse("admin:conditions_source_changelist"), {"archived_url__isempty": "0"})
    assert list(listed.context["cl"].queryset) == [source]


def test_an_update_notes_which_addresses_were_dead_when_they_were_last_asked_for(monkeypatch):
    migration = import_module("conditions.migrations.0113_note_dead_sources")
    monkeypatch.setattr(migration, "BATCH", 1)
    dead, second, moved, alive = (SourceFactory(url=f"https://{name}.example/") for name in "abcd")
    for source, url, problem in (
        (dead, dead.url, "gone"),
        (second, second.url, "gone"),
        (moved, "https://former.example/", "gone"),
        (alive, alive.url, ""),
    ):
        failing_since = timezone.now() if problem else None
        SourceCheck.objects.create(source=source, url=url, problem=problem, failing_since=failing_since)
    migration.note_dead(apps, None)
    assert set(Source.objects.exclude(dead_url="").values_list("pk", "dead_url")) == {
        (dead.pk, dead.url),
        (second.pk, second.url),
    }
