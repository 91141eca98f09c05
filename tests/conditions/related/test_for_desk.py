"""What the engine proposes at the desk is made once, and anew when the words or the causes have changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from conditions.models import Cause, StoredProposals
from conditions.related.proposals import for_desk as module
from conditions.related.proposals.for_desk import KEPT, MOST, for_desk
from conditions.related.upkeep.index import index_page
from conditions.related.upkeep.publication import publish
from conditions.related.upkeep.tasks import propose_for_desk
from consult.models import Question
from consult.question.actions.erase import erase_question
from consult.question.actions.publication import unpublish_question
from tests.factories import CauseFactory, QuestionFactory, ReplyFactory, public_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def palsy() -> Any:
    cause = CauseFactory(name="Bell's palsy", slug="palsy", text="Half of the face becomes weak.")
    index_page(cause.page)
    return cause


@pytest.fixture
def case() -> Question:
    """An answered public case about the same."""
    question = public_question(
        title="Is my weak face Bell's palsy?", body="Half of my face hangs since Monday.", reply_text="It is."
    )
    publish(question)
    return question


@pytest.fixture
def question() -> Question:
    return QuestionFactory(title="Is it Bell's palsy?", body="Half of my face hangs.")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The questions for which the engine was asked."""
    found: list[int] = []
    make = module.make

    def counted(question: Question, *rest: Any) -> Any:
        found.append(question.pk)
        return make(question, *rest)

    monkeypatch.setattr(module, "make", counted)
    return found


def test_causes_and_cases_with_their_reasons(palsy, case, question):
    found = for_desk(question)
    assert [each.cause for each in found.causes] == [palsy]
    [shown] = found.cases
    assert (shown.question, shown.reply.text) == (case, "It is.")
    assert shown.reasons
    assert for_desk(question) == found


def test_the_second_time_costs_three_queries(palsy, case, question, asked, django_assert_num_queries):
    for_desk(question)
    with django_assert_num_queries(3):
        for_desk(question)
    assert asked == [question.pk]


def test_other_words_another_draft_or_a_changed_page_ask_again(palsy, question, asked):
    for_desk(question)
    question.body = "Half of my face hangs, and my eye is dry."
    for_desk(question)
    draft = ReplyFactory(question=question, published_at=None)
    for_desk(question, draft)
    index_page(palsy.page)
    for_desk(question, draft)
    StoredProposals.objects.update(made_at=timezone.now() - KEPT - timedelta(hours=1))
    for_desk(question, draft)
    assert len(asked) == 5


def test_drafts_of_several_readers_stand_beside_each_other(palsy, question, asked):
    drafts = [ReplyFactory(question=question, published_at=None, text=text) for text in ("One.", "Two.")]
    for draft in [*drafts, None, *drafts, None]:
        for_desk(question, draft)
    assert len(asked) == 3


def test_of_many_the_newest_stay(question, monkeypatch):
    monkeypatch.setattr(module, "propose_causes", lambda *_: [])
    drafts = [ReplyFactory(question=question, published_at=None, text=str(n)) for n in range(MOST + 2)]
    for draft in drafts:
        for_desk(question, draft)
    assert StoredProposals.objects.count() == MOST


def test_publishing_asks_once(palsy, question, doctor, doctor_client, asked):
    question.specialty = doctor.specialties.get()
    question.save()
    fields = {
        "question_version": question.version,
        "specialty": question.specialty_id,
        "safety_net": "Fever: call.",
    }
    doctor_client.post(
        f"/admin/consult/question/{question.pk}/change/", {**fields, "action": "publish", "text": "Rest."}
    )
    assert (question.replies.published().count(), len(asked)) == (1, 1)


def test_what_is_stored_authorises_nothing(palsy, case, question):
    for_desk(question)
    unpublish_question(question=case, actor=None)
    Cause.objects.update(is_retired=True)
    found = for_desk(question)
    assert (found.causes, found.cases) == ([], [])


def test_the_question_is_not_similar_to_itself(case):
    assert for_desk(case).cases == []


def test_it_is_made_beside_the_request_and_goes_with_the_question(palsy, question):
    propose_for_desk.call(question.pk)
    propose_for_desk.call(0)
    assert StoredProposals.objects.get().question == question
    erase_question(question=question)
    assert StoredProposals.objects.count() == 0


def test_a_fault_is_logged(question, monkeypatch, caplog):
    monkeypatch.setattr(module, "propose_causes", lambda *_: 1 / 0)
    propose_for_desk.call(question.pk)
    assert "No proposals could be made" in caplog.text
