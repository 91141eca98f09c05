"""A correction does not take a thread away: the approved words stay public until an editor has read the new ones."""

from typing import Any

import pytest
from django.urls import reverse

from conditions.actions.pages import delete_page
from conditions.revisions.removal import move_links
from consult.case.export import export
from consult.models import AuditEntry, Correction, Question, Status
from consult.question.actions.publication import approve_question, unpublish_question
from tests.consult.desk.test_approval import typed as typed_by_editor
from tests.consult.desk.test_desk import desk, typed
from tests.factories import CauseFactory, CauseLinkFactory, public_question

pytestmark = pytest.mark.django_db

OLD, NEW = "Please see a neurologist.", "Please see a neurologist this week."


@pytest.fixture
def question(doctor, neurology):
    return public_question(doctor=doctor, specialty=neurology, reply_text=OLD)


def save(client: Any, question: Any, action: str = "save", **fields: Any) -> Any:
    """Press a button of the form that changes the question's one reply."""
    reply = question.replies.get()
    data = typed(question, action=action, **{"text": NEW, "reply_version": reply.version, **fields})
    return client.post(f"{desk(question)}?reply={reply.pk}", data)


def approve(client: Any, question: Any) -> Any:
    question.refresh_from_db()
    address = reverse("admin:consult_question_approve", args=[question.pk])
    return client.post(address, typed_by_editor(question, action="approve"))


def read(client: Any, question: Any) -> str:
    return str(client.get(question.get_absolute_url()).content.decode())


def test_the_approved_words_stay_public_until_the_new_ones_are_approved(
    doctor_client, editor_client, stranger, question
):
    save(doctor_client, question)
    assert (OLD in read(stranger, question), NEW in read(stranger, question)) == (True, False)
    assert list(Question.objects.awaiting_approval()) == [question]
    approve(editor_client, question)
    assert (f"<p>{OLD}</p>" in read(stranger, question), NEW in read(stranger, question)) == (False, True)
    assert "Corrected: " in read(stranger, question)
    assert (Correction.objects.count(), Question.objects.awaiting_approval().count()) == (0, 0)


def test_the_patient_reads_the_new_words_at_once(doctor_client, question):
    save(doctor_client, question, more_info="And why.")
    told = str(export(question))
    assert (NEW in told, "And why." in told, f"{OLD}'" in told) == (True, True, False)


def test_the_editor_reads_what_changed_before_it_is_public(doctor_client, editor_client, question):
    save(doctor_client, question)
    page = editor_client.get(reverse("admin:consult_question_approve", args=[question.pk])).content.decode()
    assert "<del>neurologist.</del> <ins>neurologist this week.</ins>" in page
    assert 'value="approve">Approve the new reply<' in page


def test_an_editor_who_had_it_open_does_not_approve_what_was_not_read(doctor_client, editor_client, question):
    before = typed_by_editor(question, action="approve")
    save(doctor_client, question)
    address = reverse("admin:consult_question_approve", args=[question.pk])
    assert editor_client.post(address, before).status_code == 200
    assert Correction.objects.count() == 1


def test_a_second_correction_builds_on_the_first(doctor_client, question):
    save(doctor_client, question)
    question.refresh_from_db()
    page = doctor_client.get(f"{desk(question)}?reply={question.replies.get().pk}")
    assert page.context["desk"].reply_form["text"].value() == NEW
    save(doctor_client, question, text="Third words.")
    assert Correction.objects.get().text == "Third words."


def test_two_windows_do_not_overwrite_each_others_correction(doctor_client, question):
    stale = question.replies.get().version
    save(doctor_client, question)
    page = save(doctor_client, question, text="Words of the other window.", reply_version=stale)
    rows = page.context["desk"].conflict.differences
    assert [(row.standing, row.other) for row in rows] == [(NEW, "Words of the other window.")]
    assert Correction.objects.get().text == NEW


def test_who_has_seen_both_texts_takes_the_correction_back(doctor_client, question):
    stale = question.replies.get().version
    save(doctor_client, question)
    page = save(doctor_client, question, action="discard", text="Mine.", reply_version=stale)
    screen = page.context["desk"]
    assert [(row.standing, row.other) for row in screen.conflict.differences] == [(NEW, "Mine.")]
    assert screen.reply_form["text"].value() == "Mine."
    save(doctor_client, question, action="discard", reply_version=screen.reply_form["reply_version"].value())
    assert Correction.objects.count() == 0


def test_it_can_be_taken_back(doctor_client, stranger, question):
    save(doctor_client, question)
    save(doctor_client, question, action="discard")
    assert (Correction.objects.count(), OLD in read(stranger, question)) == (0, True)
    assert AuditEntry.objects.latest("pk").action == "correction taken back"
    assert Correction.history.filter(history_type="-").count() == 1


