"""The table of all names: listed, taken out and brought in as a spreadsheet, into the drafts of their pages."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from conditions.actions.revisions import save_draft
from conditions.models import CauseAlias, ConditionName, ReferencePage, Revision
from conditions.name_index import renew_names
from conditions.revisions.read import standing_document
from conditions.revisions.state import state_of_page
from tests.factories import CauseFactory, CauseGroupFactory, ReferencePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LIST, IMPORT = (reverse(f"admin:conditions_conditionname_{name}") for name in ("changelist", "import"))


@pytest.fixture
def page() -> ReferencePage:
    """A public page with one cause of two other names."""
    page = ReferencePageFactory(title="Causes of weak faces", slug="weak-faces")
    group = CauseGroupFactory(page=page)
    cause = CauseFactory(group=group, name="Bell's palsy", slug="bells-palsy")
    CauseAlias.objects.bulk_create(CauseAlias(cause=cause, name=name) for name in ("口眼歪斜", "=Palsy"))
    renew_names(page)
    return page


def listed(client: Client, **chosen: str) -> list[str]:
    return [row.name for row in client.get(LIST, chosen).context["cl"].result_list]


def looked_at(client: Client, data: bytes) -> Any:
    """The screen after a file was chosen."""
    file = SimpleUploadedFile("names.csv", data, content_type="text/csv")
    return client.post(IMPORT, {"import_file": file, "format": "0", "resource": "0"})


def bring_in(client: Client, data: bytes) -> None:
    """Choose a file, then confirm what would come of it."""
    form = looked_at(client, data).context["confirm_form"]
    client.post(reverse("admin:conditions_conditionname_process_import"), form.initial)


def draft_names(page: ReferencePage) -> list[str]:
    """The other names of the first cause in the draft."""
    names: list[str] = page.revisions.open().get().content["groups"][0]["causes"][0]["other_names"]
    return names


def test_names_are_found_by_kind_writing_and_words(page, doctor_client, editor_client, stranger):
    assert listed(editor_client) == ["Bell's palsy", "=Palsy", "Weak faces", "口眼歪斜"]
    assert listed(editor_client, kind="page") == ["Weak faces"]
    assert listed(editor_client, kind="cause") == ["Bell's palsy"]
    assert listed(editor_client, kind="other") == ["=Palsy", "口眼歪斜"]
    assert listed(editor_client, writing="cjk") == ["口眼歪斜"]
    assert listed(doctor_client, q="weak", kind="other") == ["=Palsy", "口眼歪斜"]
    html = editor_client.get(LIST).content.decode()
    form = reverse("admin:conditions_referencepage_change", args=[page.pk])
    assert f'Bell&#x27;s palsy, <a href="{form}">Causes of weak faces</a>' in html
    assert stranger.get(LIST).status_code == 302
    row = ConditionName.objects.get(name="Weak faces")
    shown = editor_client.get(reverse("admin:conditions_conditionname_change", args=[row.pk]))
    assert "name of a page" in shown.content.decode()


def test_the_table_goes_out_guarded_and_comes_in_unchanged(page, editor_client):
    export = reverse("admin:conditions_conditionname_export")
    data = editor_client.post(export, {"format": "0"}).content
    assert data.decode("utf-8-sig").splitlines() == [
        "page,cause,name,kind,writing",
        "weak-faces,bells-palsy,Bell's palsy,name of a cause,latin",
        "weak-faces,bells-palsy,'=Palsy,other name,latin",
        "weak-faces,,Weak faces,name of a page,latin",
        "weak-faces,bells-palsy,口眼歪斜,other name,cjk",
    ]
    bring_in(editor_client, data)
    assert Revision.objects.filter(page=page, state="draft").count() == 0


def test_an_exported_table_undoes_nothing_in_a_draft(page, editor, editor_client):
    data = editor_client.post(reverse("admin:conditions_conditionname_export"), {"format": "0"}).content
    document = standing_document(page)
    document.fields["title"], cause = "Causes of faces", next(document.causes())
    cause.name, cause.other_names = "Bell palsy", ["=Palsy"]
    save_draft(page=page, document=document, seen=state_of_page(page, None), author=editor)
    before = page.revisions.open().get().content
    html = looked_at(editor_client, data).content.decode()
    assert (html.count('<tr class="skip">'), html.count('<tr class="new">')) == (4, 0)
    bring_in(editor_client, data)
    draft = page.revisions.open().get()
    assert (draft.version, draft.content) == (1, before)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig"])
def test_new_names_wait_in_the_draft_of_their_page(page, editor, editor_client, encoding):
    rows = "Page;Cause;Name\r\nweak-faces;bells-palsy;Gesichtslähmung\r\nweak-faces;bell's palsy;'=FP\r\n"
    screen = looked_at(editor_client, rows.encode(encoding))
    assert "<ins>Gesichtslähmung</ins>" in screen.content.decode()
    assert not page.revisions.open().exists()
    bring_in(editor_client, rows.encode(encoding))
    draft = page.revisions.open().get()
    assert draft_names(page) == ["口眼歪斜", "=Palsy", "Gesichtslähmung", "=FP"]
    assert (draft.author, draft.reason, draft.version) == (editor, "names from names.csv", 1)
    assert ConditionName.objects.filter(name="Gesichtslähmung").count() == 0
    bring_in(editor_client, rows.encode(encoding))
    assert page.revisions.open().get().version == 1


def test_what_cannot_come_in_is_said_beside_its_row_and_nothing_is_stored(page, editor_client, doctor_client):
    rows = b"page,cause,name\nweak-faces,bells-palsy,FP\nnowhere,,FP\nweak-faces,gout,FP\nweak-faces,,FP\n"
    html = looked_at(editor_client, rows).content.decode()
    for said in (
        "there is no page “nowhere”",
        "the page has no cause “gout”",
        "the page has no entry of what it is about",
    ):
        assert said in html
    assert "confirm" not in looked_at(editor_client, b"page,name\nweak-faces,FP\n").context
    assert not page.revisions.open().exists()
    assert doctor_client.get(IMPORT).status_code == 403
