"""A page is taken out as a Markdown file and brought in again: as a draft, after a look at what would change."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from conditions.actions.markdown import import_markdown
from conditions.actions.unsaved import keep_unsaved
from conditions.markdown.look import preview_markdown
from conditions.markdown.read import MarkdownError
from conditions.markdown.write import page_as_markdown
from conditions.models import CauseLink, ReferencePage, Revision, Source, UnsavedWork
from conditions.revisions.document import Document
from conditions.revisions.read import standing_document
from conditions.revisions.state import open_revision
from tests.conditions.admin.page_form import screen
from tests.factories import CauseFactory, CauseLinkFactory, ReferencePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

NEW = (
    "# Causes of itching\nslug: itching\ncategory: {category}\n\n## [lead]\nsource: https://new.example/a It is so.\n\n"
    "Several things.\n\n## Skin\n### Hives\n### Hives\n\n## [sources]\n### https://new.example/a\npublisher: NHS\n"
    "title: Itching\naccessed_on: 2026-01-02\n"
)


def file_of(page: ReferencePage) -> str:
    return page_as_markdown(standing_document(page), f"page {page.version}")


def stored(page: ReferencePage) -> Document:
    draft = open_revision(page)
    assert draft is not None
    return Document.from_json(draft.content)


def test_what_was_taken_out_changes_nothing(reference: ReferencePage) -> None:
    reference.related.add(ReferencePageFactory())
    assert import_markdown(text=file_of(reference), page=reference, author=None) is None
    assert preview_markdown(text=file_of(reference), page=reference).changes == []
    assert not Revision.objects.open().exists()


def test_an_import_makes_a_draft_and_keeps_links_and_citations(reference: ReferencePage, editor: Any) -> None:
    link = CauseLinkFactory(cause=reference.causes.get(name="Palsy"))
    text = file_of(reference).replace("### Palsy\n", "### Bell's palsy\n")
    before = standing_document(reference)
    import_markdown(text=text, page=reference, author=editor, reason="Named")
    draft = open_revision(reference)
    assert draft is not None
    assert (draft.author, draft.reason, draft.state) == (editor, "Named", Revision.State.DRAFT)
    assert standing_document(reference) == before
    palsy = next(cause for cause in stored(reference).causes() if cause.name == "Bell's palsy")
    assert (palsy.key, palsy.citations) == (link.cause_id, before.groups[0].causes[0].citations)
    assert CauseLink.objects.get() == link


def test_causes_without_their_keys_are_known_by_their_anchors(reference: ReferencePage) -> None:
    text = "\n".join(line for line in file_of(reference).split("\n") if not line.startswith("key:"))
    assert import_markdown(text=text, page=reference, author=None) is None


def test_keys_of_other_pages_and_twice_the_same_are_new_rows(reference: ReferencePage) -> None:
    other, palsy = CauseFactory(name="Elsewhere"), reference.causes.get(name="Palsy")
    more = f"## More\n### One\nkey: {other.pk}\n### Two\nkey: {palsy.pk}\n\n## [sources]"
    import_markdown(text=file_of(reference).replace("## [sources]", more), page=reference, author=None)
    one, two = list(stored(reference).causes())[-2:]
    assert (one.key < 0, two.key < 0, one.slug, two.slug) == (True, True, "one", "two")
    other.refresh_from_db()
    assert other.page != reference


def test_a_new_page_brings_its_sources(reference: ReferencePage) -> None:
    text = NEW.format(category=reference.category.slug)
    assert [source.url for source in preview_markdown(text=text, page=None).sources] == [
        "https://new.example/a"
    ]
    assert not Source.objects.filter(url="https://new.example/a").exists()
    revision = import_markdown(text=text, page=None, author=None)
    assert revision is not None
    source = Source.objects.get(url="https://new.example/a")
    document = Document.from_json(revision.content)
    assert (document.citations["lead"][0].source, source.publisher) == (source.pk, "NHS")
    assert [cause.slug for cause in document.causes()] == ["hives", "hives-2"]
    assert revision.page.published_at is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("slug: itching\n", "", "A new page needs a title, an address (slug) and a category."),
        ("itching\n", "it ching\n", "address: Enter a valid “slug”"),
        ("Hives", "H" * 161, "name: Ensure this value has at most 160 characters (it has 161)."),
        ("https://new.example/a", "javascript:alert(1)", "javascript:alert(1): "),
        ("It is so.", "so " * 101, "what it supports: Ensure this value has at most 300 characters"),
        ("category:", "last_reviewed_on: soon\ncategory:", "“last_reviewed_on” is a date, as 2026-01-31."),
        ("title: Itching\n", "", "there is no source “https://new.example/a” here."),
    ],
)  # fmt: skip
def test_what_cannot_be_stored_is_refused(reference: ReferencePage, old: str, new: str, said: str) -> None:
    text = NEW.format(category=reference.category.slug).replace(old, new)
    with pytest.raises(MarkdownError) as caught:
        import_markdown(text=text, page=None, author=None)
    assert said in str(caught.value)
    assert not Source.objects.filter(publisher="NHS").exists()


def test_an_editor_looks_first_and_then_stores_it(editor_client: Any, reference: ReferencePage) -> None:
    address = screen(reference, "markdown")
    out = editor_client.get(address, {"download": ""})
    assert out.headers["Content-Disposition"] == f'attachment; filename="{reference.slug}.md"'
    assert out.content.decode() == file_of(reference)
    text = file_of(reference).replace("Several things can", "Some things can")
    upload = SimpleUploadedFile("page.md", text.encode())
    looked = editor_client.post(address, {"file": upload, "look": "1"})
    assert "<del>Several</del> <ins>Some</ins> things can cause it." in looked.content.decode()
    assert open_revision(reference) is None
    form = looked.context["form"].initial
    told = {"text": form["text"], "seen": form["seen"], "reason": "Softer", "import": "1"}
    assert editor_client.post(address, told).headers["Location"] == screen(reference, "publication")
    assert stored(reference).fields["lead"] == "Some things can cause it."
    again = editor_client.post(address, told, follow=True).content.decode()
    assert "Somebody saved the page since this file was taken out." in again


def test_what_the_author_typed_and_did_not_save_stays(reference: ReferencePage, editor: Any) -> None:
    typed = standing_document(reference)
    keep_unsaved(page=reference, document=typed, seen="page 1", author=editor, reason="")
    import_markdown(text=file_of(reference).replace("Several", "Some"), page=reference, author=editor)
    assert UnsavedWork.objects.get(page=reference, user=editor).content == typed.to_json()


def test_a_file_is_not_laid_over_what_somebody_saved_meanwhile(
    reference: ReferencePage, editor: Any, colleague: Any
) -> None:
    mine = file_of(reference).replace("Several", "Some")
    import_markdown(text=file_of(reference).replace("can", "may"), page=reference, author=colleague)
    before = stored(reference)
    stateless = "\n".join(line for line in mine.split("\n") if not line.startswith("state:"))
    for text, said in ((mine, "since this file was taken out"), (stateless, "A draft is under way")):
        for act in (
            lambda text=text: preview_markdown(text=text, page=reference),
            lambda text=text: import_markdown(text=text, page=reference, author=editor),
        ):
            with pytest.raises(MarkdownError, match=said):
                act()
    assert stored(reference) == before
    import_markdown(text=stateless, page=reference, author=editor, over=True)
    assert stored(reference).fields["lead"] == "Some things can cause it."


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose a file."),
        ({"text": "no title"}, "does not begin with the title"),
        ({"file": b"\xff\xfe"}, "The file is no text in UTF-8."),
        ({"file": b"#" * 1_000_001}, "The file is too large for one page."),
    ],
)
def test_what_is_no_file_of_a_page_is_said(
    editor_client: Any, reference: ReferencePage, sent: dict[str, Any], said: str
) -> None:
    if "file" in sent:
        sent = {"file": SimpleUploadedFile("page.md", sent["file"])}
    text = editor_client.post(screen(reference, "markdown"), {**sent, "look": "1"}).content.decode()
    assert said in text
    assert open_revision(reference) is None


def test_who_may_only_look_brings_nothing_in(doctor_client: Any, reference: ReferencePage) -> None:
    address = screen(reference, "markdown")
    assert "markdown-form" not in doctor_client.get(address).content.decode()
    assert doctor_client.post(address, {"text": file_of(reference), "import": "1"}).status_code == 403


def test_a_file_that_says_what_stands_is_no_draft(editor_client: Any, reference: ReferencePage) -> None:
    told = {"text": file_of(reference), "import": "1"}
    text = editor_client.post(screen(reference, "markdown"), told, follow=True).content.decode()
    assert "Nothing was stored: the file says what readers see." in text


def test_on_the_command_line(reference: ReferencePage, editor: Any, tmp_path: Path) -> None:
    out, path = StringIO(), tmp_path / "page.md"
    call_command("export_reference_page", reference.slug, stdout=out)
    assert out.getvalue() == file_of(reference)
    path.write_text(out.getvalue().replace("Several", "Some"), encoding="utf-8")
    said = StringIO()
    call_command("import_reference_page", str(path), "--look", stdout=said)
    assert "Lead: 'Several things can cause it.' -> 'Some things can cause it.'" in said.getvalue().replace(
        "  lead", "  Lead"
    )
    assert open_revision(reference) is None
    call_command("import_reference_page", str(path), "--by", editor.username, stdout=StringIO())
    draft = open_revision(reference)
    assert draft is not None
    assert draft.author == editor
    again = StringIO()
    call_command("export_reference_page", reference.slug, "--draft", stdout=again)
    told = path.read_text(encoding="utf-8").replace("state: page 1\n", f"state: draft {draft.pk} 1\n")
    assert again.getvalue() == told
    path.write_text("nothing")
    for command, argument in (("export_reference_page", "nowhere"), ("import_reference_page", str(path))):
        with pytest.raises(CommandError):
            call_command(command, argument)
