"""What the engine proposes at the desk is made once, and anew when the words or the causes have changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task_backends as tasks

from conditions.actions.pages import delete_page
from conditions.models import Cause, StoredProposals
from conditions.related.proposals import for_desk as module
from conditions.related.proposals.for_desk import MOST, for_desk
from conditions.related.proposals.for_replies import propose_causes
from conditions.related.upkeep import proposals as upkeep
from conditions.related.upkeep.index import index_page
from conditions.related.upkeep.proposals import at_desk
from conditions.related.upkeep.publication import publish
from conditions.related.upkeep.tasks import propose_for_desk
from consult.models import FollowUp, Question
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
    assert len(asked) == 4


def test_it_stays_as_long_as_nothing_changes(palsy, question, asked):
    for_desk(question)
    StoredProposals.objects.update(made_at=timezone.now() - timedelta(days=400))
    for_desk(question)
    assert asked == [question.pk]


def test_a_look_shows_what_there_is_and_has_it_made_anew_beside(palsy, question, asked, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    nothing = at_desk(question)
    assert (nothing.causes, nothing.is_made, nothing.is_current) == ([], False, False)
    for_desk(question)
    index_page(palsy.page)
    draft = ReplyFactory(question=question, published_at=None)
    old = at_desk(question, draft)
    assert ([each.cause for each in old.causes], old.is_made, old.is_current) == ([palsy], True, False)
    assert asked == [question.pk]
    backend: Any = tasks["default"]
    assert [result.args for result in backend.results] == [
        [question.pk, None],
        [question.pk, draft.pk],
    ]
    propose_for_desk.call(question.pk, draft.pk)
    assert at_desk(question, draft).is_current


def test_where_tasks_are_done_at_once_a_look_has_what_they_made(palsy, question):
    assert [each.cause for each in at_desk(question).causes] == [palsy]


def test_what_is_out_of_date_is_made_anew_for_all_in_hand(palsy, case, question, asked, monkeypatch):
    draft = ReplyFactory(question=QuestionFactory(status="declined", staff_message="No."), published_at=None)
    followed = public_question(title="Another")
    FollowUp.objects.create(question=followed, text="And now?")
    for_desk(case)
    for_desk(question, ReplyFactory(question=question, text="Words that are gone."))
    asked.clear()
    index_page(palsy.page)
    call_command("propose_for_desks")
    assert asked == [question.pk, draft.question_id, draft.question_id, followed.pk]
    stored = StoredProposals.objects.values_list("question", "is_stale")
    assert sorted(stored) == sorted(
        [(case.pk, True), (question.pk, False), *2 * [(draft.question_id, False)], (followed.pk, False)]
    )
    call_command("propose_for_desks")
    assert len(asked) == 4
    monkeypatch.setattr(upkeep, "KEPT", timedelta(0))
    call_command("propose_for_desks")
    assert not StoredProposals.objects.filter(question=case).exists()


@pytest.mark.parametrize("made_before", [True, False])
def test_a_change_while_the_engine_is_asked_is_not_lost(palsy, question, asked, monkeypatch, made_before):
    change = iter([palsy.page])

    def changes(*args: Any) -> Any:
        found = propose_causes(*args)
        for page in change:
            index_page(page)
        return found

    if made_before:
        for_desk(question)
        module.outdate_all()
    monkeypatch.setattr(module, "propose_causes", changes)
    upkeep.refresh()
    shown = module.kept_for_desk(question)
    assert ([each.cause for each in shown.causes], shown.is_current) == ([palsy], False)
    asked.clear()
    upkeep.refresh()
    assert (asked, module.kept_for_desk(question).is_current) == ([question.pk], True)


@pytest.mark.parametrize("what", ["published", "deleted", "question"])
def test_a_changed_page_outdates_what_is_proposed_and_a_new_question_does_not(palsy, question, what):
    for_desk(question)
    if what == "published":
        index_page(palsy.page)
    elif what == "deleted":
        delete_page(page=palsy.page, target=CauseFactory().page, actor=None)
    else:
        publish(public_question(title="Is my face weak?", body="It hangs."))
    assert module.kept_for_desk(question).is_current == (what == "question")


def test_a_run_that_finds_nothing_to_do_costs_two_queries(palsy, question, django_assert_num_queries):
    for_desk(question)
    with django_assert_num_queries(2):
        assert upkeep.refresh() == 0


def test_a_run_with_something_old_asks_once_more_and_forgets_it_at_once(
    palsy, case, question, monkeypatch, django_assert_num_queries
):
    for row in (case, public_question(title="Another")):
        for_desk(row)
    index_page(palsy.page)
    upkeep.refresh()
    monkeypatch.setattr(upkeep, "KEPT", timedelta(0))
    with django_assert_num_queries(4):
        assert upkeep.refresh() == 0
    assert StoredProposals.objects.get().question == question


def test_a_fault_leaves_the_others_their_proposals(palsy, question, monkeypatch, caplog):
    other = QuestionFactory()
    make = module.make

    def fails(each: Question, *rest: Any) -> Any:
        return make(each, *rest) if each == question else 1 / 0

    monkeypatch.setattr(module, "make", fails)
    assert upkeep.refresh() == 2
    assert f"No proposals could be made for question {other.pk}." in caplog.text
    assert StoredProposals.objects.get().question == question


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
