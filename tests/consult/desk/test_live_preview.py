"""The reply is shown while it is typed, through the public template, and nothing of it is stored."""

from typing import Any

import pytest
from django.urls import reverse

from conditions.models import Cause, ReferencePage, StoredProposals
from conditions.name_index import renew_names
from conditions.related.upkeep.index import index_page
from consult.models import AuditEntry, DeskDraft, Reply
from tests.factories import CauseFactory, CauseLinkFactory, QuestionFactory, ReplyFactory, SpecialtyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def live(question: Any) -> str:
    return reverse("admin:consult_question_live", args=[question.pk])


def test_words_causes_and_passages_are_shown_as_readers_will_see_them(doctor_client, doctor, neurology):
    question = QuestionFactory(specialty=neurology)
    cause = CauseFactory(name="Trapped nerve", text="A nerve is pressed. It hurts at night.")
    index_page(cause.page)
    renew_names(cause.page)
    hidden = CauseFactory(name="Hidden cause")
    ReferencePage.objects.filter(pk=hidden.page_id).update(published_at=None)
    sent = {
        "text": "See a **neurologist**.",
        "safety_net": "Sudden weakness: call.",
        "more_info": "Some background: a trapped nerve.",
        "specialty": neurology.pk,
        "causes": [cause.pk],
        "more_causes": [hidden.pk],
    }
    page = doctor_client.post(live(question), sent).content.decode()
    for words in (
        "Dr Nora Neuron",
        "<strong>neurologist</strong>",
        "Sudden weakness: call.",
        f'Some background: a <a class="named" href="{cause.get_absolute_url()}">trapped nerve</a>.',
        "Trapped nerve",
        "A nerve is pressed.",
    ):
        assert words in page
    assert "Hidden cause" not in page
    stored = (Reply.objects.count(), DeskDraft.objects.count(), AuditEntry.objects.count())
    assert stored == (0, 0, 0)


def test_it_asks_the_engine_once(doctor_client, doctor, neurology, django_assert_max_num_queries):
    question = QuestionFactory(specialty=neurology)
    doctor_client.post(live(question), {"text": "See"})
    made = StoredProposals.objects.get().made_at
    with django_assert_max_num_queries(16):
        doctor_client.post(live(question), {"text": "See a neurologist"})
    assert StoredProposals.objects.get().made_at == made


def test_a_published_reply_is_shown_in_the_words_that_are_typed_now(editor_client, neurology):
    reply = ReplyFactory(question__specialty=neurology, text="Old words.")
    address = f"{live(reply.question)}?reply={reply.pk}"
    page = editor_client.post(address, {"text": "New words."}).content.decode()
    assert ("New words." in page, "Old words." in page) == (True, False)


def test_a_passage_that_was_copied_before_is_shown_as_it_was_copied(editor_client, neurology):
    link = CauseLinkFactory(reply__question__specialty=neurology, cause__text="As it was. It hurts at night.")
    Cause.objects.filter(pk=link.cause_id).update(text="Written anew.")
    sent = {"text": "Words.", "causes": [link.cause_id]}
    address = f"{live(link.reply.question)}?reply={link.reply_id}"
    page = editor_client.post(address, sent).content.decode()
    assert ("As it was." in page, "Written anew." in page) == (True, False)


def test_only_for_who_may_write_and_only_sent(doctor_client, editor_client, doctor, neurology):
    question = QuestionFactory(specialty=neurology)
    other = QuestionFactory(specialty=SpecialtyFactory(name="Dermatology"))
    statuses = [
        doctor_client.get(live(question)).status_code,
        doctor_client.post(live(other)).status_code,
        editor_client.post(live(question)).status_code,
    ]
    assert statuses == [405, 404, 403]
