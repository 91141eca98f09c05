"""Every column has a class, and what is personal or special in a case is exported, erased and kept out of the log."""

import gzip
import io
import json
import logging
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.test import Client

from conditions.models import Deflection, Neighbour, StoredProposals
from consult.case.export import export
from consult.events import question_changed
from consult.models import (
    CaseLink,
    Claim,
    Contact,
    Correction,
    DeskDraft,
    Draft,
    FollowUp,
    HelpfulVote,
    InformationRequest,
    OutboxMessage,
    PageReport,
    Question,
    Suspicion,
    Tombstone,
)
from consult.models.internal import InternalNote, SecondOpinion
from consult.models.look import CaseLook
from consult.models.quality import ITEMS, QualityReview
from consult.models.staffing import StaffNotice
from consult.question.actions.erase import erase_question
from consult.question.audit import record
from portal.data_classes import (
    CLASSES,
    PERSONAL,
    SPECIAL,
    case_models,
    class_of,
    columns,
    is_exported,
    telling,
)
from portal.models import StoredPage
from portal.private_logs import PrivateAddresses, PrivateTracebacks
from tests.consult.case.erased_words import elsewhere, files_with, tables_with
from tests.factories import NOON, CauseLinkFactory, FindingFactory, UserFactory, public_question

MARK = "zqmark"
# A constraint keeps it empty in a case that is sent and public.
EMPTY = {"consult.Question.held_reason", "consult.Draft.answers"}
PROSE = (models.CharField, models.TextField)
WORDS = (*PROSE, models.JSONField)


def every_model() -> list[Any]:
    return list(apps.get_models(include_auto_created=True))


def test_every_column_has_a_class_and_every_class_a_column() -> None:
    found = {(model._meta.label, column.name) for model in every_model() for column in columns(model)}
    classed = {
        (model._meta.label, column.name)
        for model in every_model()
        for column in columns(model)
        if class_of(model, column.name)
    }
    assert found - classed == set(), "give them a class in portal/data_classes.py"
    named = {
        (label, name)
        for label, kinds in CLASSES.items()
        for names in kinds.values()
        for name in names.split()
    }
    assert named - found == set()
    assert len(named) == sum(len(names.split()) for kinds in CLASSES.values() for names in kinds.values())


def whole_case() -> Any:
    """A published case with a row in every table that belongs to one."""
    contact = Contact.objects.create(email="ada@home.example")
    question: Any = public_question(contact=contact)
    other, reply, doctor = public_question(), question.replies.get(), question.replies.get().doctor
    CauseLinkFactory(reply=reply)
    Deflection.objects.create(question=question, happened_on=NOON.date())
    CaseLink.to_case(question)
    Claim.objects.create(question=question, doctor=doctor, until=NOON)
    Draft.objects.create(question=question, key_hash="x" * 64)
    DeskDraft.objects.create(question=question, user=UserFactory(), fields={})
    CaseLook.objects.create(question=question, user=UserFactory(), version=1)
    InformationRequest.objects.create(question=question, text="x")
    StoredProposals.objects.create(question=question)
    PageReport.objects.create(question=question, path="/", reason="other")
    answered = {"doctor": doctor, "answer": "y", "answered_at": NOON, "approved_at": NOON}
    question.followups.create(text="x", asked_at=NOON, new_answer="z", new_answer_at=NOON, **answered)
    OutboxMessage.objects.create(kind="received", contact=contact, question=question, dedupe_key="x")
    FindingFactory(question=question)
    Suspicion.objects.create(question=question, signs="trap")
    Correction.objects.create(reply=reply, specialty=question.specialty, text="x", safety_net="y")
    HelpfulVote.objects.create(reply=reply, voter_hash="x", helped=False)
    among_staff(question, reply)
    record(action="opened", question=question)
    question_changed.send(sender=Question, question=question)
    Neighbour.objects.get_or_create(question=question, other=other, defaults={"score": 0.5})
    return question


def among_staff(question: Any, reply: Any) -> None:
    """What staff keep beside the case."""
    user, doctor = UserFactory(), reply.doctor
    InternalNote.objects.create(question=question, author=user, text="x")
    SecondOpinion.objects.create(
        question=question,
        asked_by=doctor,
        of_doctor=doctor,
        request="x",
        given_by=doctor,
        view="y",
        given_at=NOON,
    )
    scores = dict.fromkeys(ITEMS, 2)
    QualityReview.objects.create(reply=reply, reviewer=user, reviewed_at=NOON, **scores)
    StaffNotice.objects.create(question=question, user=user, kind="new", how="none", key="x")


def markable(model: Any) -> list[Any]:
    """The personal and special columns that hold words of somebody's own."""
    found = [column for column in telling(model) if isinstance(column, WORDS) and not column.choices]
    return [column for column in found if f"{model._meta.label}.{column.name}" not in EMPTY]


