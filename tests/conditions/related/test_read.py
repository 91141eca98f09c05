"""What a thread and a reference page show of the engine's results, to a stranger."""

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone

from conditions.models import CauseLink, Neighbour
from conditions.related.calibration import MEASURED
from conditions.related.lists import read
from conditions.related.lists.topics import related_topics
from consult.models import Question
from consult.question.actions.publication import unpublish_question, withdraw_publication
from tests.factories import (
    NOON,
    CauseFactory,
    CauseGroupFactory,
    CauseLinkFactory,
    DoctorFactory,
    QuestionFactory,
    ReferencePageFactory,
    ReplyFactory,
    SourceFactory,
    SpecialtyFactory,
    TopicFactory,
    public_question,
)

FLOOR = MEASURED.floor["question"]
FURTHER, CLOSE = MEASURED.margin_after_first, MEASURED.close_margin

pytestmark = pytest.mark.django_db


def near(question, other, score=0.8, **fields):
    return Neighbour.objects.create(question=question, other=other, score=score, **fields)


def listed(question):
    return [item.question.pk for item in read.similar_questions(question)]


def test_the_four_best_are_listed_best_first_with_their_reasons():
    question = public_question()
    others = [public_question() for _ in range(5)]
    for other, score in zip(others, [0.6, 0.9, 0.7, 0.8, 0.5], strict=True):
        near(question, other, score, reasons=[{"code": "terms", "params": {"names": ["cheek"]}}])
    near(others[0], others[4], 0.99)
    items = read.similar_questions(question)
    assert [item.question for item in items] == [others[1], others[3], others[2], others[0]]
    assert items[0].reasons == ["Both mention cheek"]
    assert items[0].reply == others[1].replies.get()


def test_after_the_best_only_strong_ones_are_listed():
    question = public_question()
    best, strong, weak = (public_question() for _ in range(3))
    floor = FLOOR
    near(question, best, floor, cosine=0.5)
    assert listed(question) == [best.pk]
    near(question, weak, floor + FURTHER - 0.001, cosine=0.5)
    assert listed(question) == [weak.pk]
    near(question, strong, floor + FURTHER + 0.001, cosine=0.5)
    assert listed(question) == [strong.pk]
    near(question, public_question(), floor + FURTHER + 0.002, cosine=0.5)
    assert strong.pk in listed(question)[1:]


def test_close_ones_come_before_those_about_a_related_problem_and_a_pin_is_close(editor):
    question = public_question()
    least = FLOOR + FURTHER
    pin, first, second = (public_question() for _ in range(3))
    near(question, pin, None, choice="pin", position=1, decided_at=NOON, decided_by=editor)
    near(question, first, least + CLOSE - 0.001, cosine=0.5)
    near(question, second, least + CLOSE - 0.002, cosine=0.5)
    items = read.similar_questions(question)
    assert [(item.question, item.close) for item in items] == [(pin, True), (first, True), (second, False)]


def test_the_thread_says_which_are_about_a_related_problem(stranger):
    question, other = public_question(), public_question()
    row = near(question, other, FLOOR + CLOSE + 0.01, cosine=0.5)
    assert b"related problem" not in stranger.get(question.get_absolute_url()).content
    Neighbour.objects.filter(pk=row.pk).update(score=FLOOR + 0.01)
    page = stranger.get(question.get_absolute_url()).content.decode()
    assert "No answered question here is really close to this one." in page
    assert other.title in page
    near(question, public_question(), 0.9, cosine=0.9)
    near(question, public_question(), FLOOR + FURTHER + 0.01, cosine=0.5)
    page = stranger.get(question.get_absolute_url()).content.decode()
    assert page.count("related problem") == 1
    assert "really close" not in page


def test_pins_come_first_in_their_order_and_hidden_ones_never(editor):
    question = public_question()
    best, first, second, hidden = (public_question() for _ in range(4))
    near(question, best, 0.9)
    decided = {"decided_at": NOON, "decided_by": editor}
    near(question, second, 0.5, choice="pin", position=2, **decided)
    near(question, first, None, choice="pin", position=1, **decided)
    near(question, hidden, 0.99, choice="hide", **decided)
    assert listed(question) == [first.pk, second.pk, best.pk]


def test_one_doctor_does_not_fill_the_list_when_others_are_nearly_as_close():
    doctor = DoctorFactory()
    question = public_question()
    same = [public_question(doctor=doctor) for _ in range(4)]
    close, far = public_question(), public_question()
    for score, row in zip([0.70, 0.69, 0.68, 0.67, 0.66, 0.50], [*same, close, far], strict=True):
        near(question, row, score)
    assert listed(question) == [same[0].pk, same[1].pk, same[2].pk, close.pk]


def test_what_is_not_public_is_never_listed(django_assert_num_queries):
    question = public_question()
    withdrawn, unpublished, private, shown_one = (
        public_question(),
        public_question(),
        QuestionFactory(title="SECRET-LEAK"),
        public_question(),
    )
    for other in (withdrawn, unpublished, private, shown_one):
        near(question, other)
    withdraw_publication(question=withdrawn)
    unpublish_question(question=unpublished, actor=None)
    assert listed(question) == [shown_one.pk]
    Question.objects.filter(pk=shown_one.pk).delete()
    with django_assert_num_queries(1):
        assert listed(question) == []


