"""Editors who publish, edit and take down similar questions at once never wait for each other in a circle."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from conditions.models import IndexEntry, Neighbour
from consult.events import question_changed
from consult.models import Question
from consult.question.locking import lock
from tests.factories import public_question

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("encoder")]

EDITORS, ROUNDS = 3, 4
WORDS = ["in the cold", "in winter", "on cold days", "after skiing", "in the wind", "every morning"]


def text(number, time):
    """A question that is like all others and says something else each time."""
    return (
        f"My cheek is numb {WORDS[number]}",
        f"Half of my face is numb {WORDS[(number + time) % len(WORDS)]}.",
    )


def edit(question, title, body):
    """What an editor's action does: the row is locked, changed and announced in one transaction."""
    with transaction.atomic():
        row = lock(question)
        Question.objects.filter(pk=row.pk).update(title=title, body=body)
        question_changed.send(sender=Question, question=Question.objects.get(pk=row.pk))


def test_many_editors_at_once(caplog):
    questions = [public_question(title=text(at, 0)[0], body=text(at, 0)[1]) for at in range(len(WORDS))]
    call_command("rebuild_related", verbosity=0)
    start = threading.Barrier(EDITORS)

    def work(editor):
        start.wait()
        try:
            for time in range(1, ROUNDS + 1):
                for at in range(editor, len(WORDS) + editor):
                    number = at % len(WORDS) if editor % 2 else -at % len(WORDS)
                    edit(questions[number], *text(number, time))
        finally:
            connection.close()

    editors = [threading.Thread(target=work, args=[editor]) for editor in range(EDITORS)]
    for each in editors:
        each.start()
    for each in editors:
        each.join()

    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
    assert not IndexEntry.objects.filter(listed_at=None).exists()
    assert Neighbour.objects.values("question").distinct().count() == len(WORDS)
    assert not Neighbour.objects.filter(reasons=[]).exists()
