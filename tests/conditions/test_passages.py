"""What a reply cites is copied when it is published and shown from then on; the doctor orders and shortens it."""

from typing import Any

import pytest

from conditions.grounding.cited import digest_of
from conditions.models import Cause, Passage, ReferencePage
from tests.conditions.admin.test_cause_panel import desk, sent
from tests.conditions.test_more_info import palsy, reply_in  # noqa: F401  (a fixture)
from tests.factories import (
    CauseFactory,
    CauseLinkFactory,
    QuestionFactory,
    ReferencePageFactory,
    ReplyFactory,
    public_question,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(neurology):
    return QuestionFactory(specialty=neurology)


@pytest.fixture
def draft(question, doctor):
    return ReplyFactory(question=question, doctor=doctor, published_at=None)


def of(cause: Cause, keep: list[int] | None = None, place: Any = "") -> dict[str, Any]:
    """What the browser sends of one ticked cause."""
    key = f"cause-{cause.pk}"
    return {f"digest-{key}": digest_of(cause.text), f"keep-{key}": keep or [], f"place-{key}": place}


def more_info(client: Any, question: Any) -> str:
    return str(reply_in(client, question).split('<section class="more-info"')[1].split("</section>")[0])


def cited(question: Any) -> list[tuple[str, str]]:
    rows = Passage.objects.filter(reply__question=question).in_order()
    return [(row.name, row.text) for row in rows]


def test_editing_a_cause_does_not_change_what_was_published(stranger, palsy):  # noqa: F811
    question = public_question()
    CauseLinkFactory(reply=question.replies.get(), cause=palsy)
    before = more_info(stranger, question)
    palsy.citations.all().delete()
    Cause.objects.filter(pk=palsy.pk).update(text="Other words.")
    assert more_info(stranger, question) == before
    ReferencePage.objects.update(published_at=None)
    assert "The facial nerve <strong>swells</strong>." in reply_in(stranger, question)
    assert palsy.page.get_absolute_url() not in reply_in(stranger, question)
    palsy.delete()
    assert "The facial nerve <strong>swells</strong>." in reply_in(stranger, question)


def test_publishing_copies_words_and_sources(doctor_client, question, palsy):  # noqa: F811
    doctor_client.post(desk(question), sent(question, more_causes=[palsy.pk]))
    passage = Passage.objects.get()
    assert (passage.name, passage.page_title, passage.text) == (
        "Bell's palsy",
        "Causes of a weak face",
        "The facial nerve **swells**.",
    )
    assert [(row["publisher"], row["accessed_on"]) for row in passage.sources] == [
        ("NHS", "2026-08-06"),
        ("Mayo Clinic", "2026-08-06"),
    ]


def test_nothing_is_copied_before_that(doctor_client, question, palsy):  # noqa: F811
    doctor_client.post(desk(question), sent(question, action="draft", more_causes=[palsy.pk]))
    assert (Passage.objects.taken().count(), cited(question)) == (0, [("", "")])


def test_passages_are_placed_and_shortened(doctor_client, question, draft):
    first = CauseFactory(name="First", text="One. Two. Three.")
    second = CauseFactory(name="Second", text="Four.")
    for cause in (first, second):
        CauseLinkFactory(reply=draft, cause=cause)
    data = {**of(first, [0, 2], 2), **of(second, [0], 1), "causes": [first.pk, second.pk]}
    doctor_client.post(desk(question), sent(question, action="draft", **data))
    page = doctor_client.get(desk(question))
    [panel] = page.context["desk"].panels
    assert [(offer.name, offer.place, offer.left_out) for offer in panel.offers] == [
        ("Second", 1, []),
        ("First", 2, ["Two."]),
    ]
    doctor_client.post(desk(question), sent(question, **data))
    assert cited(question) == [("Second", "Four."), ("First", "One. Three.")]


def test_readers_are_told_that_a_passage_is_shortened(stranger):
    question = public_question()
    cause = CauseFactory(text="One. Two.")
    CauseLinkFactory(reply=question.replies.get(), cause=cause)
    assert "Shortened." not in reply_in(stranger, question)
    Passage.objects.update(text="One.", left_out=["Two."])
    assert "Shortened." in reply_in(stranger, question)


def test_own_words_are_marked_as_the_doctors(stranger, palsy):  # noqa: F811
    question = public_question()
    question.replies.update(more_info="It often passes.")
    CauseLinkFactory(reply=question.replies.get(), cause=palsy)
    html = reply_in(stranger, question)
    name = question.replies.get().doctor.name
    own, passages = html.split("The following comes from our reference pages", 1)
    assert f"In the words of <bdi>{name}</bdi>:" in own
    assert ("It often passes." in own, "It often passes." in passages) == (True, False)


def test_a_passage_that_changed_while_the_doctor_wrote_is_read_again(doctor_client, question, draft):
    cause = CauseFactory(name="First", text="One. Two.")
    CauseLinkFactory(reply=draft, cause=cause)
    data = {**of(cause, [0]), "causes": [cause.pk]}
    Cause.objects.filter(pk=cause.pk).update(text="Quite other words.")
    page = doctor_client.post(desk(question), sent(question, **data))
    words = "Changed on its page while you were writing, read it again: First."
    assert page.context["errors"] == [("id_causes", words)]
    assert not question.replies.published().exists()


def test_a_typo_corrected_later_leaves_the_copied_words(doctor_client, doctor, palsy, neurology):  # noqa: F811
    question = QuestionFactory(specialty=neurology)
    doctor_client.post(desk(question), sent(question, more_causes=[palsy.pk]))
    Cause.objects.filter(pk=palsy.pk).update(text="Other words.")
    question.refresh_from_db()
    address = f"{desk(question)}?reply={question.replies.get().pk}"
    doctor_client.post(address, sent(question, action="save", text="Typo gone.", causes=[palsy.pk]))
    assert (question.replies.get().text, cited(question)) == (
        "Typo gone.",
        [("Bell's palsy", "The facial nerve **swells**.")],
    )


def test_a_whole_page_is_cited_by_its_short_answer(doctor_client, question):
    page = ReferencePageFactory(title="Causes of numbness", lead="Cold is one.", warning_signs="Fever: call.")
    shown = doctor_client.post(desk(question), sent(question, safety_net="", more_pages=[page.pk]))
    net_of = shown.context["desk"].net_of
    doctor_client.post(desk(question), sent(question, net_of=net_of, more_pages=[page.pk]))
    assert cited(question) == [("Causes of numbness", "Cold is one.")]


def test_what_is_not_public_yet_does_not_become_so_through_a_reply(doctor_client, question):
    cause = CauseFactory(text="LEAK", group__page__published_at=None)
    doctor_client.post(desk(question), sent(question, more_causes=[cause.pk]))
    assert not Passage.objects.taken().exists()


def test_the_preview_shows_what_would_be_copied(doctor_client, question, palsy):  # noqa: F811
    response = doctor_client.post(
        desk(question), sent(question, action="preview", more_causes=[palsy.pk]), follow=True
    )
    assert "The facial nerve <strong>swells</strong>." in response.content.decode()
