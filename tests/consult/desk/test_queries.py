"""What a question's screen asks of the database, by real requests: outside of a transaction, the look recorded."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from bench.desk import MOST_QUERIES, counted
from conditions.models import Citation, StoredProposals
from conditions.related.proposals.for_desk import outdate_all
from conditions.related.upkeep.index import index_page
from conditions.related.upkeep.publication import publish
from conditions.related.upkeep.tasks import propose_for_desk
from consult.desk.actions.reply import save_reply
from consult.models import AuditEntry, AuditLink, DeskDraft, FollowUp, InformationRequest, Reply
from consult.models.internal import InternalNote, SecondOpinion
from tests.factories import (
    NOON,
    CauseFactory,
    CauseLinkFactory,
    FindingFactory,
    QuestionFactory,
    ReplyFactory,
    SourceFactory,
    TopicFactory,
    public_question,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def tasks_beside(settings: Any) -> None:
    """Tasks are kept for a worker, as on a site: what they ask is not the screen's."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def asked(client: Client, address: str) -> int:
    """The queries of one look, as the benchmark counts them."""
    with counted() as queries:
        page = client.get(address)
    assert page.status_code == 200
    return len(queries)


def linked(reply: Reply, cause: Any, page: Any) -> None:
    CauseLinkFactory(reply=reply, cause=cause)
    CauseLinkFactory(reply=reply, cause=None, page=page)


def test_no_state_of_a_case_makes_its_screens_ask_more(
    doctor: Any, doctor_client: Client, administrator_client: Client, neurology: Any
) -> None:
    palsy = CauseFactory(name="Bell's palsy", slug="palsy", text="Half of the face becomes weak.")
    stones = CauseFactory(group=palsy.group, name="Kidney stones", text="Pain in the flank.")
    Citation.objects.create(cause=palsy, source=SourceFactory())
    index_page(palsy.page)
    publish(public_question(title="Is my weak face Bell's palsy?", reply_text="It is.", specialty=neurology))
    question = QuestionFactory(title="Is it Bell's palsy?", body="My face hangs.", specialty=neurology)
    question.topics.add(TopicFactory(specialty=neurology))
    desk = f"/admin/consult/question/{question.pk}/change/"
    approve = f"/admin/consult/question/{question.pk}/approve/"
    found = {}

    doctor_client.get("/admin/consult/question/")
    found["never proposed for"] = asked(doctor_client, desk)
    propose_for_desk.call(question.pk)
    found["empty"] = asked(doctor_client, desk)
    draft = ReplyFactory(question=question, doctor=doctor, specialty=neurology, published_at=None)
    linked(draft, stones, palsy.page)
    propose_for_desk.call(question.pk, draft.pk)
    found["own draft with a linked cause"] = asked(doctor_client, desk)

    InternalNote.objects.create(question=question, author=doctor.user, text="He rang.")
    SecondOpinion.objects.create(
        question=question, asked_by=doctor, of_specialty=neurology, request="What do you think?"
    )
    DeskDraft.objects.create(
        question=question,
        user=doctor.user,
        fields={
            "text": ["Typed."],
            "of_reply": [str(draft.pk)],
            "causes": [str(palsy.pk)],
            "pages": [str(palsy.page_id)],
        },
    )
    FindingFactory(question=question)
    InformationRequest.objects.create(question=question, text="Since when?", asked_by=doctor.user)
    FollowUp.objects.create(question=question, text="And now?", meant_for=doctor)
    FollowUp.objects.create(question=question, text="?", answer="Yes.", doctor=doctor, answered_at=NOON)
    found["everything at once"] = asked(doctor_client, desk)
    outdate_all()
    found["proposals out of date"] = asked(doctor_client, desk)

    reply = ReplyFactory(question=question, doctor=doctor, specialty=neurology, approved_at=NOON)
    linked(reply, stones, palsy.page)
    found["a published reply is changed"] = asked(doctor_client, f"{desk}?reply={reply.pk}")
    found["approval, first look"] = asked(administrator_client, approve)
    found["approval, then"] = asked(administrator_client, approve)
    reply.text = "Please see a doctor."
    save_reply(reply=reply, actor=doctor.user)
    found["approval, changed texts"] = asked(administrator_client, approve)

    assert {state: count for state, count in found.items() if count > MOST_QUERIES} == {}
    assert connection.in_atomic_block is False
    # Each look is recorded and linked, and the change of the reply.
    assert Counter(AuditEntry.objects.values_list("action", flat=True)) == {"opened": 9, "reply changed": 1}
    assert (AuditEntry.objects.filter(link=None).count(), AuditLink.objects.count()) == (0, 10)
    assert StoredProposals.objects.filter(is_stale=True).exists()
