"""One press takes personal data out of all texts of a case, after a look at each place; nothing of it is silent."""

from typing import Any

import pytest
from django.test import Client

from consult.desk.actions.redaction import REASON, redact_case
from consult.desk.actions.reply import save_reply
from consult.models import AuditEntry, Correction, FollowUp, OutboxMessage, Reply
from consult.models.staffing import StaffNotice
from consult.question.locking import StaleVersionError
from tests.consult.desk.test_approval import screen, typed
from tests.factories import NOON, QuestionFactory, ReplyFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def reply(doctor: Any, neurology: Any) -> Reply:
    """A reply, its More Info and a message that all name the child of the question."""
    found = ReplyFactory(
        question=QuestionFactory(
            specialty=neurology,
            body="My daughter Maria has a numb cheek.",
            status="answered",
            answered_at=NOON,
        ),
        doctor=doctor,
        specialty=neurology,
        text="Dear Maria, rest.",
        more_info="Maria should drink.",
    )
    FollowUp.objects.create(
        question=found.question, text="Maria is well", answer="Good, Maria!", doctor=doctor, answered_at=NOON
    )
    return found


def words(question: Any) -> list[str]:
    """All texts that would be public."""
    reply, message = question.replies.get(), question.followups.get()
    return [question.body, reply.text, reply.more_info, message.text, message.answer]


def test_every_place_is_shown_with_what_will_stand_there(editor_client: Client, reply: Reply) -> None:
    [found] = editor_client.get(screen(reply.question)).context["redactions"]
    assert (found.text, found.suggestion) == ("Maria", "[name removed]")
    assert [(place.field, place.before.split("\n")[-1], place.after[:6]) for place in found.places] == [
        ("What happened", "My daughter ", " has a"),
        ("Reply of Dr Nora Neuron", "Dear ", ", rest"),
        ("Reply of Dr Nora Neuron", "", " shoul"),
        (FollowUp.objects.get().name, "", " is we"),
        ("Answer to the follow-up", "Good, ", "!"),
    ]


def test_one_press_replaces_it_everywhere_on_record(editor_client: Client, editor: Any, reply: Reply) -> None:
    question = reply.question
    editor_client.post(screen(question), typed(question, action="replace", mark=["Maria"]))
    question.refresh_from_db()
    assert words(question) == [
        "My daughter [name removed] has a numb cheek.",
        "Dear [name removed], rest.",
        "[name removed] should drink.",
        "[name removed] is well",
        "Good, [name removed]!",
    ]
    message = question.followups.get()
    for row, before in ((question, "body"), (question.replies.get(), "text"), (message, "answer")):
        now, earlier = row.history.all()[0], row.history.all()[1 if row is not question else 2]
        assert (now.history_user, now.history_change_reason) == (editor, REASON)
        assert "Maria" in getattr(earlier, before)
    acts = AuditEntry.objects.filter(question_number=question.pk).exclude(action="opened")
    assert [(entry.action, entry.actor) for entry in acts.order_by("pk")] == [
        ("edited by staff", editor),
        (REASON, editor),
    ]


def test_its_doctor_is_told_without_a_word_of_it(editor_client: Client, doctor: Any, reply: Reply) -> None:
    editor_client.post(screen(reply.question), typed(reply.question, action="replace", mark=["Maria"]))
    assert [(row.user, row.kind) for row in StaffNotice.objects.all()] == [(doctor.user, "redacted")]
    assert [mail.staff for mail in OutboxMessage.objects.filter(kind="staff_notice")] == [doctor.user]


def test_the_doctor_is_not_told_of_words_that_only_the_patient_wrote(
    editor_client: Client, doctor: Any, reply: Reply
) -> None:
    Reply.objects.update(text="Please rest.", more_info="")
    FollowUp.objects.update(answer="Good!")
    editor_client.post(screen(reply.question), typed(reply.question, action="replace", mark=["Maria"]))
    assert FollowUp.objects.get().text == "[name removed] is well"
    assert StaffNotice.objects.count() == 0


