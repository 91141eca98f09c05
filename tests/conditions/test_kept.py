"""The database keeps the lists of topics and causes in step with what is public, whoever writes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from conditions.models import CauseLink, PublicLink
from conditions.public_links import LINKS
from consult.common.triggers import ensure_triggers
from consult.kept import Kept
from consult.models import PublicTag, Question, Topic
from consult.public_tags import TAGS
from tests.factories import (
    NOON,
    CauseFactory,
    CauseLinkFactory,
    QuestionFactory,
    ReplyFactory,
    TopicFactory,
    public_question,
)

pytestmark = [pytest.mark.django_db, pytest.mark.every_case]


def standing(kept: Kept) -> tuple[set[Any], set[Any]]:
    """What the rows say, and what the rule says."""
    rows = kept.model._default_manager.values_list(*kept.columns)
    return set(rows), {tuple(row.values()) for row in kept.rows(None)}


@pytest.fixture
def question() -> Question:
    """A public question with a topic and a cause, beside another one."""
    other = public_question()
    other.topics.add(TopicFactory())
    CauseLinkFactory(reply=other.replies.get())
    question = public_question()
    question.topics.add(TopicFactory())
    CauseLinkFactory(reply=question.replies.get(), score=0.5)
    return question


def links_of(question: Question) -> Any:
    """The links of its replies."""
    return CauseLink.objects.filter(reply__question=question)


WRITES: dict[str, Callable[[Question], object]] = {
    "another topic": lambda question: question.topics.add(TopicFactory()),
    "no topic": lambda question: question.topics.clear(),
    "a topic for another": lambda question: question.topics.through.objects.filter(question=question).update(
        topic=TopicFactory()
    ),
    "the topic is deleted": lambda question: Topic.objects.filter(questions=question).delete(),
    "another cause": lambda question: CauseLinkFactory(reply=question.replies.get()),
    "a cause that is only proposed": lambda question: CauseLinkFactory(
        reply=question.replies.get(), state="proposed", decided_at=None
    ),
    "a cause for another": lambda question: links_of(question).update(cause=CauseFactory()),
    "a better score": lambda question: links_of(question).update(score=0.9),
    "no score": lambda question: links_of(question).update(score=None),
    "a rejected link": lambda question: links_of(question).update(state="rejected"),
    "no link": lambda question: links_of(question).delete(),
    "a link that moves": lambda question: links_of(question).update(reply=ReplyFactory()),
    "the cause is deleted": lambda question: links_of(question).get().cause.delete(),
    "a second reply with the same cause": lambda question: CauseLinkFactory(
        reply=ReplyFactory(question=question, approved_at=NOON),
        cause=links_of(question).get().cause,
        score=0.9,
    ),
    "a second reply, not approved": lambda question: CauseLinkFactory(reply=ReplyFactory(question=question)),
    "the reply is taken back": lambda question: question.replies.update(approved_at=None),
    "the reply moves": lambda question: question.replies.update(question=QuestionFactory()),
    "no reply": lambda question: question.replies.all().delete(),
    "no consent": lambda question: question.consents.all().delete(),
    "another moment": lambda question: Question.objects.filter(pk=question.pk).update(
        published_at=NOON - timedelta(days=9)
    ),
    "held back": lambda question: Question.objects.filter(pk=question.pk).update(
        status="answered", published_at=None, held_at=NOON, held_reason="Doubt"
    ),
    "the question is deleted": lambda question: question.delete(),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=list(WRITES))
def test_whatever_is_written_the_rows_say_what_the_rule_says(
    question: Question, write: Callable[[Question], object]
) -> None:
    for kept in (TAGS, LINKS):
        rows, rule = standing(kept)
        assert len(rows) == 2
        assert rows == rule
    write(question)
    for kept in (TAGS, LINKS):
        rows, rule = standing(kept)
        assert rows == rule


def test_what_becomes_public_again_is_listed_again(question: Question) -> None:
    consents = question.consents.filter(kind="publish")
    consents.update(withdrawn_at=NOON)
    assert not question.public_tags.exists()
    assert not question.public_links.exists()
    consents.update(withdrawn_at=None)
    assert (question.public_tags.count(), question.public_links.count()) == (1, 1)


def test_two_replies_that_name_a_cause_make_one_row_with_the_better_score(question: Question) -> None:
    WRITES["a second reply with the same cause"](question)
    assert list(question.public_links.values_list("score", flat=True)) == [0.9]


def test_rows_that_went_wrong_without_triggers_are_mended(question: Question) -> None:
    PublicTag.objects.filter(question=question).delete()
    PublicLink.objects.filter(question=question).update(score=0.1)
    for kept in (TAGS, LINKS):
        kept.refresh(connection)
        rows, rule = standing(kept)
        assert (len(rows), rows) == (2, rule)


def test_triggers_that_are_right_are_left_alone() -> None:
    for kept in (TAGS, LINKS):
        assert not ensure_triggers(connection, kept.prefix, kept.triggers(connection))
