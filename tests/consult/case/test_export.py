"""The patient's data is whole: no field is forgotten, and none is without a label."""

from typing import Any

import pytest

from consult.case.export import SECTIONS, export
from consult.models import FollowUp, Reply
from consult.models.question_fields import FIELDS
from tests.factories import NOON, QuestionFactory, public_question

pytestmark = pytest.mark.django_db

# Columns of replies and messages that their patient is not told: how we work, not what was said.
NOT_TOLD = {
    Reply: {"id", "question", "created_at", "updated_at", "approved_at", "import_key", "version"},
    FollowUp: {"id", "question", "approved_at", "decided_at", "meant_for"},
}


class Watched:
    """A row that remembers which of its columns were read."""

    def __init__(self, row: Any) -> None:
        self.row, self.columns = row, set[str]()

    def __getattr__(self, name: str) -> Any:
        self.columns.add(
            name.removeprefix("get_").removesuffix("_display").removesuffix("_lines").removesuffix("_heading")
        )
        return getattr(self.row, name)


def lines_of(name: str) -> Any:
    """The lines of one section."""
    return next(section.lines for section in SECTIONS if section.name == name)


def test_the_question_is_exported_as_the_table_says() -> None:
    data = export(QuestionFactory())
    assert list(data["question"]) == [field.name for field in FIELDS if field.is_exported]


def test_every_line_has_a_label() -> None:
    assert [line.name for section in SECTIONS for line in section.lines if not str(line.label)] == []


@pytest.mark.parametrize(("model", "section"), [(Reply, "replies"), (FollowUp, "messages")])
def test_every_column_of_replies_and_messages_is_exported(model: Any, section: str) -> None:
    question = public_question()
    FollowUp.objects.create(
        question=question,
        text="And now?",
        doctor=question.replies.get().doctor,
        answer="Yes.",
        answered_at=NOON,
    )
    row = Watched(model.objects.get())
    for line in lines_of(section):
        line.read(row)
    assert {field.name for field in model._meta.concrete_fields} - row.columns == NOT_TOLD[model]
