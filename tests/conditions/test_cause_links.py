"""The engine proposes causes for a reply; a person confirms."""

import pytest

from conditions.actions.links import decide_cause_links
from conditions.models import CauseLink
from conditions.related.proposals.for_replies import Proposal
from consult.events import question_changed
from consult.models import AuditEntry
from consult.question.actions.publication import withdraw_publication
from tests.factories import (
    NOON,
    CauseFactory,
    CauseLinkFactory,
    ReferencePageFactory,
    ReplyFactory,
    public_question,
)

pytestmark = pytest.mark.django_db

REASONS = [{"code": "named", "params": {"names": ["Gout"]}}]


@pytest.fixture
def reply(db):
    return public_question().replies.get()


@pytest.fixture
def heard():
    """The questions whose change was told to whoever listens."""
    found = []

    def listen(question, **_):
        found.append(question)

    question_changed.connect(listen)
    yield found
    question_changed.disconnect(listen)


def states(reply):
    return dict(reply.cause_links.values_list("cause__name", "state"))


def test_what_is_chosen_is_confirmed_and_what_was_only_proposed_is_rejected(reply, editor, heard):
    chosen, left_out, added = (CauseFactory.create(name=name) for name in ("Gout", "Cramp", "Sciatica"))
    confirmed = decide_cause_links(
        reply=reply,
        proposals=[Proposal(chosen, 0.8, REASONS), Proposal(left_out, 0.6, REASONS)],
        chosen=[chosen, added],
        actor=editor,
    )
    assert {link.cause for link in confirmed} == {chosen, added}
    assert states(reply) == {"Gout": "confirmed", "Cramp": "rejected", "Sciatica": "confirmed"}
    link = reply.cause_links.get(cause=chosen)
    assert (link.score, link.reasons, link.decided_by) == (0.8, REASONS, editor)
    by_hand = reply.cause_links.get(cause=added)
    assert (by_hand.score, by_hand.reasons, by_hand.decided_by) == (None, [], editor)
    assert list(AuditEntry.objects.values_list("action", "actor", "question_number")) == [
        ("causes linked", editor.pk, reply.question_id)
    ]
    assert heard == [reply.question]


def test_deciding_the_same_again_changes_nothing_and_tells_nobody(reply, editor, heard):
    cause = CauseFactory.create()
    for _time in range(2):
        decide_cause_links(reply=reply, proposals=[Proposal(cause, 0.8)], chosen=[cause], actor=editor)
    assert AuditEntry.objects.count() == 1
    assert len(heard) == 1


def test_a_cause_that_is_unticked_is_no_longer_linked_and_can_be_ticked_again(reply, editor):
    cause = CauseFactory.create(name="Gout")
    CauseLinkFactory(reply=reply, cause=cause)
    assert decide_cause_links(reply=reply, proposals=[], chosen=[], actor=editor) == []
    assert states(reply) == {"Gout": "rejected"}
    decide_cause_links(reply=reply, proposals=[], chosen=[cause], actor=editor)
    assert states(reply) == {"Gout": "confirmed"}


def test_whole_pages_are_linked_and_unlinked_as_causes_are(reply, editor):
    page = ReferencePageFactory()
    for chosen, state in (([page], CauseLink.State.CONFIRMED), ([], CauseLink.State.REJECTED)):
        decide_cause_links(reply=reply, proposals=[], chosen=chosen, actor=editor)
        assert (reply.cause_links.get().page, reply.cause_links.get().state) == (page, state)


def test_the_links_of_a_draft_are_told_to_nobody(editor, heard):
    draft = ReplyFactory.create(published_at=None)
    decide_cause_links(reply=draft, proposals=[], chosen=[CauseFactory.create()], actor=editor)
    assert heard == []


def test_strangers_read_confirmed_links_of_public_replies_to_public_pages_alone(reply, editor):
    link = CauseLinkFactory(reply=reply)
    CauseLinkFactory(reply=ReplyFactory(question=reply.question, approved_at=None))  # waits for an editor
    withdrawn = public_question()
    CauseLinkFactory(reply=withdrawn.replies.get())
    withdraw_publication(question=withdrawn)
    CauseLinkFactory(reply=reply, state="rejected")
    CauseLinkFactory(reply=reply, cause=CauseFactory(group__page__published_at=None))
    page_link = CauseLinkFactory(reply=reply, cause=None, page=ReferencePageFactory())
    CauseLinkFactory(reply=reply, cause=None, page=ReferencePageFactory(published_at=None))
    assert set(CauseLink.objects.public()) == {link, page_link}


def test_a_cause_lists_a_question_once_however_many_replies_link_to_it(stranger, reply):
    cause = CauseFactory.create()
    second = ReplyFactory(question=reply.question, published_at=NOON, approved_at=NOON)
    for each in (reply, second):
        CauseLinkFactory(reply=each, cause=cause)
    text = stranger.get(cause.page.get_absolute_url()).content.decode()
    assert text.count(f'href="{reply.question.get_absolute_url()}"') == 1
