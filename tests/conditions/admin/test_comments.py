"""Author and reviewer talk about a draft beside it."""

import pytest

from conditions.models import DraftComment, Revision
from consult.models import OutboxMessage
from tests.conditions.admin.page_form import address, decide, draft_of, opened, saved, screen
from tests.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(editor_client, reference):
    """A draft of the editor, sent for review."""
    saved(editor_client, reference, {**opened(editor_client, reference), "lead": "New lead."})
    decide(editor_client, reference, "send")
    return draft_of(reference)


def say(client, reference, text, about=""):
    return decide(client, reference, "comment", **{"comment-text": text, "comment-about": about})


def test_a_comment_changes_nothing_of_the_draft_and_stands_on_its_form_until_it_is_settled(
    editor_client, colleague_client, colleague, editor, reference, draft
):
    shown = say(colleague_client, reference, "Which <b>age</b>?\n\nSay it.", "Palsy")
    assert "Which &lt;b&gt;age&lt;/b&gt;?</p>" in shown
    comment = DraftComment.objects.get()
    assert (comment.revision, comment.about, comment.author) == (draft, "Palsy", colleague)
    form = editor_client.get(address(reference)).content.decode()
    assert ("Comments that are not settled" in form, "Say it." in form) == (True, True)
    say(editor_client, reference, "Adults.")
    decide(colleague_client, reference, "settle", comment=comment.pk)
    comment.refresh_from_db()
    assert comment.settled_by == colleague
    form = editor_client.get(address(reference)).content.decode()
    assert ("Say it." in form, "Adults." in form) == (False, True)
    now = draft_of(reference)
    assert (now.version, now.state, now.author) == (draft.version, Revision.State.IN_REVIEW, editor)
    assert "settled by colleague" in colleague_client.get(screen(reference, "publication")).content.decode()


def test_who_works_on_the_draft_is_told_by_mail_without_the_words(
    editor_client, colleague_client, editor, colleague, reference, draft
):
    say(colleague_client, reference, "Which age?")
    say(editor_client, reference, "Adults.")
    keys = OutboxMessage.objects.order_by("pk").values_list("dedupe_key", flat=True)
    first, second = DraftComment.objects.order_by("pk")
    assert list(keys) == [
        f"account:draft-comment:{first.pk}:{editor.pk}",
        f"account:draft-comment:{second.pk}:{colleague.pk}",
    ]


def test_what_is_no_comment_is_given_back(editor_client, reference, draft):
    shown = say(editor_client, reference, "")
    assert "Write your comment" in shown
    sent = {
        "decision": "comment",
        "version": draft.version,
        "comment-text": "Kept.",
        "comment-about": "Nobody",
    }
    answer = editor_client.post(screen(reference, "publication"), sent)
    assert filled(answer, "comment-form")["comment-text"] == "Kept."
    assert DraftComment.objects.count() == 0


def test_a_comment_on_a_draft_that_is_gone_is_given_back(editor_client, colleague_client, reference, draft):
    decide(colleague_client, reference, "approve")
    assert "You wrote: Which age?" in say(editor_client, reference, "Which age?")


@pytest.mark.parametrize("number", ["", "x", "99999", "²"])
def test_only_a_comment_of_this_draft_is_settled(editor_client, reference, draft, number):
    say(editor_client, reference, "Mine.")
    decide(editor_client, reference, "settle", comment=number)
    assert DraftComment.objects.unsettled().count() == 1


def test_a_reader_of_pages_reads_them_and_says_nothing(doctor_client, editor_client, reference, draft):
    say(editor_client, reference, "Mine.")
    shown = doctor_client.get(screen(reference, "publication")).content.decode()
    assert ("Mine." in shown, 'value="settle"' in shown, "comment-form" in shown) == (True, False, False)
    for decision in ("comment", "settle"):
        sent = {"decision": decision, "comment-text": "No."}
        assert doctor_client.post(screen(reference, "publication"), sent).status_code == 403
