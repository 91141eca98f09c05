"""Tables that are taken in and out as spreadsheets bring nothing dangerous in or out, and tell no code."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conditions.models import Source
from consult.models import Topic
from tests.factories import SourceFactory, SpecialtyFactory, TopicFactory

pytestmark = pytest.mark.django_db
CASES = Path(settings.BASE_DIR) / "tests/cases"


def bring_in(client: Client, table: str, rows: bytes, *, confirm: bool = True) -> str:
    """Upload a file and confirm; the words of the last page."""
    address = f"/admin/{table}/import/"
    file = SimpleUploadedFile("rows.csv", rows, content_type="text/csv")
    page = client.post(address, {"import_file": file, "format": "0"})
    if confirm and "process_import" in page.content.decode():
        form = {
            name: page.context["confirm_form"][name].value() for name in page.context["confirm_form"].fields
        }
        page = client.post(f"/admin/{table}/process_import/", form, follow=True)
    return str(page.content.decode())


@pytest.mark.parametrize("name", ["topics-cp1252.csv", "topics-semicolon.csv"])
def test_a_table_as_a_spreadsheet_program_saves_it_is_taken_in(editor_client: Client, name: str) -> None:
    SpecialtyFactory(name="Dermatology", slug="dermatology")
    bring_in(editor_client, "consult/topic", (CASES / name).read_bytes())
    assert Topic.objects.get().name == {"topics-cp1252.csv": "Ménière", "topics-semicolon.csv": "Acne"}[name]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "no address", "file:///etc/passwd"]
)
def test_an_address_that_is_none_is_refused(editor_client: Client, url: str) -> None:
    rows = f'url,publisher,title,accessed_on\n"{url}",NHS,Face,2026-01-01\n'.encode()
    page = bring_in(editor_client, "conditions/source", rows)
    assert ("Some rows failed to validate" in page, Source.objects.count()) == (True, 0)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_a_formula_goes_out_as_text_and_comes_back_as_it_was(editor_client: Client, cell: str) -> None:
    source = SourceFactory(title=cell, publisher="NHS")
    out = editor_client.post("/admin/conditions/source/export/", {"format": "0"}).content
    assert f",'{cell}," in out.decode()
    Source.objects.update(title="Changed")
    bring_in(editor_client, "conditions/source", out)
    source.refresh_from_db()
    assert source.title == cell


@pytest.mark.parametrize(
    "rows",
    [b"nothing,here\n1,2\n", b"", b"\xff\xfe\x00", b"specialty,slug,name\nnowhere,acne,Acne\n", b'"' * 1_000],
)
def test_a_file_that_cannot_be_read_is_told_without_our_code(editor_client: Client, rows: bytes) -> None:
    TopicFactory()
    page = bring_in(editor_client, "consult/topic", rows)
    assert [word for word in ("Traceback", "site-packages", "File &quot;", ".py") if word in page] == []
    assert Topic.objects.count() == 1


@pytest.mark.parametrize(
    ("table", "rows", "said"),
    [
        ("consult/topic", "specialty;slug;name\nnowhere;acne;Acne", "There is no specialty “nowhere”."),
        ("consult/topic", "specialty;name\nnowhere;Acne", "The column “slug” is missing."),
        ("consult/topic", "specialty;slug;nam\nnowhere;acne;Acne", "The column “nam” means nothing here."),
        (
            "consult/topic",
            "specialty;slug\nx;acne\nx;acne",
            "Two rows are about the same: x, acne. Keep one.",
        ),
        ("consult/topic", "specialty;slug\nx;acne;1", "Row 2 has 3 cells and there are 2 columns."),
        (
            "conditions/source",
            "url;publisher;title;accessed_on\nhttps://a.example/;NHS;Face;06/08/2026",
            "“06/08/2026” is no day. Write it like this: 2026-08-06.",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_a_sentence(
    editor_client: Client, table: str, rows: str, said: str
) -> None:
    assert said in bring_in(editor_client, table, rows.encode("cp1252"))
