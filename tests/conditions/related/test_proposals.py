"""Causes proposed for a reply, and related pages proposed for a page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from conditions.models import ReferencePage
from conditions.related.proposals.for_pages import proposed_pages
from conditions.related.proposals.for_replies import propose_causes
from conditions.related.upkeep.index import index_page
from consult.events import question_changed
from consult.models import Question
from tests.factories import (
    CauseFactory,
    CauseGroupFactory,
    CauseLinkFactory,
    QuestionFactory,
    ReferencePageFactory,
    ReplyFactory,
    public_question,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("encoder")]

PALSY = (
    "Bell's palsy",
    "One side of the face becomes weak overnight. The eye does not close, the mouth hangs.",
)
ATROPHY = ("Parry-Romberg syndrome", "The skin and fat of one half of the face slowly waste away over years.")
STONES = (
    "Kidney stones",
    "Sudden strong pain in the flank that comes in waves, often with blood in the urine.",
)


@pytest.fixture
def causes():
    """Three causes of one page, indexed."""
    group = CauseGroupFactory()
    made = [
        CauseFactory(group=group, name=name, slug=str(number), text=text)
        for number, (name, text) in enumerate([PALSY, ATROPHY, STONES])
    ]
    index_page(group.page)
    return made


def proposed(question, reply=None):
    return [proposal.cause.name for proposal in propose_causes(question, reply)]


def test_causes_that_fit_the_question_are_proposed_best_first_with_reasons(causes):
    question = QuestionFactory(
        title="Half of my face is getting thinner",
        body="For two years the skin and fat on one half of my face slowly waste away. It does not hurt.",
    )
    proposals = propose_causes(question)
    assert proposals[0].cause.name == "Parry-Romberg syndrome"
    assert proposals[0].words[0].startswith("Both mention ")
    assert "Kidney stones" not in [proposal.cause.name for proposal in proposals]


def test_what_the_reply_says_counts_too_and_a_name_in_the_text_counts_most(causes):
    question = QuestionFactory(
        title="Strange feeling since Monday", body="Since Monday something is odd. Help me."
    )
    assert proposed(question) == []
    reply = ReplyFactory.build(question=question, text="This sounds like kidney stones. Drink more water.")
    (proposal,) = propose_causes(question, reply)
    assert proposal.cause.name == "Kidney stones"
    assert proposal.words[0] == "Mentions Kidney stones"


def test_a_draft_of_a_few_words_proposes_only_what_it_names(causes):
    question = QuestionFactory(title="What is this", body="Please help.")
    assert proposed(question, ReplyFactory(question=question, text="Pain in waves in the flank.")) == []
    assert proposed(question, ReplyFactory(question=question, text="Kidney stones?")) == ["Kidney stones"]
    told = "Sudden strong pain in the flank that comes in waves, with blood in the urine, comes from a stone."
    assert proposed(question, ReplyFactory(question=question, text=told)) == ["Kidney stones"]


def test_what_doctors_linked_in_similar_questions_is_proposed(causes):
    case = public_question(title="Odd twitch under the left eye", body="My left eyelid twitches all evening.")
    CauseLinkFactory(reply=case.replies.get(), cause=causes[0])
    question_changed.send(sender=Question, question=case)
    question = QuestionFactory(title="Left eyelid twitches", body="My left eyelid twitches every evening.")
    (proposal,) = [found for found in propose_causes(question) if found.cause == causes[0]]
    assert proposal.words[0] == "Doctors linked it in similar questions"


def test_causes_of_a_hidden_page_are_not_proposed(causes):
    page = causes[0].page
    page.published_at = None
    page.save()
    question = QuestionFactory(title="Is it Bell's palsy?", body="One side of my face became weak overnight.")
    assert proposed(question) == []


def test_a_page_with_a_date_is_found_from_that_moment_on_and_not_before(causes, stranger):
    page = causes[0].page
    page.published_at = timezone.now() + timedelta(days=1)
    page.save()
    index_page(page)
    question = QuestionFactory(title="Half of my face is weak", body="My eye does not close, my mouth hangs.")
    search = reverse("search"), {"q": "Bell's palsy"}
    assert proposed(question) == []
    assert page.title not in stranger.get(*search).content.decode()
    ReferencePage.objects.update(published_at=timezone.now())
    assert proposed(question)[0] == "Bell's palsy"
    assert page.title in stranger.get(*search).content.decode()


def test_a_changed_passage_is_indexed_anew_and_a_removed_cause_is_gone(causes):
    question = QuestionFactory(title="Ringing in both ears", body="A high tone in both ears since a concert.")
    causes[2].name, causes[2].text = "Tinnitus", "A high tone or ringing in the ears, often after loud music."
    causes[2].save()
    index_page(causes[2].page)
    assert proposed(question) == ["Tinnitus"]
    causes[2].delete()
    assert proposed(question) == []


def test_pages_like_a_page_are_proposed_unless_they_are_related_already(causes, client):
    page = ReferencePageFactory(title="Causes of a weak face", lead="Why one side of the face becomes weak.")
    near = ReferencePageFactory(
        title="Causes of facial weakness", lead="A weak face on one side has several causes."
    )
    hidden = ReferencePageFactory(title="Causes of a weak face SECRET-LEAK", lead="A weak face on one side.")
    for each in (
        page,
        near,
        hidden,
        ReferencePageFactory(title="Causes of knee pain", lead="Why knees hurt."),
    ):
        index_page(each)
    ReferencePage.objects.filter(pk=hidden.pk).update(published_at=None)
    assert proposed_pages(page) == [near]
    shown = client.get(page.get_absolute_url()).content.decode()
    assert "Similar pages" in shown
    assert near.title in shown
    assert "SECRET-LEAK" not in shown
    page.related.add(near)
    assert proposed_pages(page) == []
