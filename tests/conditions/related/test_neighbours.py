"""Publishing, editing, hiding and erasing a question keeps every list right, without a rebuild."""

import pytest
from django.core.management import call_command

from conditions.actions.similar import pin_similar
from conditions.models import IndexEntry, Neighbour
from conditions.related.backends import keyword_index
from conditions.related.calibration import MEASURED
from conditions.related.lists import neighbours, read
from conditions.related.upkeep import publication
from consult.common.database import for_database
from consult.events import question_changed
from consult.models import Question, Status
from consult.question.actions.erase import erase_question
from consult.question.actions.publication import approve_question, unpublish_question, withdraw_publication
from tests.commits import committed
from tests.factories import (
    NOON,
    CauseFactory,
    CauseLinkFactory,
    DoctorFactory,
    QuestionFactory,
    ReplyFactory,
    public_question,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("encoder")]

NUMB = [
    ("Left cheek goes numb in the cold", "In winter the left side of my face turns numb for an hour."),
    ("Numb face when it is cold outside", "My cheek feels numb in cold weather, then it tingles."),
    ("Cold wind makes half my face numb", "Half of my face is numb after a walk in the cold wind."),
    ("Why is my cheek numb in winter?", "A numb cheek every winter morning, and then it goes away."),
    ("Face numbness on one side in cold weather", "On cold days one side of my face has no feeling."),
    ("My face feels numb after skiing", "After skiing in the cold my cheek is numb until the evening."),
]
OTHER = (
    "Can I eat grapefruit with my tablets?",
    "I take a statin for cholesterol and like grapefruit juice.",
)


def asked(title, body, **fields):
    """A question whose reply waits for the editor."""
    question = QuestionFactory(title=title, body=body, status=Status.ANSWERED, answered_at=NOON, **fields)
    ReplyFactory(question=question, doctor=DoctorFactory())
    return question


def published(title, body, **fields):
    question = asked(title, body, **fields)
    with committed():
        return approve_question(question=question, actor=None)


def listed(question):
    return [item.question.pk for item in read.similar_questions(question)]


def test_publishing_lists_what_is_similar_with_reasons_and_nothing_else():
    first, second, other = published(*NUMB[0]), published(*NUMB[1]), published(*OTHER)
    assert listed(second) == [first.pk]
    assert listed(other) == []
    (item,) = read.similar_questions(second)
    assert item.reasons[0].startswith("Both mention ")


def test_a_new_question_reaches_the_lists_of_older_ones():
    first = published(*NUMB[0])
    assert listed(first) == []
    second = published(*NUMB[1])
    assert listed(first) == [second.pk]
    there = Neighbour.objects.get(question=second, other=first)
    back = Neighbour.objects.get(question=first, other=second)
    assert back.cosine == pytest.approx(there.cosine)


def rewritten(question, title, body):
    """The question with another text, as an editor corrects it."""
    Question.objects.filter(pk=question.pk).update(title=title, body=body)
    with committed():
        question_changed.send(sender=Question, question=Question.objects.get(pk=question.pk))


def test_a_question_that_is_rewritten_leaves_the_lists_it_no_longer_belongs_in():
    first, second = published(*NUMB[0]), published(*NUMB[1])
    assert listed(first) == [second.pk]
    rewritten(second, *OTHER)
    assert listed(first) == listed(second) == []
    rewritten(second, *NUMB[1])
    assert listed(first) == [second.pk]


def test_lists_beyond_a_number_are_left_to_the_nightly_rebuild(monkeypatch):
    monkeypatch.setattr(neighbours, "REMADE", 1)
    first, second, third = (published(*NUMB[at]) for at in range(3))
    assert second.pk in listed(first)
    assert second.pk in listed(third)
    rewritten(second, *OTHER)
    assert Neighbour.objects.filter(other=second).count() == 0
    assert list(IndexEntry.objects.filter(listed_at=None)) == [third.index_entry]
    call_command("rebuild_related", verbosity=0)
    assert listed(third) == [first.pk]


def test_reasons_of_a_pinned_question_follow_both_texts(editor):
    first, second = published(*NUMB[0]), published(*NUMB[1])
    for one, other in ((first, second), (second, first)):
        pin_similar(question=one, other=other, position=1, actor=editor)
    assert "cheek" in str(Neighbour.objects.get(question=first).reasons)
    rewritten(second, *OTHER)
    assert [str(row.reasons) for row in Neighbour.objects.all() if "cheek" in str(row.reasons)] == []
    assert Neighbour.objects.decided().count() == 2


def test_a_rebuild_names_a_renamed_cause_in_the_reasons():
    first, second = published(*NUMB[0]), published(*NUMB[1])
    cause = CauseFactory(name="Cold face")
    for question in (first, second):
        CauseLinkFactory(reply=question.replies.get(), cause=cause)
    call_command("rebuild_related", verbosity=0)
    assert read.similar_questions(first)[0].reasons[0] == "Same cause: Cold face"
    cause.name = "Facial chilblains"
    cause.save()
    call_command("rebuild_related", verbosity=0)
    assert read.similar_questions(first)[0].reasons[0] == "Same cause: Facial chilblains"


def scores(questions):
    """The scores of the lists of these questions, made anew."""
    neighbours.make_lists([question.index_entry for question in questions])
    return {(row.question_id, row.other_id): row.score for row in Neighbour.objects.all()}


def test_a_cause_that_doctors_linked_on_both_sides_raises_the_score_both_ways():
    first, second, third = questions = [published(*NUMB[at]) for at in range(3)]
    before = scores(questions)
    cause = CauseFactory()
    for question in (first, second):
        CauseLinkFactory(reply=question.replies.get(), cause=cause)
    CauseLinkFactory(reply=third.replies.get(), cause=CauseFactory())
    pair = {(first.pk, second.pk), (second.pk, first.pk)}
    assert pair <= before.keys()
    raised = {
        key: min(score + MEASURED.same_cause, 1.0) if key in pair else score for key, score in before.items()
    }
    assert scores(questions) == pytest.approx(raised)


