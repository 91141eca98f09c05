"""The table of a question's fields: nothing of a question is forgotten, and whoever reads it agrees with it."""

from typing import Any

import pytest
from django.utils.text import capfirst

from consult.asking.steps import STEPS
from consult.models import Contact, Question
from consult.models.question import About
from consult.models.question_fields import ANSWERS, BY_NAME, CHECKED, FIELDS, WORDS
from consult.question.actions.erase import erase_question
from consult.question.telling import ASKS, AUDIENCES, Told
from tests.consult.case.erased_words import tables_with
from tests.factories import QuestionFactory, public_question

# What is made by the system or by staff and told to no patient.
FOR_STAFF = {"origin", "import_key", "approved_by", "held_at", "held_reason", "version", "danger_level"}
OF_THE_CLOCK = {"waits_from", "paused_at"}


def told_columns() -> list[Any]:
    """The fields of the table whose column holds free text."""
    texts = [field for field in FIELDS if field.column is not None]
    return [field for field in texts if field.model_field.get_internal_type() in ("CharField", "TextField")]


def words_of(fields: list[Any]) -> dict[str, str]:
    """A word of its own for the column of each field that takes any text."""
    free = [field for field in fields if not field.model_field.choices]
    return {field.column_name: f"zyxw{field.name.replace('_', '')}" for field in free}


def test_every_column_of_a_question_stands_in_the_table() -> None:
    columns = {field.name for field in [*Question._meta.concrete_fields, *Question._meta.many_to_many]}
    in_table = {field.column_name for field in FIELDS if field.column is not None}
    assert columns - in_table == FOR_STAFF | OF_THE_CLOCK
    assert in_table - columns == set()


def test_names_and_labels_are_each_of_one_field() -> None:
    assert len({field.name for field in FIELDS}) == len(FIELDS)
    assert len({str(field.label) for field in FIELDS}) == len(FIELDS)
    assert [field.name for field in FIELDS if not str(field.label)] == []


def test_staff_read_the_name_of_the_column() -> None:
    assert BY_NAME["tried"].label_for_staff == capfirst(str(Question._meta.get_field("tried").verbose_name))


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.slug)
def test_a_page_asks_for_what_the_table_says(step: Any) -> None:
    assert set(step.form.base_fields) == {field.name for field in step.fields}


def test_every_page_of_the_table_is_on_the_way_to_ask() -> None:
    assert {field.step for field in FIELDS} - {""} == {step.slug for step in STEPS}


def test_what_must_be_answered_says_so_when_it_is_missing() -> None:
    compulsory = [field for field in ANSWERS if not field.is_optional and not field.model_field.has_default()]
    assert [field.name for field in compulsory if not field.missing] == []


def test_the_red_flag_scan_and_the_personal_data_check_read_what_may_hold_anything() -> None:
    free = {
        field.name for field in ANSWERS if not (field.model_field.choices or field.model_field.is_relation)
    }
    assert free == set(CHECKED)
    assert set(WORDS) < free


@pytest.mark.django_db
def test_a_stranger_reads_what_is_public_and_nothing_else(client: Any) -> None:
    words: dict[str, Any] = words_of(told_columns())
    question = public_question(**words, contact=Contact.objects.create(email="zyxwemail@home.example"))
    shown = {
        words[field.column_name] for field in told_columns() if field.column_name in words and field.is_public
    }
    for address in (question.get_absolute_url(), question.get_absolute_url() + "print/"):
        page = client.get(address).content.decode()
        assert {word for word in [*words.values(), "zyxwemail"] if word in page} == shown


@pytest.mark.django_db
def test_an_erasure_takes_every_field(django_capture_on_commit_callbacks: Any) -> None:
    words = words_of(told_columns())
    question = QuestionFactory(**words, contact=Contact.objects.create(email="zyxwemail@home.example"))
    assert [word for word in words.values() if not tables_with(word)] == []
    with django_capture_on_commit_callbacks(execute=True):
        erase_question(question=question)
    assert [word for word in [*words.values(), "zyxwemail"] if tables_with(word)] == []
    assert [field.name for field in FIELDS if field.outlives_erasure] == ["number"]


@pytest.mark.parametrize("name", sorted(AUDIENCES))
def test_what_was_not_said_is_told_to_nobody(name: str) -> None:
    told = Told(Question(body="It is numb."), AUDIENCES[name])
    assert [section.name for section in told.sections] == (["specialty"] if name == "case" else [])


def test_the_audience_decides_which_fields_and_which_labels() -> None:
    question = Question(body="It is numb.", wants="Is it bad?", tried="A scarf.")
    found = {
        name: [(section.name, section.heading) for section in Told(question, audience).sections]
        for name, audience in AUDIENCES.items()
    }
    readers = [("tried", "What was tried, and tests done"), ("wants", "What the patient wants to know")]
    assert found == {
        "thread": readers,
        "print": readers,
        "desk": readers,
        "case": [
            ("tried", "Tried, and tests"),
            ("wants", "What you want to know"),
            ("specialty", "Kind of doctor"),
        ],
    }


def test_the_desk_has_words_for_everybody_a_question_may_be_about() -> None:
    assert set(ASKS) == set(About)
