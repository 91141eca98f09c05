"""Ready-made words: a doctor's own and those of the specialties; a gap in them keeps a reply from being published."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from consult.desk.actions.claim import assign_question
from consult.models import Question, Snippet
from tests.factories import DoctorFactory, QuestionFactory, SpecialtyFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LIST = "admin:consult_snippet_changelist"


@pytest.fixture
def question(neurology: Any) -> Question:
    return QuestionFactory(specialty=neurology)


@pytest.fixture
def snippets(doctor: Any, neurology: Any) -> dict[str, Snippet]:
    """One of each: mine, of my specialty, of another specialty, a colleague's."""
    whose: dict[str, dict[str, Any]] = {
        "mine": {"doctor": doctor},
        "ours": {"specialty": neurology},
        "theirs": {"specialty": SpecialtyFactory(name="Dermatology")},
        "colleague": {"doctor": DoctorFactory()},
    }
    return {
        name: Snippet.objects.create(name=name, text=f"{name}: [[which test]]", **of)
        for name, of in whose.items()
    }


def desk(question: Question) -> str:
    return reverse("admin:consult_question_change", args=[question.pk])


def listed(client: Client) -> list[str]:
    return [row.name for row in client.get(reverse(LIST)).context["cl"].result_list]


def test_the_desk_offers_the_own_ones_first_then_those_of_the_specialty(doctor_client, snippets, question):
    assert [row.name for row in doctor_client.get(desk(question)).context["snippets"]] == ["mine", "ours"]


def test_a_press_puts_it_below_what_is_typed_and_stores_nothing(doctor_client, snippets, question):
    sent = {"action": f"insert-snippet-{snippets['mine'].pk}", "text": "Dear patient.", "question_version": 1}
    page = doctor_client.post(desk(question), sent)
    form = page.context["desk"].reply_form
    assert form["text"].value() == "Dear patient.\n\nmine: [[which test]]"
    assert question.replies.count() == 0


@pytest.mark.parametrize("name", ["theirs", "colleague", "none"])
def test_nobody_gets_the_words_of_others(doctor_client, snippets, question, name):
    number = snippets[name].pk if name in snippets else 999
    sent = {"action": f"insert-snippet-{number}", "text": "Mine.", "question_version": 1}
    assert doctor_client.post(desk(question), sent).context["desk"].reply_form["text"].value() == "Mine."


def test_an_unfilled_gap_keeps_the_reply_from_being_published(doctor_client, snippets, question):
    sent = {
        "action": "publish",
        "text": snippets["mine"].text,
        "safety_net": "Fever: call.",
        "specialty": question.specialty_id,
        "question_version": 1,
    }
    page = doctor_client.post(desk(question), sent)
    assert page.context["errors"] == [("id_text", "Fill in or remove [[which test]] first.")]
    assert question.replies.count() == 0


def test_a_similar_case_is_put_in_as_a_link_and_only_a_public_one(doctor_client, question, settings):
    settings.SITE_URL = "https://ask.hospital.example"
    case = public_question(title="Numb [left] cheek")
    sent = {"action": f"insert-case-{case.pk}", "text": "See", "question_version": 1}
    value = doctor_client.post(desk(question), sent).context["desk"].reply_form["text"].value()
    assert value == f"See\n\n[Numb \\[left\\] cheek](https://ask.hospital.example{case.get_absolute_url()})"
    sent["action"] = f"insert-case-{question.pk}"
    assert doctor_client.post(desk(question), sent).context["desk"].reply_form["text"].value() == "See"


def test_doctors_keep_their_own_and_read_those_of_their_specialty(doctor_client, doctor, snippets):
    assert listed(doctor_client) == ["mine", "ours"]
    doctor_client.post(reverse("admin:consult_snippet_add"), {"name": "New", "text": "Rest."})
    assert Snippet.objects.get(name="New").doctor == doctor
    statuses = []
    for name in ("mine", "ours", "colleague"):
        address = reverse("admin:consult_snippet_change", args=[snippets[name].pk])
        statuses.append(doctor_client.post(address, {"name": name, "text": "Changed."}).status_code)
    assert statuses == [302, 403, 302]  # the last leads back to the list: there is no such snippet for them
    texts = dict(Snippet.objects.filter(name__in=("mine", "ours", "colleague")).values_list("name", "text"))
    assert texts == {
        "mine": "Changed.",
        "ours": "ours: [[which test]]",
        "colleague": "colleague: [[which test]]",
    }


def test_editors_write_those_of_specialties_and_see_no_doctors_own(editor_client, snippets, neurology):
    assert listed(editor_client) == ["ours", "theirs"]
    add = reverse("admin:consult_snippet_add")
    page = editor_client.post(add, {"name": "New", "text": "Rest.", "specialty": ""})
    assert "Choose the specialty whose doctors get it." in page.content.decode()
    editor_client.post(add, {"name": "New", "text": "Rest.", "specialty": neurology.pk})
    assert Snippet.objects.get(name="New").specialty == neurology


def test_a_snippet_belongs_to_one_doctor_or_one_specialty(doctor, neurology):
    for of in ({}, {"doctor": doctor, "specialty": neurology}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Snippet.objects.create(name="x", text="x", **of)


def test_of_a_question_that_was_given_to_the_doctor_its_specialtys_are_put_in_too(
    doctor_client, doctor, editor, snippets
):
    given = QuestionFactory(specialty=snippets["theirs"].specialty)
    assign_question(question=given, doctor=doctor, seen=None, actor=editor)
    sent = {"action": f"insert-snippet-{snippets['theirs'].pk}", "text": "", "question_version": 1}
    form = doctor_client.post(desk(given), sent).context["desk"].reply_form
    assert form["text"].value() == "theirs: [[which test]]"