def test_an_editors_own_change_stands_at_once_and_ends_the_waiting(
    doctor_client, editor_client, stranger, question
):
    save(doctor_client, question)
    question.refresh_from_db()
    save(editor_client, question, text="Words of the editor.")
    assert "Words of the editor." in read(stranger, question)
    assert Correction.objects.count() == 0


def test_ticked_causes_wait_with_the_words(doctor_client, editor_client, stranger, question):
    old, new = CauseFactory(name="Bell's palsy"), CauseFactory(name="Stroke", text="A vessel is blocked.")
    reply = question.replies.get()
    CauseLinkFactory(reply=reply, cause=old)
    save(doctor_client, question, causes=[], more_causes=[new.pk])
    html = read(stranger, question)
    assert ("Bell&#x27;s palsy" in html, "Stroke" in html) == (True, False)
    question.refresh_from_db()
    page = doctor_client.get(f"{desk(question)}?reply={reply.pk}")
    [panel] = page.context["desk"].panels
    assert [offer.name for offer in panel.offers if offer.is_ticked] == ["Stroke"]
    approve(editor_client, question)
    html = read(stranger, question)
    assert ("Bell&#x27;s palsy" in html, "A vessel is blocked." in html) == (False, True)


def test_the_editor_reads_the_copied_words_that_approval_keeps(
    doctor_client, editor_client, stranger, question
):
    cause = CauseFactory(name="Bell's palsy", text="It swells. It itches.")
    CauseLinkFactory(reply=question.replies.get(), cause=cause)
    save(doctor_client, question, causes=[cause.pk])
    type(cause).objects.update(text="The page says this today.")
    address = reverse("admin:consult_question_approve", args=[question.pk])
    shown = editor_client.get(address).content.decode()
    assert ("It swells. It itches." in shown, "The page says this today." in shown) == (True, False)
    approve(editor_client, question)
    assert "It swells. It itches." in read(stranger, question)


@pytest.mark.parametrize("way", ["merged", "merged into one that is ticked", "page deleted", "gone"])
def test_a_cause_that_is_gone_when_its_tick_is_approved_is_cited_where_its_links_went(
    doctor_client, editor_client, stranger, question, way
):
    gone, into = CauseFactory(name="Mini stroke", text="It passed."), CauseFactory(name="Stroke")
    causes, waiting = [gone.pk], CauseFactory(name="Palsy")
    causes += [into.pk] if way == "merged into one that is ticked" else []
    save(doctor_client, question, more_causes=[*causes, waiting.pk])
    written = Correction.objects.get().written_at
    if way == "gone":
        gone.delete()
    elif way == "page deleted":
        delete_page(page=gone.page, target=into.page, actor=None)
    else:
        move_links(gone, into)
        gone.delete()
    assert (Correction.objects.get().written_at, Correction.history.count()) == (written, 1)
    approve(editor_client, question)
    expected = {"gone": {"Palsy"}, "page deleted": {into.page.title, "Palsy"}}.get(way, {"Stroke", "Palsy"})
    cited = question.replies.get().passages.taken()
    assert set(cited.values_list("name", flat=True)) == expected
    links = {str(link.target) for link in question.replies.get().cause_links.confirmed()}
    assert links == expected


def test_to_withdraw_now_is_a_button_of_its_own(doctor_client, editor_client, stranger, question):
    save(doctor_client, question, action="withdraw")
    assert stranger.get(question.get_absolute_url()).status_code == 404
    question.refresh_from_db()
    assert (question.status, question.replies.published().count()) == (Status.ANSWERED, 1)
    approve(editor_client, question)
    assert stranger.get(question.get_absolute_url()).status_code == 200


def test_a_reply_on_no_public_thread_is_changed_directly(doctor_client, question):
    save(doctor_client, question)
    unpublish_question(question=question, actor=None)
    question.refresh_from_db()
    save(doctor_client, question, text="Private words.")
    reply = question.replies.get()
    assert (reply.text, reply.approved_at, Correction.objects.count()) == ("Private words.", None, 0)


def test_whoever_approves_approves_the_newest_words(doctor_client, question, editor):
    save(doctor_client, question)
    approve_question(question=question, actor=editor)
    assert question.replies.get().text == NEW


def test_a_colleague_neither_corrects_nor_withdraws(colleague_client, question):
    reply = question.replies.get()
    for action in ("withdraw", "discard", "save"):
        save(colleague_client, question, action=action)
    reply.refresh_from_db()
    assert (reply.approved_at is None, Correction.objects.count()) == (False, 0)