def test_links_are_shown_per_reply_only_when_confirmed_and_on_public_pages(django_assert_num_queries):
    question = public_question()
    reply = question.replies.get()
    second = ReplyFactory(question=question, approved_at=timezone.now(), published_at=timezone.now())
    cause = CauseFactory(name="Bell's palsy", slug="bells-palsy")
    source = SourceFactory()
    cause.citations.create(source=source)
    CauseLinkFactory(reply=reply, cause=cause, score=0.9)
    page = ReferencePageFactory(title="Causes of facial pain")
    CauseLinkFactory(reply=second, cause=None, page=page)
    CauseLinkFactory(reply=reply, state=CauseLink.State.PROPOSED, decided_at=None)
    draft = ReferencePageFactory(published_at=None)
    CauseLinkFactory(reply=reply, cause=CauseFactory(group=CauseGroupFactory(page=draft)))
    loaded = Question.objects.public().for_thread().get(pk=question.pk)
    with django_assert_num_queries(2):
        entries = read.linked_replies(loaded)
        sources = [each.url for passage in entries[0].passages for each in passage.sources]
    assert [(entry.reply, [link.name for link in entry.links]) for entry in entries] == [
        (reply, ["Bell's palsy"]),
        (second, ["Causes of facial pain"]),
    ]
    assert sources == [source.url]
    assert entries[0].links[0].url == f"{cause.page.get_absolute_url()}#bells-palsy"


def test_the_questions_own_topics_come_before_those_of_its_neighbours_and_specialty(
    django_assert_num_queries,
):
    rare = SpecialtyFactory(name="Rare Disease", slug="rare-disease")
    question, neighbour = public_question(), public_question(specialty=rare)
    own, near_topic, busy, unused = (
        TopicFactory(specialty=question.specialty),
        TopicFactory(specialty=rare),
        TopicFactory(specialty=question.specialty),
        TopicFactory(specialty=question.specialty),
    )
    question.topics.add(own)
    neighbour.topics.add(near_topic)
    public_question().topics.add(busy)
    QuestionFactory().topics.add(unused)
    near(question, neighbour)
    loaded = Question.objects.public().for_thread().get(pk=question.pk)
    with django_assert_num_queries(3):
        topics = related_topics(loaded)
        assert [str(topic) for topic in topics] == [str(own), str(near_topic), str(busy)]


def test_each_cause_of_a_page_lists_its_public_cases_best_first(django_assert_num_queries):
    cause = CauseFactory()
    bare = CauseFactory(group=cause.group)
    worse, better, hidden = public_question(), public_question(), public_question()
    for question, score in ((worse, 0.5), (better, 0.9), (hidden, 0.95)):
        CauseLinkFactory(reply=question.replies.get(), cause=cause, score=score)
    withdraw_publication(question=hidden)
    with django_assert_num_queries(3):
        cases = read.cause_cases(cause.page)
    assert cases == {cause.pk: read.CauseCases([better, worse], 2)}
    tags = "{% load related %}{% cause_cases page as cases %}"
    text = (
        tags
        + "{% with a=cases|of:cause b=cases|of:bare %}{{ a.best|length }} {{ a.count }} {{ b }}{% endwith %}"
    )
    assert Template(text).render(Context({"page": cause.page, "cause": cause, "bare": bare})) == "2 2 None"


def test_the_cases_of_a_cause_are_counted_up_to_a_bound(monkeypatch):
    monkeypatch.setattr(read, "MOST_COUNTED", 2)
    cause = CauseFactory()
    counted = []
    for _ in range(4):
        CauseLinkFactory(reply=public_question().replies.get(), cause=cause)
        cases = read.cause_cases(cause.page, limit=1)[cause.pk]
        counted.append((cases.count, cases.more_than, len(cases.best), cases.is_cut))
    assert counted == [(1, 0, 1, False), (2, 0, 1, True), (3, 2, 1, True), (3, 2, 1, True)]


def test_causes_of_a_page_that_nobody_sees_have_no_cases():
    cause = CauseLinkFactory(reply=public_question().replies.get()).cause
    cause.page.published_at = None
    cause.page.save()
    assert read.cause_cases(cause.page) == {}
    assert list(read.cases_of_cause(cause)) == []


def test_a_topic_lists_the_causes_of_its_questions():
    topic = TopicFactory()
    question = public_question()
    question.topics.add(topic)
    cause = CauseLinkFactory(reply=question.replies.get()).cause
    CauseLinkFactory(reply=public_question().replies.get())
    private = QuestionFactory()
    private.topics.add(topic)
    CauseLinkFactory(reply=ReplyFactory(question=private))
    assert read.topic_causes(topic) == [cause]


def test_the_causes_of_a_topic_are_those_of_its_newest_questions(monkeypatch):
    monkeypatch.setattr(read, "NEWEST", 1)
    topic = TopicFactory()
    questions = [public_question(), public_question()]
    causes = [CauseLinkFactory(reply=question.replies.get()).cause for question in questions]
    topic.questions.add(*questions)
    assert read.topic_causes(topic) == causes[1:]
    # What is not public takes no place among them, and the newest is the one that was published last.
    topic.questions.add(QuestionFactory(), QuestionFactory())
    Question.objects.filter(pk=questions[0].pk).update(published_at=timezone.now() + timedelta(days=1))
    assert read.topic_causes(topic) == causes[:1]
