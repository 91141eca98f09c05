"""`manage.py import_questions`."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from consult.importing.filing import specialty_for, topics_for
from consult.importing.questions import import_questions
from consult.importing.wording import sentence_case, short_title
from consult.models import AuditEntry, Consent, Doctor, Question, Reply, Specialty, Status, Topic
from consult.models.question import Origin
from consult.question.actions.erase import erase_question
from tests.factories import UserFactory

ROW = {
    "title": "why does my left cheek go numb? i had an mri.",
    "body": "Why does my left cheek go numb? I had an MRI.",
    "reply": "hi. i would see a neurologist. it is rarely serious.",
    "doctor": "Doctor 197",
    "topics": ["numbness", "i had an mri"],
    "source": "somewhere",
}


def run(path: Path, capsys: pytest.CaptureFixture[str], **options: Any) -> tuple[str, str]:
    """Run the command; return what it printed."""
    call_command("import_questions", str(path), **options)
    return capsys.readouterr()


pytestmark = pytest.mark.django_db


def test_a_row_becomes_a_question_with_a_reply(write_lines, capsys):
    out, _err = run(write_lines(ROW), capsys, publish=True)

    assert out == "Imported 1 questions, 1 replies; 0 of 1 lines were there already.\n"
    question = Question.objects.public().get()
    assert question.title == "Why does my left cheek go numb? I had an MRI."
    assert question.body == ROW["body"]
    assert (question.origin, question.status) == (Origin.IMPORTED, Status.PUBLISHED)
    assert question.specialty.name == "Neurology"
    assert [str(topic) for topic in question.topics.all()] == ["Numbness (Neurology)"]
    reply = question.replies.get()
    assert reply.text == "Hi. I would see a neurologist. It is rarely serious."
    assert (reply.doctor.name, reply.doctor.is_verified, reply.doctor.user) == ("Doctor 197", False, None)
    assert reply.specialty == question.specialty
    assert list(reply.doctor.specialties.all()) == [question.specialty]


def test_without_publish_an_editor_decides(write_lines, capsys, stranger: Client):
    run(write_lines(ROW), capsys)

    question = Question.objects.get()
    assert list(Question.objects.public()) == []
    assert list(Question.objects.awaiting_approval()) == [question]
    assert question.replies.get().approved_at is None
    assert stranger.get(question.get_absolute_url()).status_code == 404


def test_rows_of_one_question_are_its_replies_also_across_batches(write_lines):
    rows = [{**ROW, "reply": f"Reply {n}.", "doctor": f"Doctor {n}"} for n in range(5)]
    other = {**ROW, "title": "another question about my knee"}

    outcome = import_questions(write_lines(*rows[:3], other, *rows[3:]), publish=True, batch_size=2)

    assert dict(outcome.made) == {"questions": 2, "replies": 6}
    question = Question.objects.get(title__startswith="Why")
    assert [reply.text for reply in question.replies.public()] == [f"Reply {n}." for n in range(5)]
    assert Consent.objects.count() == 2
    # Each has a moment of its own, so that a list can be entered behind any of them.
    one, two = Question.objects.order_by("pk").values_list("published_at", flat=True)
    assert two - one == timedelta(microseconds=1)


def test_a_second_run_changes_nothing_that_staff_edited(write_lines, capsys):
    path = write_lines(ROW, {**ROW, "reply": "Another reply."})
    run(path, capsys, publish=True)
    Question.objects.update(title="Edited by staff")
    Reply.objects.filter(text="Another reply.").update(text="Corrected by staff")

    out, _err = run(path, capsys, publish=True)

    assert out == "Imported 0 questions, 0 replies; 2 of 2 lines were there already.\n"
    assert Question.objects.get().title == "Edited by staff"
    assert Reply.objects.filter(text="Corrected by staff").count() == 1
    assert (Reply.objects.count(), Doctor.objects.count(), Topic.objects.count()) == (2, 1, 1)


def test_a_row_twice_in_one_file_is_one_reply(write_lines):
    outcome = import_questions(write_lines(ROW, ROW))

    assert (dict(outcome.made), outcome.already_there) == ({"questions": 1, "replies": 1}, 1)


def test_a_withdrawn_question_stays_withdrawn(write_lines, capsys):
    path = write_lines(ROW)
    run(path, capsys, publish=True)
    Question.objects.update(status=Status.WITHDRAWN, published_at=None)

    run(write_lines(ROW, {**ROW, "reply": "A later reply."}), capsys, publish=True)

    assert list(Question.objects.public()) == []
    assert Reply.objects.get(text="A later reply.").approved_at is None


def test_text_of_a_file_comes_through_the_same_door_as_typed_text(write_lines, capsys):
    path = write_lines(
        {
            **ROW,
            "title": "Knee\u000bclicks on\ufffe stairs",
            "reply": "Re\u200bst\x00 your\u00a0knee.\r\nDr\ud800",
            "doctor": "Dr\u000bPasted O\u2019Brien\u202e",
            "topics": ["knee\u00adcap"],
        }
    )
    for _run in range(2):
        run(path, capsys, publish=True)

    reply = Reply.objects.select_related("question", "doctor").get()
    assert (reply.question.title, reply.text, reply.doctor.name) == (
        "Knee clicks on stairs",
        "Rest your knee.\nDr",
        "Dr Pasted O'Brien",
    )
    assert [topic.name for topic in reply.question.topics.all()] == ["Kneecap"]


BAD_LINES = [
    (b'{"title": "cut off', "Line 2: not JSON: Unterminated string starting at (character 11)."),
    (b"\xff\xfe\x00", "Line 2: not UTF-8 at byte 1."),
    (b"[1, 2]", "Line 2: not a JSON object."),
    (b"[" * 100_000, "Line 2: not JSON: nested too deeply."),
    ({k: v for k, v in ROW.items() if k != "reply"}, "Line 2: “reply” is missing."),
    ({**ROW, "reply": "   "}, "Line 2: “reply” is empty."),
    ({**ROW, "body": 7}, "Line 2: “body” is not text."),
    ({**ROW, "topics": "numbness"}, "Line 2: “topics” is not a list."),
    ({**ROW, "topics": [None]}, "Line 2: “topics” is not text."),
    ({**ROW, "doctor": "D" * 121}, "Line 2: “doctor” has 121 characters; at most 120 are allowed."),
    ({**ROW, "reply": "\ud800\u200b"}, "Line 2: “reply” is empty."),
    (b'{"title": "' + b"x" * 2_000_001 + b'"}', "Line 2: the line is longer than 2,000,000 bytes."),
]


@pytest.mark.parametrize(("line", "message"), BAD_LINES, ids=[message for _line, message in BAD_LINES])
def test_a_malformed_line_is_named_and_the_others_go_on(write_lines, capsys, line, message):
    last = {**ROW, "reply": "The last line."}

    with pytest.raises(CommandError, match=r"^1 of 3 lines were not imported\.$"):
        call_command("import_questions", str(write_lines(ROW, line, last)), publish=True)

    assert message in capsys.readouterr().err.splitlines()
    assert [reply.text for reply in Reply.objects.all()][-1] == "The last line."
    assert (Question.objects.count(), Reply.objects.count(), Doctor.objects.count()) == (1, 2, 1)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"questions\.jsonl is empty\.$"),
        (b"\n \n", r"questions\.jsonl is empty\.$"),
        (b"title,body\nwhy,because\n", r"is not a JSON Lines file with title, body, .*line 1: not JSON"),
        (b'{"title": "x", "url": "y"}\n' * 100, r"is not a JSON Lines file .*line 1: “body” is missing\)\.$"),
        (bytes(range(256)) * 50, r"is not a JSON Lines file .*line 1: not"),
    ],
)
def test_a_file_of_another_kind_is_refused_clearly(tmp_path, content, message):
    path = tmp_path / "questions.jsonl"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=message):
        call_command("import_questions", str(path))

    assert Question.objects.count() == 0


def test_a_missing_file_and_a_folder_are_refused_clearly(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.jsonl cannot be read: No such file or directory\."):
        call_command("import_questions", str(tmp_path / "nowhere.jsonl"))
    with pytest.raises(CommandError, match=r"cannot be read: Is a directory\."):
        call_command("import_questions", str(tmp_path))


def test_doctors_and_topics_of_the_site_are_reused(write_lines, doctor):
    numbness = Topic.objects.create(specialty=doctor.specialties.get(), name="Numbness", slug="numbness")

    import_questions(write_lines({**ROW, "doctor": doctor.name}))

    assert Reply.objects.get().doctor == doctor
    assert list(Question.objects.get().topics.all()) == [numbness]
    assert Specialty.objects.count() == 1


def test_a_long_title_is_shortened_and_its_words_kept(write_lines):
    title = "my cheek is numb " * 20
    import_questions(write_lines({**ROW, "title": title, "body": "Please help."}))

    question = Question.objects.get()
    assert len(question.title) <= 150
    assert question.title.endswith("…")
    assert question.body.lower() == f"{title.strip()}\n\nplease help."


@pytest.mark.parametrize(
    ("text", "like", "shown"),
    [
        ("hello. i’m ill… why?", "", "Hello. I’m ill… Why?"),
        ("an mri and a psa test", "An MRI and a PSA test", "An MRI and a PSA test"),
        ("is it bad", "IS IT BAD", "Is it bad"),
        ("", "", ""),
    ],
)
def test_sentence_case(text, like, shown):
    assert sentence_case(text, like) == shown


def test_short_title_prefers_the_first_sentence():
    first = "I have had a numb cheek for about two years."
    assert short_title(first + " And more." * 30) == first


def test_filing():
    assert specialty_for("chest feels odd", ["heart palpitations"]) == "Cardiology"
    assert specialty_for("something else", []) == "General Medicine"
    assert topics_for(["HIV test", "hiv  test", "i have two stents", "could it be lymphoma?", "頭痛"]) == {
        "hiv-test": "HIV test"
    }


def test_the_history_of_every_row_says_who_imported_it(write_lines, editor, editor_client):
    call_command("import_questions", str(write_lines(ROW)), by="editor")

    question = Question.objects.get()
    for row in (question, question.replies.get()):
        [line] = row.history.all()
        assert (line.history_type, line.history_user, line.history_change_reason, line.history_date) == (
            "+",
            editor,
            "imported from rows.jsonl",
            question.asked_at,
        )
    assert AuditEntry.objects.get(question_number=question.pk).actor == editor
    page = editor_client.get(reverse("admin:consult_question_history", args=[question.pk])).content.decode()
    assert "imported from rows.jsonl" in page


def test_an_import_that_nobody_signs_names_the_account_on_the_server(write_lines, monkeypatch):
    monkeypatch.setenv("LOGNAME", "ada")
    call_command("import_questions", str(write_lines(ROW)))
    line = Question.objects.get().history.get()
    assert (line.history_user, line.history_change_reason) == (
        None,
        "imported from rows.jsonl by ada on the server",
    )


def test_only_staff_sign(write_lines):
    UserFactory(username="somebody")
    with pytest.raises(CommandError, match="No member of staff signs in as somebody"):
        call_command("import_questions", str(write_lines(ROW)), by="somebody")
    assert Question.objects.count() == 0


def test_erasing_an_imported_question_erases_the_line_of_its_import(write_lines):
    call_command("import_questions", str(write_lines(ROW)))
    erase_question(question=Question.objects.get())
    assert (Question.history.count(), Reply.history.count()) == (0, 0)


def test_a_file_that_ends_within_an_endless_line_keeps_what_stood_before(tmp_path):
    path = tmp_path / "cut.jsonl"
    path.write_bytes(json.dumps(ROW).encode() + b'\n{"title": "' + b"x" * 4_000_000)
    with pytest.raises(CommandError, match=r"^1 of 2 lines were not imported\.$"):
        call_command("import_questions", str(path))
    assert Question.objects.count() == 1


def test_topics_may_be_missing(write_lines, capsys):
    run(write_lines({name: value for name, value in ROW.items() if name != "topics"}), capsys)
    assert list(Question.objects.get().topics.all()) == []
