"""A source that pages cite changes on all of them at once: its form names them and asks, its history keeps the old."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conditions.models import Citation
from tests.factories import CauseFactory, SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_a_cited_source_is_changed_only_when_somebody_wants_it_on_all_pages(editor_client: Client) -> None:
    source = SourceFactory(title="Weak faces", url="https://faces.example/")
    for name in ("a stiff face", "a weak face"):
        cause = CauseFactory(group__page__title=f"Causes of {name}")
        Citation.objects.create(cause=cause, source=source)
    address = f"/admin/conditions/source/{source.pk}/change/"
    assert "on_all_pages" in editor_client.get(address).content.decode()
    form = {
        "publisher": source.publisher,
        "url": source.url,
        "accessed_on": source.accessed_on,
        "title": "Faces",
    }
    told = editor_client.post(address, form).content.decode()
    assert "on 2 pages: Causes of a stiff face; Causes of a weak face." in told
    source.refresh_from_db()
    assert source.title == "Weak faces"
    assert editor_client.post(address, form | {"on_all_pages": "on"}).status_code == 302
    source.refresh_from_db()
    assert source.title == "Faces"
    assert str(LogEntry.objects.get().get_change_message()) == "Changed Title (was: Weak faces)."
    # What readers do not see of it is changed without a question.
    assert editor_client.post(address, form | {"accessed_on": "2026-01-02"}).status_code == 302


def test_a_source_that_nothing_cites_is_changed_without_a_question(editor_client: Client) -> None:
    source = SourceFactory(title="Weak faces")
    address = f"/admin/conditions/source/{source.pk}/change/"
    assert "on_all_pages" not in editor_client.get(address).content.decode()
    form = {
        "publisher": source.publisher,
        "url": source.url,
        "accessed_on": source.accessed_on,
        "title": "Faces",
    }
    assert editor_client.post(address, form).status_code == 302
    source.refresh_from_db()
    assert source.title == "Faces"


def bring_in(client: Client, rows: str, **form: str) -> str:
    """Upload a table of sources, confirm it where that is offered; the words of the first screen."""
    file = SimpleUploadedFile("rows.csv", rows.encode(), content_type="text/csv")
    page = client.post("/admin/conditions/source/import/", {"import_file": file, "format": "0", **form})
    if "confirm_form" in page.context:
        fields = page.context["confirm_form"]
        client.post(
            "/admin/conditions/source/process_import/", {name: fields[name].value() for name in fields.fields}
        )
    return page.content.decode()


def test_a_table_changes_a_cited_source_only_when_somebody_wants_it_on_all_pages(
    editor_client: Client,
) -> None:
    cited = SourceFactory(title="Weak faces", url="https://faces.example/", publisher="NHS")
    other = SourceFactory(title="Gout", url="https://gout.example/", publisher="NHS")
    cause = CauseFactory(group__page__title="Causes of a weak face")
    Citation.objects.create(cause=cause, source=cited)
    rows = "url,publisher,title,accessed_on\n"
    # What nothing cites, and what readers do not see, is changed without a question.
    bring_in(
        editor_client, f"{rows}{other.url},NHS,Gout today,2026-01-02\n{cited.url},NHS,Weak faces,2026-01-02\n"
    )
    cited.refresh_from_db()
    other.refresh_from_db()
    assert (cited.accessed_on.isoformat(), other.title) == ("2026-01-02", "Gout today")
    changed = f"{rows}{cited.url},NHS,Faces,2026-01-02\n"
    told = bring_in(editor_client, changed)
    assert "Readers see it at once on 1 page: Causes of a weak face. Tick “Change cited sources" in told
    cited.refresh_from_db()
    assert cited.title == "Weak faces"
    bring_in(editor_client, changed, on_all_pages="on")
    cited.refresh_from_db()
    assert cited.title == "Faces"
    history = LogEntry.objects.filter(object_id=str(cited.pk)).order_by("pk")
    assert [str(entry.get_change_message()) for entry in history] == [
        "Changed accessed on.",
        "Changed title (was: Weak faces).",
    ]
