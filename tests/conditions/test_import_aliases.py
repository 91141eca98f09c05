"""`manage.py import_aliases`: other names of causes from a spreadsheet."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from conditions.importing.aliases import import_aliases
from conditions.models import Cause, ReferencePage, Revision
from tests.factories import NOON, CauseFactory, ReferencePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> ReferencePage:
    """A public page about a condition with one cause."""
    page = ReferencePageFactory(title="Facial palsy", slug="facial-palsy")
    group = CauseFactory(group__page=page, name="Facial palsy", slug="about", is_subject=True).group
    CauseFactory(group=group, name="Bell's palsy", slug="bells-palsy")
    return page


@pytest.fixture
def sheet(tmp_path: Path):
    """Writes a file as Excel does in half of Europe."""

    def write(*rows: str) -> Path:
        path = tmp_path / "names.csv"
        path.write_bytes("\r\n".join(["Page;Cause;Name", *rows, ""]).encode("cp1252"))
        return path

    return write


def names(anchor: str) -> list[str]:
    """The other names of a cause that readers see."""
    return [alias.name for alias in Cause.objects.get(slug=anchor).aliases.all()]


def test_names_wait_in_a_draft_until_it_is_published(page, sheet, editor, capsys):
    path = sheet(
        "facial-palsy;bells-palsy;Lähmung", "facial-palsy;bell's palsy;'=Facial palsy", "facial-palsy;;FP"
    )
    call_command("import_aliases", str(path), by="editor")
    assert capsys.readouterr().out == "Imported 3 names; 0 of 3 lines were there already.\n"
    draft = page.revisions.open().get()
    found = {
        cause["slug"]: cause["other_names"] for group in draft.content["groups"] for cause in group["causes"]
    }
    assert found == {"about": ["FP"], "bells-palsy": ["Lähmung", "=Facial palsy"]}
    assert (draft.author, names("bells-palsy")) == (editor, [])


def test_a_second_run_adds_nothing_and_never_publishes_the_draft_of_others(page, sheet):
    path = sheet("facial-palsy;bells-palsy;FP")
    import_aliases(path)
    again = import_aliases(path, is_public=True)
    assert (again.made["names"], again.already_there, names("bells-palsy")) == (0, 1, [])
    import_aliases(sheet("facial-palsy;bells-palsy;Palsy"), is_public=True)
    assert names("bells-palsy") == []


def test_what_is_in_review_or_scheduled_is_left_alone(page, sheet, editor):
    import_aliases(sheet("facial-palsy;bells-palsy;FP"), by=editor)
    draft = page.revisions.open().get()
    for state in (Revision.State.IN_REVIEW, Revision.State.SCHEDULED):
        page.revisions.open().update(state=state, publish_at=NOON, reviewer=editor)
        outcome = import_aliases(sheet("facial-palsy;bells-palsy;Palsy"))
        [(line, said)] = outcome.refused
        assert (line, "is in review or scheduled" in said, outcome.made["names"]) == (2, True, 0)
        left = page.revisions.open().get()
        assert (left.state, left.publish_at, left.reviewer) == (state, NOON, editor)
        assert left.content == draft.content


def test_a_draft_stays_its_authors_when_nobody_is_named(page, sheet, editor):
    import_aliases(sheet("facial-palsy;bells-palsy;FP"), by=editor)
    import_aliases(sheet("facial-palsy;bells-palsy;Palsy"))
    draft = page.revisions.open().get()
    assert (draft.author, draft.version) == (editor, 2)


def test_whoever_says_so_shows_them_at_once(page, sheet):
    import_aliases(sheet("facial-palsy;bells-palsy;FP", "facial-palsy;bells-palsy;fp"), is_public=True)
    assert (names("bells-palsy"), page.revisions.open().count()) == (["FP"], 0)


def test_what_cannot_be_added_is_said_row_by_row(page, sheet, capsys):
    rows = ["nowhere;;FP", "facial-palsy;gout;FP", "facial-palsy;about;", f"facial-palsy;about;{'x' * 161}"]
    with pytest.raises(CommandError, match="4 of 4 lines were not imported"):
        call_command("import_aliases", str(sheet(*rows)))
    assert capsys.readouterr().err.splitlines() == [
        "Line 2: there is no page “nowhere”.",
        "Line 3: the page has no cause “gout”.",
        "Line 4: “name” is empty.",
        "Line 5: “name” has 161 characters; at most 160 are allowed.",
    ]
    assert page.revisions.open().count() == 0


def test_a_file_of_another_kind_is_refused_in_a_sentence(tmp_path, page):
    path = tmp_path / "names.csv"
    path.write_text("page,name\nfacial-palsy,FP\n")
    with pytest.raises(CommandError, match=r"names\.csv lacks the columns: cause\.$"):
        call_command("import_aliases", str(path))
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        call_command("import_aliases", str(tmp_path / "nowhere"))
