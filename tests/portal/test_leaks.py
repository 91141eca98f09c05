"""No word of a question that is not public stands on any public address.

A crawler starts at the home page and follows every link of the site.  Around the public questions stand private
ones of the same doctor, specialty and topic, stored as similar to them and linked to the same causes.
"""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from conditions.models import CauseLink, Neighbour
from consult.models import Question, Status
from consult.models.consent import ConsentKind
from consult.models.question_fields import CHECKED
from consult.question.actions.hold import hold_question
from consult.question.actions.publication import unpublish_question, withdraw_publication, withdraw_question
from tests.factories import NOON, DoctorFactory, QuestionFactory, ReplyFactory
from tests.portal.world import World, world

pytestmark = [pytest.mark.django_db, pytest.mark.every_case]

SECRET = "Quixotroplex"
# Staff's own pages and files.
ELSEWHERE = ("/admin/", "/accounts/", "/static/")
# The steps of a draft of one's own: the first is opened, the others need an answer.
STEPS = re.compile(r"^/ask/.+")
# The search echoes what is asked for, so the word is typed in small letters: only a stored text has the capital.
UNLINKED = [
    "/sitemap.xml",
    "/robots.txt",
    "/questions/feed/",
    f"/search/?q={SECRET.lower()}",
    "/search/?q=neurologist",
]
SECTIONS = ("frame", "questions", "conditions", "topics", "doctors")


def published(rows: World) -> Question:
    return rows.add(title=f"{SECRET} title", body=f"{SECRET} body", display_name=f"{SECRET} name")


def pending(rows: World) -> Question:
    question = published(rows)
    Question.objects.filter(pk=question.pk).update(status=Status.WAITING, published_at=None, answered_at=None)
    return question


def needs_information(rows: World) -> Question:
    question = pending(rows)
    Question.objects.filter(pk=question.pk).update(
        status=Status.NEEDS_INFO, staff_message=f"{SECRET} message"
    )
    return question


def declined(rows: World) -> Question:
    question = pending(rows)
    Question.objects.filter(pk=question.pk).update(status=Status.DECLINED, staff_message=f"{SECRET} message")
    return question


def answered_in_private(rows: World) -> Question:
    question = published(rows)
    unpublish_question(question=question, actor=None)
    return question


def withdrawn(rows: World) -> Question:
    question = published(rows)
    withdraw_question(question=question)
    return question


def held(rows: World) -> Question:
    question = published(rows)
    hold_question(question=question, reason="self-harm")
    return question


def publication_withdrawn(rows: World) -> Question:
    question = published(rows)
    withdraw_publication(question=question)
    return question


def consent_gone_from_the_table(rows: World) -> Question:
    question = published(rows)
    question.consents.filter(kind=ConsentKind.PUBLISH).update(withdrawn_at=NOON)
    return question


def reply_not_approved(rows: World) -> Question:
    question = published(rows)
    question.replies.update(approved_at=None)
    return question


def crawl(client: Client) -> dict[str, str]:
    """Open every address that a stranger can reach by links, and return the text of each."""
    found: dict[str, str] = {}
    waiting = ["/", *UNLINKED, *(f"/sitemap-{name}.xml" for name in SECTIONS)]
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith(ELSEWHERE) or STEPS.match(address):
            continue
        response = client.get(address)
        assert response.status_code == 200, address
        found[address] = response.content.decode()
        links = re.findall(r'(?:href|action)="(/[^"#]*)', found[address])
        waiting += [unescape(link) for link in links if not link.endswith("/vote/")]
    return found


def surround(rows: World, question: Question, word: str = SECRET) -> None:
    """Put the word into every text that belongs to the question, and store it as similar both ways."""
    Question.objects.filter(pk=question.pk).update(**{name: f"{word} {name}"[:40] for name in CHECKED})
    question.replies.update(text=f"{word} reply", safety_net=f"{word} sign", more_info=f"{word} explanation")
    question.followups.update(text=f"{word} again", answer=f"{word} answer")
    for other in rows.questions:
        if other.pk != question.pk:
            for one, two in ((other, question), (question, other)):
                Neighbour.objects.update_or_create(
                    question=one, other=two, defaults={"score": 0.99, "reasons": []}
                )
    CauseLink.objects.filter(reply__question=question).update(score=0.99)


MAKERS: list[Callable[[World], Question]] = [
    pending,
    needs_information,
    declined,
    answered_in_private,
    withdrawn,
    held,
    publication_withdrawn,
    consent_gone_from_the_table,
    reply_not_approved,
]


def test_a_question_that_is_not_public_is_nowhere(stranger: Client) -> None:
    rows = world(3)
    private = [make(rows) for make in MAKERS]
    for question, make in zip(private, MAKERS, strict=True):
        surround(rows, question, f"{SECRET}-{make.__name__}")
        question.refresh_from_db()

    pages = crawl(stranger)

    # Addresses hold titles in small letters; a search echoes the word so, and nothing else.
    found = {
        address: re.findall(rf"{SECRET}[-\w]*", text, 0 if address.startswith("/search/") else re.IGNORECASE)
        for address, text in pages.items()
    }
    assert {address: words for address, words in found.items() if words} == {}
    assert rows.questions[0].get_absolute_url() in pages
    for question in private:
        for address in own_addresses(question):
            response = stranger.get(address)
            assert (response.status_code, SECRET in response.content.decode()) == (404, False)


def own_addresses(question: Question) -> list[str]:
    """Every address that would show the question, were it public."""
    thread = question.get_absolute_url()
    reply = question.replies.get()
    number = question.pk
    return [
        thread,
        f"/questions/{number}/",
        f"/questions/{number}/wrong/",
        f"{thread}print/",
        f"/questions/{number}/replies/{reply.pk}/vote/",
    ]


def test_the_same_words_are_found_while_the_question_is_public(stranger: Client) -> None:
    rows = world(3)
    question = published(rows)
    surround(rows, question)
    where = {address for address, text in crawl(stranger).items() if SECRET in text}
    assert where >= {
        "/",
        "/questions/",
        "/questions/feed/",
        rows.questions[0].get_absolute_url(),
        rows.page.get_absolute_url(),
        rows.topic.get_absolute_url(),
        rows.specialty.get_absolute_url(),
        rows.doctor.get_absolute_url(),
    }


def test_a_private_second_reply_and_follow_up_are_not_on_a_public_thread(stranger: Client) -> None:
    rows = world(3)
    question = rows.questions[0]
    ReplyFactory(
        question=question, text=f"{SECRET} reply", doctor=DoctorFactory(name=f"Dr {SECRET}", is_active=False)
    )
    question.followups.create(text=f"{SECRET} follow-up", asked_at=NOON)
    assert [address for address, text in crawl(stranger).items() if SECRET in text] == []


def test_a_draft_reply_and_a_waiting_question_do_not_count_as_cases_of_a_cause(stranger: Client) -> None:
    rows = world(3)
    question = QuestionFactory(title=f"{SECRET} title", specialty=rows.specialty)
    reply = ReplyFactory(question=question, published_at=None, doctor=rows.doctor)
    CauseLink.objects.create(
        reply=reply, cause=rows.page.causes.first(), state=CauseLink.State.CONFIRMED, decided_at=NOON
    )
    assert SECRET not in stranger.get(rows.page.get_absolute_url()).content.decode()
