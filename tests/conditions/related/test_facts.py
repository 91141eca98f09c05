"""What the lists read of many questions at once is what the querysets call public."""

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.utils import timezone

from conditions.models import CauseLink, IndexEntry
from conditions.related.lists.candidates import read_candidates
from conditions.related.reasons import facts
from conditions.related.upkeep.publication import publish
from consult.models import Consent, Question, Reply
from tests.factories import (
    NOON,
    CauseFactory,
    CauseGroupFactory,
    DoctorFactory,
    ReferencePageFactory,
    ReplyFactory,
    TopicFactory,
    public_question,
)

pytestmark = pytest.mark.django_db


def linked(question: Question, state: str = "confirmed", **page: Any) -> CauseLink:
    """A link from the first reply of the question to a cause on a page of its own."""
    group = CauseGroupFactory(page=ReferencePageFactory(**page))
    reply: Any = question.replies.order_by("pk").first()
    return CauseLink.objects.create(
        reply=reply,
        cause=CauseFactory(group=group),
        state=state,
        decided_at=None if state == "proposed" else NOON,
    )


def links_in_every_state() -> list[int]:
    """Questions with links that strangers see and links that they do not, by key."""
    shown, withdrawn, unapproved = (public_question() for _ in range(3))
    for question in (shown, shown, withdrawn, unapproved):
        linked(question)
    linked(shown, "proposed")
    linked(shown, "rejected")
    linked(shown, published_at=None)
    linked(shown, published_at=timezone.now() + timedelta(days=1))
    CauseLink.objects.create(
        reply=shown.replies.get(), page=ReferencePageFactory(), state="confirmed", decided_at=NOON
    )
    Consent.objects.filter(question=withdrawn).update(withdrawn_at=NOON)
    Reply.objects.filter(question=unapproved).update(approved_at=None)
    return [shown.pk, withdrawn.pk, unapproved.pk]


def test_links_are_those_of_the_queryset(django_assert_num_queries) -> None:
    numbers = links_in_every_state()
    public = CauseLink.objects.public().filter(cause__isnull=False).order_by("pk")
    expected = list(public.values_list("reply__question_id", "cause_id", "cause__name"))
    with django_assert_num_queries(1):
        assert facts.linked_causes(numbers) == expected
    assert len(expected) == 2
    assert facts.linked_causes(numbers[1:]) == []


def test_candidates_are_public_and_carry_the_doctor_of_the_first_public_reply(
    encoder, django_assert_num_queries
) -> None:
    first, second = DoctorFactory(), DoctorFactory()
    question, withdrawn = public_question(title="Numb cheek"), public_question()
    question.replies.update(published_at=NOON + timedelta(days=2), approved_at=NOON, doctor=second)
    link = linked(question)
    ReplyFactory(question=question, doctor=first, published_at=NOON + timedelta(days=1), approved_at=NOON)
    ReplyFactory(question=question, doctor=second, published_at=NOON, approved_at=None)
    publish(question)
    publish(withdrawn)
    Consent.objects.filter(question=withdrawn).update(withdrawn_at=NOON)
    numbers = [question.pk, withdrawn.pk]
    with django_assert_num_queries(1):
        assert facts.titles(numbers) == {question.pk: ("Numb cheek", first.pk)}
    with django_assert_num_queries(2):
        candidates = read_candidates(numbers)
    entry = IndexEntry.objects.get(question=question)
    assert list(candidates) == [question.pk]
    found: Any = candidates[question.pk]
    assert (found.title, found.doctor, found.token_sketch) == ("Numb cheek", first.pk, bytes(entry.sketch))
    assert np.array_equal(found.vector, entry.vector)
    assert found.causes == frozenset({link.cause_id})


def test_questions_are_described_in_three_queries(encoder, neurology, django_assert_num_queries) -> None:
    question = public_question(
        title="Numb cheek", body="In the cold.", age_range="20-29", specialty=neurology
    )
    question.replies.update(text="Keep warm.")
    question.topics.add(TopicFactory(specialty=neurology, name="Numbness"))
    link = linked(question)
    publish(question)
    with django_assert_num_queries(3):
        found = facts.questions([question.pk])
    described = found[question.pk]
    assert (described.text, described.answer, described.specialty) == (
        "Numb cheek\nIn the cold.",
        "Keep warm.",
        neurology.name,
    )
    assert (described.topics, described.causes) == (["Numbness"], [link.cause.name])
    assert described.age_range == question.get_age_range_display()


def test_a_vector_is_read_as_it_was_stored(encoder) -> None:
    question = public_question()
    publish(question)
    vector = encoder.encode(["A cheek that is numb."])[0]
    IndexEntry.objects.filter(question=question).update(vector=vector)
    stored = IndexEntry.objects.get(question=question).vector
    assert stored.dtype == np.float32
    assert np.array_equal(stored, vector)
