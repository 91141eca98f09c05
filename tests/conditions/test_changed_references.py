"""A reference that changes in substance after a reply cited it: readers are told, and its doctor decides."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conditions.actions.pages import delete_page
from conditions.actions.references import note_changes
from conditions.actions.revisions import publish, save_draft, take_down
from conditions.models import Cause, Passage, ReferencePage
from conditions.revisions.read import standing_document
from conditions.revisions.state import state_of_page
from consult.models import AuditEntry, Claim, Doctor, FollowUp, Question, Status
from consult.models.staffing import Absence, StaffNotice
from tests.conditions.test_more_info import palsy  # noqa: F401  (a fixture)
from tests.factories import (
    CauseLinkFactory,
    DoctorFactory,
    ReferencePageFactory,
    SpecialtyFactory,
    UserFactory,
    public_question,
)

pytestmark = pytest.mark.django_db

TOLD = "This page has changed since the reply"
OLD, NEW = "The facial nerve **swells**.", "The facial nerve is **inflamed**."
LIST = reverse("admin:conditions_passage_changelist")


@pytest.fixture
def passage(doctor: Any, neurology: Any, palsy: Cause) -> Passage:  # noqa: F811
    """What a public reply of the doctor cites of a public page."""
    question = public_question(specialty=neurology, doctor=doctor)
    CauseLinkFactory(reply=question.replies.get(), cause=palsy)
    return Passage.objects.get()


def reworded(page: ReferencePage, text: str) -> None:
    """An editor publishes other words of the one cause of the page."""
    page.refresh_from_db()
    document = standing_document(page)
    document.groups[0].causes[0].text = text
    author = UserFactory()
    draft = save_draft(page=page, document=document, seen=state_of_page(page, None), author=author)
    assert draft is not None
    publish(revision=draft, actor=author)


def screen(passage: Passage) -> str:
    return reverse("admin:conditions_passage_change", args=[passage.pk])


def thread(passage: Passage) -> str:
    return Client().get(passage.reply.question.get_absolute_url()).content.decode()


def desk(client: Client) -> list[Any]:
    """The questions of the part of the desk."""
    sections = {section.name: section for section in client.get("/admin/").context["sections"]}
    return [row.pk for row in sections["changed"].rows]


def decide(client: Client, passage: Passage, action: str, seen: str | None = None) -> Any:
    """Press a button of the screen as it is shown now, or as it was `seen`."""
    mark = client.get(screen(passage)).context["found"].mark if seen is None else seen
    return client.post(screen(passage), {"action": action, "seen": mark}, follow=True)


def done(passage: Passage) -> list[str]:
    entries = AuditEntry.objects.filter(question_number=passage.reply.question_id).order_by("pk")
    return [entry.action for entry in entries if entry.action.startswith("reference ")]


def test_a_case_in_two_parts_of_the_desk_leads_to_the_reference_from_its_own_part_alone(
    doctor_client,
    doctor,
    passage,
    palsy,  # noqa: F811
):
    question = passage.reply.question
    FollowUp.objects.create(question=question, text="And now?", meant_for=doctor)
    reworded(palsy.page, NEW)
    sections = {section.name: section for section in doctor_client.get("/admin/").context["sections"]}
    [of_message], [of_reference] = sections["followups"].rows, sections["changed"].rows
    assert of_message.pk == of_reference.pk == question.pk
    assert getattr(of_message, "desk_address", None) is None
    assert of_reference.desk_address == screen(passage)
    assert of_message.since != of_reference.since


def test_other_words_stand_on_the_doctors_desk_and_readers_are_told(doctor_client, passage, palsy):  # noqa: F811
    assert (TOLD in thread(passage), desk(doctor_client)) == (False, [])
    reworded(palsy.page, NEW)
    assert (TOLD in thread(passage), desk(doctor_client)) == (True, [passage.reply.question_id])
    assert TOLD in Client().get(f"{passage.reply.question.get_absolute_url()}print/").content.decode()
    assert "The facial nerve <strong>swells</strong>." in thread(passage)
    shown = doctor_client.get(screen(passage))
    [change] = shown.context["found"].changes
    assert str(change.marked) == "The facial nerve <del>**swells**.</del> <ins>is **inflamed**.</ins>"
    assert str(change.marked) in shown.content.decode()
    assert str(change.marked) in doctor_client.get("/admin/").content.decode()
    form = f"{passage.reply.question_id}/change/?reply={passage.reply_id}"
    assert screen(passage) in doctor_client.get(f"/admin/consult/question/{form}").content.decode()


def test_the_same_in_other_letters_asks_nobody(doctor_client, passage, palsy):  # noqa: F811
    reworded(palsy.page, "The facial nerve swells")
    assert (TOLD in thread(passage), desk(doctor_client)) == (False, [])


def test_what_readers_do_not_see_of_it_asks_nobody(doctor_client, passage, palsy):  # noqa: F811
    reworded(palsy.page, f"{OLD} It itches.")
    Passage.objects.update(full_text=f"{OLD} It itches.", left_out=["It itches."])
    reworded(palsy.page, OLD)
    assert (TOLD in thread(passage), desk(doctor_client)) == (False, [])
    # A sentence in its place would be shown.
    reworded(palsy.page, f"{OLD} It burns.")
    assert (TOLD in thread(passage), desk(doctor_client)) == (True, [passage.reply.question_id])


def test_what_comes_back_as_it_was_asks_nobody_any_more(doctor_client, passage, palsy):  # noqa: F811
    reworded(palsy.page, NEW)
    reworded(palsy.page, OLD)
    assert (TOLD in thread(passage), desk(doctor_client)) == (False, [])


def test_taking_over_shows_the_new_words_at_once_and_is_recorded(doctor_client, passage, palsy):  # noqa: F811
    Passage.objects.update(full_text=f"{OLD} It itches.", left_out=["It itches."])
    reworded(palsy.page, f"{NEW} It itches.")
    version = passage.reply.question.version
    assert "Taken over" in decide(doctor_client, passage, "take_over").content.decode()
    passage.refresh_from_db()
    assert (passage.text, passage.changed_at, passage.left_out) == (NEW, None, ["It itches."])
    page = thread(passage)
    assert ("The facial nerve is <strong>inflamed</strong>." in page, TOLD in page) == (True, False)
    assert (done(passage), desk(doctor_client)) == (["reference taken over"], [])
    passage.reply.question.refresh_from_db()
    assert passage.reply.question.version == version + 1


def test_confirming_keeps_the_words_until_the_page_changes_again(doctor_client, passage, palsy):  # noqa: F811
    reworded(palsy.page, NEW)
    assert "Confirmed" in decide(doctor_client, passage, "confirm").content.decode()
    call_command("note_changed_references")
    page = thread(passage)
    assert ("The facial nerve <strong>swells</strong>." in page, TOLD in page) == (True, False)
    assert (done(passage), desk(doctor_client)) == (["reference confirmed"], [])
    reworded(palsy.page, "- the facial nerve is inflamed")
    assert (TOLD in thread(passage), desk(doctor_client)) == (False, [])
    reworded(palsy.page, "Nobody knows why.")
    assert (TOLD in thread(passage), desk(doctor_client)) == (True, [passage.reply.question_id])


def test_a_change_that_the_doctor_has_not_seen_is_not_decided(doctor_client, passage, palsy):  # noqa: F811
    reworded(palsy.page, NEW)
    seen = doctor_client.get(screen(passage)).context["found"].mark
    reworded(palsy.page, "Nobody knows why.")
    for action in ("take_over", "confirm"):
        answer = decide(doctor_client, passage, action, seen)
        assert "the page has changed again" in answer.content.decode()
    assert (done(passage), TOLD in thread(passage)) == ([], True)


def test_a_page_that_is_taken_down_can_be_confirmed_but_not_taken_over(doctor_client, passage, palsy):  # noqa: F811
    take_down(page=palsy.page, actor=None, reason="It was wrong.")
    shown = doctor_client.get(screen(passage)).content.decode()
    assert ("No public page of ours tells this any more" in shown, "take_over" in shown) == (True, False)
    assert "Not done" in decide(doctor_client, passage, "take_over").content.decode()
    decide(doctor_client, passage, "confirm")
    assert (done(passage), TOLD in thread(passage)) == (["reference confirmed"], False)


def test_a_page_that_gives_way_to_another_asks(doctor_client, passage, palsy):  # noqa: F811
    delete_page(page=palsy.page, target=ReferencePageFactory(), actor=None)
    assert desk(doctor_client) == [passage.reply.question_id]


def test_a_retired_cause_asks(doctor_client, passage, palsy):  # noqa: F811
    Cause.objects.update(is_retired=True)
    call_command("note_changed_references")
    assert desk(doctor_client) == [passage.reply.question_id]


@pytest.mark.parametrize(
    ("field", "value", "asked"), [("title", "Stroke", 1), ("accessed_on", "2026-11-27", 0)]
)
def test_a_source_that_becomes_another_asks(editor_client, passage, palsy, field, value, asked):  # noqa: F811
    source = palsy.citations.first().source
    address = reverse("admin:conditions_source_change", args=[source.pk])
    form = editor_client.get(address).context["adminform"].form
    sent = {**form.initial, "seen": "", field: value}
    sent |= {name: form[name].value() for name in form.fields if name != field} | {"on_all_pages": "on"}
    assert editor_client.post(address, sent).status_code == 302
    assert Passage.objects.changed().count() == asked


def test_a_colleague_of_the_specialty_decides_while_the_doctor_is_away(doctor, passage, palsy, neurology):  # noqa: F811
    reworded(palsy.page, NEW)
    colleagues = []
    for specialty in (neurology, SpecialtyFactory(name="Dermatology")):
        user = UserFactory(is_staff=True)
        user.groups.set(doctor.user.groups.all())
        DoctorFactory(user=user, specialties=[specialty])
        colleagues.append(Client())
        colleagues[-1].force_login(user)
    assert [desk(client) for client in colleagues] == [[], []]
    today = timezone.localdate()
    Absence.objects.create(doctor=doctor, first_day=today, last_day=today)
    assert [desk(client) for client in colleagues] == [[passage.reply.question_id], []]
    decide(colleagues[0], passage, "take_over")
    assert AuditEntry.objects.get(action="reference taken over").actor != doctor.user
    # Other words stand under the doctor's name now.
    assert [row.user for row in StaffNotice.objects.filter(kind="changed")] == [doctor.user]


def test_a_colleague_sees_nothing_of_a_question_that_they_may_not_open(doctor, passage, palsy, neurology):  # noqa: F811
    reworded(palsy.page, NEW)
    today = timezone.localdate()
    Absence.objects.create(doctor=doctor, first_day=today, last_day=today)
    Question.objects.update(specialty=SpecialtyFactory(name="Dermatology"))
    user = UserFactory(is_staff=True)
    user.groups.set(doctor.user.groups.all())
    DoctorFactory(user=user, specialties=[neurology])
    colleague = Client()
    colleague.force_login(user)
    assert (desk(colleague), colleague.get(LIST).context["cl"].result_list) == ([], [])
    shown = colleague.get(screen(passage), follow=True).content.decode()
    assert ("nothing to decide" in shown, passage.reply.question.title in shown) == (True, False)


def test_moderators_look_and_do_not_decide(editor_client, passage, palsy):  # noqa: F811
    reworded(palsy.page, NEW)
    assert editor_client.get(LIST).context["cl"].result_list == [passage]
    found = editor_client.get(screen(passage))
    assert (found.status_code, found.context["may_decide"]) == (200, False)
    assert editor_client.post(screen(passage), {"action": "confirm"}).status_code == 403


def test_there_is_nothing_to_decide_twice_or_of_a_withdrawn_question(doctor_client, passage, palsy):  # noqa: F811
    reworded(palsy.page, NEW)
    type(passage.reply.question).objects.update(status=Status.WITHDRAWN, published_at=None)
    assert (desk(doctor_client), doctor_client.get(LIST).context["cl"].result_list) == ([], [])
    assert "nothing to decide" in doctor_client.get(screen(passage), follow=True).content.decode()


def test_noting_costs_the_same_however_many_replies_cite_the_page(passage, palsy, django_assert_num_queries):  # noqa: F811
    for size in (1, 4):
        while Passage.objects.count() < size:
            CauseLinkFactory(reply=public_question().replies.get(), cause=palsy)
        Passage.objects.update(changed_at=None)
        Cause.objects.update(text=f"Other words, {size}.")
        with django_assert_num_queries(5):
            assert note_changes(passages=Passage.objects.of_pages(palsy.page)) == size


@pytest.mark.one_database
def test_the_few_that_changed_are_read_first_and_then_their_replies(doctor):
    """At 100,000 questions the other way round took 70 ms for nothing found."""
    plan = Passage.objects.changed().for_doctor(doctor).explain().splitlines()
    assert plan[0].endswith("SEARCH conditions_passage USING INDEX passage_changed (changed_at>?)")
    assert [line for line in plan if "SCAN consult_reply" in line or "SCAN consult_question" in line] == []


@pytest.fixture
def outsider(doctor):
    """A doctor of another specialty, the only one at work: that of the reply has left."""
    user: Any = UserFactory(username="outsider", is_staff=True)
    user.groups.set(doctor.user.groups.all())
    Doctor.objects.filter(pk=doctor.pk).update(is_active=False)
    return DoctorFactory(user=user, specialties=[SpecialtyFactory(name="Dermatology")])


def give(client, passage, to):
    return client.post(
        screen(passage), {"action": "give", "assign_to": to.pk, "assign_seen": ""}, follow=True
    )


def test_a_moderator_gives_the_decision_to_a_doctor_of_any_specialty(editor_client, passage, palsy, outsider):  # noqa: F811
    reworded(palsy.page, NEW)
    client = Client()
    client.force_login(outsider.user)
    assert desk(client) == []
    assert "has the case now, and decides" in give(editor_client, passage, outsider).content.decode()
    assert list(StaffNotice.objects.values_list("kind", "user__username")) == [("assigned", "outsider")]
    assert desk(client) == [passage.reply.question_id]
    decide(client, passage, "confirm")
    assert (done(passage), Claim.objects.count(), desk(client)) == (["reference confirmed"], 0, [])


def test_it_is_given_only_by_who_shares_out_and_only_while_the_doctor_cannot_decide(
    editor_client,
    doctor_client,
    passage,
    palsy,  # noqa: F811
    doctor,
    outsider,
):
    reworded(palsy.page, NEW)
    page = editor_client.post(screen(passage), {"action": "give", "assign_to": ""})
    assert page.context["errors"] == [("id_assign_to", "Choose a doctor.")]
    assert "Not done" in give_stale(editor_client, passage, outsider).content.decode()
    Doctor.objects.filter(pk=doctor.pk).update(is_active=True)
    assert [give(client, passage, outsider).status_code for client in (editor_client, doctor_client)] == [
        403
    ] * 2
    assert Claim.objects.count() == 0


def give_stale(client, passage, to):
    """From a screen on which somebody else had the case."""
    return client.post(screen(passage), {"action": "give", "assign_to": to.pk, "assign_seen": "999"})
