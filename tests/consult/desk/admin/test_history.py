"""The history screens: every change word by word, an earlier version beside what stands, and only words come back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult.desk.actions.reply import save_reply
from consult.desk.admin import history
from consult.desk.admin.versions import marked
from consult.models import AuditEntry, Question, RedFlagRule, Status
from tests.factories import QuestionFactory, ReplyFactory
from tests.forms import filled

pytestmark = pytest.mark.django_db


def history_of(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_history", args=[row.pk])


def version_of(row: Any, version: Any) -> str:
    """The address of a version of a row that belongs to the question."""
    question = getattr(row, "question_id", row.pk)
    return reverse("admin:consult_question_version", args=[question, row._meta.model_name, version.pk])


def changed(reply: Any) -> Any:
    """The reply with a second version."""
    reply.text = "Please see a skin doctor."
    save_reply(reply=reply, actor=None, version=1)
    return reply


def test_the_history_of_a_question_tells_the_changes_of_its_replies(doctor_client, neurology, doctor):
    reply = changed(ReplyFactory(question__specialty=neurology, doctor=doctor))
    page = doctor_client.get(history_of(reply.question)).content.decode()
    assert "Please see a <del>neurologist.</del> <ins>skin doctor.</ins>" in page
    assert "its reply was changed" in page


def test_a_version_shows_both_texts_and_no_question_or_reply_is_brought_back(
    doctor_client, editor_client, neurology
):
    reply = changed(ReplyFactory(question__specialty=neurology))
    first = reply.history.last()
    for client in (doctor_client, editor_client):
        page = client.get(version_of(reply, first)).content.decode()
        assert "Please see a neurologist." in page
        assert "Please see a skin doctor." in page
        assert 'name="state"' not in page
        assert client.post(version_of(reply, first), {}).status_code == 403
    reply.refresh_from_db()
    assert reply.text == "Please see a skin doctor."


def test_an_old_state_of_a_question_cannot_be_posted_back(editor_client):
    question = QuestionFactory(status=Status.WITHDRAWN)
    old = question.history.first()
    question.history.update(status=Status.WAITING)
    assert editor_client.post(version_of(question, old), {"status": "waiting"}).status_code == 403
    assert Question.objects.get().status == Status.WITHDRAWN


def test_versions_of_another_question_are_not_found_under_this_one(editor_client):
    question, other = QuestionFactory(), QuestionFactory(body="Leakable words.")
    address = reverse(
        "admin:consult_question_version", args=[question.pk, "question", other.history.get().pk]
    )
    assert editor_client.get(address).status_code == 404
    assert editor_client.get(address.replace("/history/question/", "/history/doctor/")).status_code == 404


def test_values_are_told_in_words(editor_client, neurology):
    question = QuestionFactory(specialty=neurology)
    question.specialty = None
    question.age_range = "20-29"
    question.save()
    page = editor_client.get(history_of(question)).content.decode()
    assert "<dt>Specialty</dt><dd><del>Neurology</del> <ins>–</ins></dd>" in page
    assert "<dt>Age range</dt><dd><del>–</del> <ins>20 to 29</ins></dd>" in page


def test_a_long_text_is_shortened_around_the_change() -> None:
    words = " ".join(f"w{n}" for n in range(60))
    assert marked(words, words.replace("w30", "new")) == (
        "… w22 w23 w24 w25 w26 w27 w28 w29 <del>w30</del> <ins>new</ins> w31 w32 w33 w34 w35 w36 w37 w38 …"
    )
    assert marked(words, f"{words} more") == "… w52 w53 w54 w55 w56 w57 w58 w59 <ins>more</ins>"
    assert marked("a <b>", "a <i>") == "a <del>&lt;b&gt;</del> <ins>&lt;i&gt;</ins>"


def test_older_changes_stand_on_the_next_screen_and_those_of_one_moment_stay_together(
    editor_client, monkeypatch
):
    monkeypatch.setattr(history, "MOST", 3)
    question = QuestionFactory()
    for number in range(5):
        question.began = f"day {number}"
        question.save()
    now = timezone.now()
    for age, row in enumerate(question.history.all()):
        type(row).objects.filter(pk=row.pk).update(history_date=now - timedelta(days=min(age, 3)))
    shown, address = [], history_of(question)
    while address:
        context = editor_client.get(address).context
        shown.append([version.row.began for version in context["versions"]])
        older = context["older"]
        address = f"{history_of(question)}?before={older.isoformat().replace('+', '%2B')}" if older else ""
    assert shown == [["day 4", "day 3", "day 2"], ["day 1", "day 0", ""]]
    assert editor_client.get(f"{history_of(question)}?before=nonsense").status_code == 200


def test_the_screen_costs_the_same_however_many_versions_there_are(
    editor_client, django_assert_max_num_queries
):
    question = QuestionFactory()
    for number in range(20):
        question.began = f"day {number}"
        question.save()
    editor_client.get(history_of(question))
    with django_assert_max_num_queries(13):
        editor_client.get(history_of(question))


@pytest.fixture
def rule(db: None) -> RedFlagRule:
    found = RedFlagRule.objects.order_by("pk")[0]
    found.save()
    found.sign = "A better sign"
    found.save()
    return found


def bring_back(client: Client, rule: RedFlagRule, **changes: str) -> Any:
    address = reverse(
        "admin:consult_redflagrule_version", args=[rule.pk, "redflagrule", rule.history.last().pk]
    )
    return client.post(address, {**filled(client.get(address), "version-form"), **changes}, follow=True)


def test_an_editor_proposes_an_earlier_version_of_a_rule(editor_client, editor, rule):
    before = rule.history.last().sign
    page = bring_back(editor_client, rule).content.decode()
    rule.refresh_from_db()
    assert rule.sign == "A better sign"
    assert "somebody else has to put it in force" in page
    change = rule.changes.get()
    assert (change.values["sign"], change.proposed_by, change.state) == (before, editor, "open")


def test_nothing_is_brought_back_over_what_somebody_saved_meanwhile(editor_client, rule):
    page = bring_back(editor_client, rule, state="0").content.decode()
    rule.refresh_from_db()
    assert "Somebody saved meanwhile." in page
    assert rule.sign == "A better sign"


def test_erasing_leaves_no_version(editor_client):
    question = QuestionFactory()
    address = history_of(question)
    question.delete()
    assert editor_client.get(address).status_code == 404
    assert AuditEntry.objects.count() == 0


@pytest.mark.parametrize("before", ["soon", "2026-13-45T00:00:00Z", "2026-08-06T12:00"])
def test_an_odd_moment_shows_the_history_from_its_end(editor_client, neurology, before):
    question = QuestionFactory(specialty=neurology)
    page = editor_client.get(history_of(question), {"before": before})
    assert [version.row for version in page.context["versions"]] == [question.history.get()]


def test_nobody_reads_the_history_of_what_they_may_not_see(doctor_client):
    assert doctor_client.get(history_of(RedFlagRule.objects.first())).status_code == 403


def test_yes_no_and_days_are_told_in_words(editor_client):
    rule = RedFlagRule.objects.active().first()
    rule.save()
    rule.is_active, rule.reviewed_by, rule.reviewed_on = False, "Dr Ada", date(2018, 8, 6)
    rule.save()
    page = editor_client.get(history_of(rule)).content.decode()
    assert "<dd><del>yes</del> <ins>no</ins></dd>" in page
    assert "<dd><del>–</del> <ins>6 August 2018</ins></dd>" in page


def test_what_was_only_taken_out_is_struck_through() -> None:
    assert marked("rest and sleep well", "rest well") == "rest <del>and sleep</del> well"
