"""Connects the list of changes with the database, and with the rows that are loaded while a page is made."""

from typing import Any

from django.db import connections, transaction
from django.db.models import Model
from django.db.models.signals import post_init

from consult.common.recording import note
from consult.common.triggers import drop_triggers, ensure_triggers
from consult.events import question_changed, question_erased
from consult.models import Question
from portal.models import Change, PageTag, StoredPage
from portal.reading import store
from portal.reading.changes import PREFIX, ROWS, triggers
from portal.reading.renewal import renew_after_commit


def connect() -> None:
    """Called once, when Django is ready."""
    for model in ROWS:
        post_init.connect(_note_row, sender=model, dispatch_uid=f"portal.reading.{model.__name__}")
    question_changed.connect(forget_hidden, dispatch_uid="portal.reading")
    question_erased.connect(forget, dispatch_uid="portal.reading")
    question_changed.connect(renew_after_commit, dispatch_uid="portal.reading.renewal")


def _note_row(sender: type[Model], instance: Model, **_: Any) -> None:
    """Note a row that is loaded."""
    kind, column = ROWS[sender]
    number = instance.__dict__.get(column)
    if number is not None:
        note(kind, number)


def forget_hidden(question: Question, **_: Any) -> None:
    """Delete every stored page with the words of a question that strangers may not see any more."""
    if not Question.objects.public().filter(pk=question.pk).exists():
        forget(question)


@transaction.atomic
def forget(question: Question, **_: Any) -> None:
    """Delete every stored page with words of this question, and let none be stored that is being made now."""
    # First the mark: its trigger's lock is what a reader looks at who is about to store a page.
    store.mark_changed("question", question.pk)
    held = StoredPage.objects.filter(tags__kind="question", tags__number=question.pk).order_by("pk")
    if transaction.get_connection().features.has_select_for_update:
        held = held.select_for_update(of=("self",))
    StoredPage.objects.filter(pk__in=[page.pk for page in held.only("pk")]).delete()


def ensure_marks(using: str = "default", **_: Any) -> None:
    """After a migration: make the triggers, and forget every page where they were missing."""
    connection = connections[using]
    if Change._meta.db_table not in connection.introspection.table_names():
        return
    with transaction.atomic(using=using):
        if ensure_triggers(connection, PREFIX, triggers()):
            StoredPage.objects.using(using).all().delete()


def loosen_marks(using: str = "default", plan: Any = (), **_: Any) -> None:
    """Before a migration: nothing is stored until all is in place again."""
    connection = connections[using]
    if plan and StoredPage._meta.db_table in connection.introspection.table_names():
        drop_triggers(connection, PREFIX)
        PageTag.objects.using(using).all()._raw_delete(using)
        StoredPage.objects.using(using).all()._raw_delete(using)