def test_what_is_taken_down_leaves_every_list_at_once_and_comes_back():
    first, second = published(*NUMB[0]), published(*NUMB[1])
    unpublish_question(question=second, actor=None)
    assert listed(first) == []
    assert not IndexEntry.objects.filter(question=second).exists()
    assert not Neighbour.objects.exists()
    with committed():
        approve_question(question=second, actor=None)
    assert listed(first) == [second.pk]
    withdraw_publication(question=second)
    assert listed(first) == []


def test_an_erased_question_leaves_every_list_and_the_index():
    first, second = published(*NUMB[0]), published(*NUMB[1])
    erase_question(question=second)
    assert listed(first) == []
    assert list(IndexEntry.objects.values_list("question", flat=True)) == [first.pk]


def test_a_question_taken_down_inside_the_same_request_is_not_shown_though_the_index_failed(monkeypatch):
    first, second = published(*NUMB[0]), published(*NUMB[1])
    monkeypatch.setattr(publication, "unpublish", lambda question: 1 / 0)
    unpublish_question(question=second, actor=None)
    assert Neighbour.objects.filter(question=first, other=second).exists()
    assert listed(first) == []


def test_a_fault_of_the_engine_never_stops_publishing_and_a_rebuild_repairs_it(monkeypatch, caplog):
    first = published(*NUMB[0])
    with monkeypatch.context() as patch:
        patch.setattr(publication, "publish", lambda question: 1 / 0)
        second = published(*NUMB[1])
    assert second.status == Status.PUBLISHED
    assert "run rebuild_related" in caplog.text
    assert listed(first) == []
    call_command("rebuild_related", verbosity=0)
    assert listed(first) == [second.pk]


def test_editing_computes_the_list_anew():
    first, second, other = published(*NUMB[0]), published(*NUMB[1]), published(*OTHER)
    rewritten(other, *NUMB[2])
    assert set(listed(other)) == {first.pk, second.pk}
    assert other.pk in listed(first)


def test_a_publication_asks_no_more_often_the_more_are_alike(django_capture_on_commit_callbacks, settings):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(text) -> int:
        question = public_question(title=text[0], body=text[1])
        with CaptureQueriesContext(connection) as captured, django_capture_on_commit_callbacks(execute=True):
            question_changed.send(sender=Question, question=question)
        return len(captured)

    settings.STORED_PAGES = False  # pages are made anew only in a process that serves them
    keyword_index.forget_common_terms()
    published(*NUMB[0])
    few = cost(NUMB[1])
    for number in range(4):
        published(f"{NUMB[0][0]} {number}", f"{NUMB[0][1]} Since {number} years.")
    most = for_database(connection, sqlite=37, postgresql=34)
    # Three fewer where all that are alike stand in its own list, and were read for that.
    assert (few, cost(NUMB[2])) == (most - 3, most)


def test_an_unchanged_question_is_not_encoded_again(django_assert_max_num_queries):
    question = published(*NUMB[0])
    before = IndexEntry.objects.get().listed_at
    with django_assert_max_num_queries(14):
        question_changed.send(sender=Question, question=question)
    assert IndexEntry.objects.get().listed_at == before


def test_pins_and_hides_survive_a_full_rebuild(editor):
    question, *others = [published(*text) for text in NUMB]
    hidden, pinned = others[0], published(*OTHER)
    Neighbour.objects.filter(question=question, other=hidden).update(choice="hide", decided_at=NOON)
    Neighbour.objects.create(
        question=question, other=pinned, choice="pin", position=1, decided_by=editor, decided_at=NOON
    )
    call_command("rebuild_related", full=True, verbosity=0)
    assert listed(question)[0] == pinned.pk
    assert hidden.pk not in listed(question)
    row = Neighbour.objects.get(question=question, other=hidden)
    assert (row.choice, row.decided_at) == ("hide", NOON)
    rewritten(question, question.title, "Half my face is numb on cold days.")
    assert listed(question)[0] == pinned.pk
    assert hidden.pk not in listed(question)


def test_lists_grown_one_by_one_are_those_of_a_full_rebuild():
    for text in [*NUMB, OTHER]:
        published(*text)
    grown = set(Neighbour.objects.values_list("question", "other"))
    call_command("rebuild_related", full=True, verbosity=0)
    assert set(Neighbour.objects.values_list("question", "other")) == grown


def test_questions_that_say_the_same_are_folded_into_the_better():
    first = published(*NUMB[0])
    twins = [published(NUMB[1][0], body) for body in (NUMB[1][1], f"{NUMB[1][1]} Thank you")]
    call_command("rebuild_related", full=True, verbosity=0)
    assert len(listed(first)) == 1
    assert listed(first)[0] in {twin.pk for twin in twins}


def test_a_list_that_has_become_too_short_is_filled_from_the_rest():
    questions = [published(*text) for text in NUMB]
    first = questions[0]
    Neighbour.objects.filter(question=first).exclude(other=questions[1]).delete()
    with committed():
        unpublish_question(question=questions[1], actor=None)
    assert len(listed(first)) == 4


def test_a_private_question_is_not_indexed():
    public_question()
    QuestionFactory(title="SECRET-LEAK")
    asked("SECRET-LEAK too", "SECRET-LEAK body")
    call_command("rebuild_related", verbosity=0)
    assert IndexEntry.objects.count() == 1
    assert not IndexEntry.objects.filter(terms__contains="leak").exists()
