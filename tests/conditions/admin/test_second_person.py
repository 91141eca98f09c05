"""Nobody approves words of their own: neither alone nor behind somebody who changed a comma afterwards."""

import pytest

from conditions.actions.revisions import save_draft, throw_away
from conditions.models import Revision
from conditions.revisions.read import standing_document
from conditions.revisions.state import state_of_page
from tests.conditions.admin.page_form import decide, draft_of, opened, saved, screen

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
REFUSED = "You changed this draft: somebody else has to approve it."
DONE = "Published: readers see it now."


@pytest.fixture
def both_wrote(editor_client, colleague_client, reference) -> Revision:
    """A draft whose lead the editor wrote, and in which a colleague added a name."""
    saved(editor_client, reference, {**opened(editor_client, reference), "lead": "New lead."})
    form = {**opened(colleague_client, reference), "groups-0-causes-0-other_names": "weak face"}
    return saved(colleague_client, reference, form)


def test_nobody_who_changed_the_draft_approves_it(
    editor_client, colleague_client, administrator_client, reference, both_wrote
):
    decide(colleague_client, reference, "send")
    for client in (editor_client, colleague_client):
        shown = client.get(screen(reference, "publication")).content.decode()
        assert ("Approve and publish now" in shown, REFUSED in shown) == (False, True)
        assert REFUSED in decide(client, reference, "approve")
    assert draft_of(reference).state == Revision.State.IN_REVIEW
    assert DONE in decide(administrator_client, reference, "approve")


def test_what_was_thrown_away_and_brought_back_stays_theirs_who_wrote_it(
    editor_client, colleague_client, colleague, reference, both_wrote
):
    throw_away(revision=both_wrote, actor=colleague, version=both_wrote.version)
    colleague_client.post(screen(reference, "restore"), {"revision": both_wrote.pk})
    decide(colleague_client, reference, "send")
    assert REFUSED in decide(editor_client, reference, "approve")


def test_what_was_on_the_site_may_be_brought_back_by_one_of_its_writers_and_approved_by_another(
    editor_client, colleague_client, administrator_client, reference, both_wrote
):
    decide(editor_client, reference, "send")
    decide(administrator_client, reference, "approve")
    editor_client.post(screen(reference, "restore"), {"revision": both_wrote.pk})
    decide(editor_client, reference, "send")
    assert DONE in decide(colleague_client, reference, "approve")


def test_who_sends_a_draft_that_nobody_signed_counts_as_its_author(
    editor_client, editor, colleague_client, reference
):
    document = standing_document(reference)
    document.fields["lead"] = "New lead."
    save_draft(page=reference, document=document, seen=state_of_page(reference, None), author=None)
    decide(editor_client, reference, "send")
    assert draft_of(reference).author == editor
    assert REFUSED in decide(editor_client, reference, "approve")
    assert DONE in decide(colleague_client, reference, "approve")