def test_what_is_unticked_stays_everywhere_also_as_part_of_a_longer_name(
    editor_client: Client, neurology: Any
) -> None:
    question = ReplyFactory(
        question__specialty=neurology,
        question__body="I am Anna Smith.",
        text="Dear Anna, rest. Anna Smith should drink.",
    ).question
    editor_client.post(screen(question), typed(question, action="replace", mark=["Anna"]))
    question.refresh_from_db()
    assert question.body == "I am Anna Smith."
    assert question.replies.get().text == "Dear [name removed], rest. Anna Smith should drink."


def test_a_name_in_small_letters_goes_with_the_same_tick(editor_client: Client, neurology: Any) -> None:
    question = ReplyFactory(
        question__specialty=neurology,
        question__body="My daughter Maria has a numb cheek.",
        text="dear maria, rest.",
    ).question
    [found] = editor_client.get(screen(question)).context["redactions"]
    assert [place.text for place in found.places] == ["Maria", "maria"]
    editor_client.post(screen(question), typed(question, action="replace", mark=["Maria"]))
    assert question.replies.get().text == "dear [name removed], rest."


def test_a_public_reply_and_the_correction_behind_it_lose_the_name_and_keep_their_dates(
    editor_client: Client, doctor: Any, neurology: Any
) -> None:
    question = public_question(specialty=neurology, body="My daughter Maria has a numb cheek.")
    reply = question.replies.get()
    Reply.objects.update(text="Dear Maria, rest.", doctor=doctor)
    reply.refresh_from_db()
    reply.text = "Dear Maria, rest well."
    save_reply(reply=reply, actor=doctor.user, version=reply.version, approved=False)
    before = Correction.objects.get()
    question.refresh_from_db()
    editor_client.post(screen(question), typed(question, action="replace", mark=["Maria"]))
    stands, waits = Reply.objects.get(), Correction.objects.get()
    assert (stands.text, waits.text) == ("Dear [name removed], rest.", "Dear [name removed], rest well.")
    assert (waits.written_by, waits.written_at) == (before.written_by, before.written_at)
    assert stands.corrected_at is not None
    assert waits.history.first().history_change_reason == REASON


def test_a_form_opened_before_does_not_bring_the_name_back_into_a_correction(
    editor_client: Client, doctor: Any, neurology: Any
) -> None:
    question = public_question(specialty=neurology, body="My daughter Maria has a numb cheek.")
    reply = question.replies.get()
    reply.text = "Dear Maria, rest well."
    save_reply(reply=reply, actor=doctor.user, version=reply.version, approved=False)
    opened = Reply.objects.get()
    question.refresh_from_db()
    editor_client.post(screen(question), typed(question, action="replace", mark=["Maria"]))
    assert Reply.objects.get().text == opened.text
    opened.text = "Dear Maria, rest very well."
    with pytest.raises(StaleVersionError):
        save_reply(reply=opened, actor=doctor.user, version=opened.version, approved=False)
    assert Correction.objects.get().text == "Dear [name removed], rest well."


def test_replies_are_locked_together_however_many_there_are(
    reply: Reply, editor: Any, django_assert_num_queries: Any
) -> None:
    for _further in range(2):
        ReplyFactory(question=reply.question)
    with django_assert_num_queries(6):  # a savepoint and its end, question, replies, corrections, messages
        assert redact_case(question=reply.question, rewrite=str, actor=editor) == 0


def test_a_person_in_the_display_name_makes_way_for_a_made_up_name(
    editor_client: Client, neurology: Any
) -> None:
    question = ReplyFactory(question__specialty=neurology, question__display_name="Peter M.").question
    [found] = editor_client.get(screen(question)).context["redactions"]
    assert [(place.text, place.instead) for place in found.places] == [("Peter M.", "a made-up name")]
    editor_client.post(screen(question), typed(question, action="replace", mark=[found.text]))
    question.refresh_from_db()
    first, second = question.display_name.split(" ")
    assert (first.isalpha(), second.isalpha(), "Peter" in question.display_name) == (True, True, False)