def rows_of(model: Any, question: Question) -> Any:
    """The rows of a table that belong to the case."""
    names = {column.name for column in model._meta.concrete_fields}
    rows = model._default_manager.all()
    if "question" in names:
        return rows.filter(question=question.pk)
    if "reply" in names:
        return rows.filter(reply__in=question.replies.values("pk"))
    return rows if model is Contact else rows.filter(id=question.pk)


def mark(question: Question, kinds: tuple[type, ...] = WORDS) -> set[str]:
    """Write a word of its own into each of these columns of the case; return the columns."""
    marked = set()
    for model in case_models():
        rows = rows_of(model, question)
        for number, column in enumerate(filter(lambda each: isinstance(each, kinds), markable(model))):
            word = f"{MARK} {model._meta.model_name} {column.name} {number}"
            value: Any = {"word": word} if isinstance(column, models.JSONField) else word
            if model is Contact:
                value = f"{MARK}@contact.email.example"
            rows.update(**{column.name: value})
            marked |= {f"{model._meta.label}.{column.name}"} if rows.exists() else set()
    return marked


def marks_in(text: str) -> set[str]:
    """Which columns stand in a text, by model and name in small letters."""
    parts = text.split(f"{MARK} ")[1:]
    return {".".join(part.split()[:2]) for part in parts}


def wanted() -> set[str]:
    return {f"{model._meta.label}.{column.name}" for model in case_models() for column in markable(model)}


@pytest.mark.django_db
def test_what_a_patient_takes_out_holds_every_word_of_the_case() -> None:
    question = whole_case()
    assert mark(question) == wanted()
    question.refresh_from_db()
    # A waiting correction stands before the reply or answer: both are looked for.
    told = marks_in(json.dumps(export(question)))
    Correction.objects.all().delete()
    FollowUp.objects.update(new_answer="", new_answer_at=None)
    told |= marks_in(json.dumps(export(question)))
    own = [model for model in case_models() if not hasattr(model, "instance_type") and model is not Contact]
    assert told == {
        f"{model._meta.model_name}.{column.name}"
        for model in own
        for column in markable(model)
        if is_exported(model, column.name)
    }
    assert f"{MARK}@contact.email.example" in json.dumps(export(question))


@pytest.mark.django_db(transaction=True)
def test_what_is_erased_stands_in_no_store(client: Client) -> None:
    question = whole_case()
    mark(question, PROSE)
    question.refresh_from_db()
    assert MARK in client.get(question.get_absolute_url(), follow=True).content.decode()
    client.get("/questions/")
    bodies = [bytes(page.body) for page in StoredPage.objects.all()]
    held = [body[40:120] for body in bodies if MARK.encode() in gzip.decompress(body)]
    mark(question)  # and what no page could be made of
    assert "portal_storedpage" in tables_with(MARK)
    assert (len(held), elsewhere(MARK)) == (2, [])

    erase_question(question=question)
    for address in ("/", "/questions/", question.get_absolute_url()):
        client.get(address)

    assert (tables_with(MARK), files_with(MARK), elsewhere(MARK)) == ([], [], [])
    assert [files_with(piece) for piece in held] == [[], []]  # of the compressed pages neither
    assert client.get(question.get_absolute_url()).status_code == 410
    assert Tombstone.objects.filter(question_number=question.pk).count() == 1
    assert [model for model in case_models() if rows_of(model, question).exists()] == []


@pytest.mark.django_db
def test_no_word_of_a_case_stands_in_the_log_of_a_failed_write() -> None:
    mark(whole_case())
    out, logger = io.StringIO(), logging.getLogger("tests.data_classes")
    handler = logging.StreamHandler(out)
    handler.setFormatter(PrivateTracebacks())
    handler.addFilter(PrivateAddresses())
    logger.addHandler(handler)
    failed = set()
    for model in case_models():
        key = next(
            each for each in columns(model) if not each.null and not each.primary_key and each.concrete
        )
        try:
            with transaction.atomic():
                model._default_manager.update(**{key.attname: None})
                connection.check_constraints()
        except DatabaseError:
            failed.add(model)
            logger.exception("A write failed: %s", f"/questions/1/{MARK}/?q={MARK}")
    logger.removeHandler(handler)
    assert failed == set(case_models())
    assert (
        "DatabaseError" in out.getvalue() or "IntegrityError" in out.getvalue(),
        MARK in out.getvalue(),
    ) == (
        True,
        False,
    )


def test_what_is_written_by_hand_into_a_case_is_personal_or_special() -> None:
    """Or a new text column of a case could be called operational, and be erased by luck only."""
    prose = {
        f"{model._meta.label}.{column.name}"
        for model in case_models()
        for column in model._meta.concrete_fields
        if type(column) is models.TextField and class_of(model, column.name) not in (PERSONAL, SPECIAL)
    }
    assert prose == {
        "conditions.Passage.full_text", "conditions.Passage.text",  # copied from reference pages
        "consult.OutboxMessage.sealed",
    }  # fmt: skip
