"""What staff say to each other about a case is on no page, feed, file or mail but staff's own.

Every internal text holds one word, on a public question and on a private one, so that any way out would show it.
"""

import ast
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.test import Client

from consult.case.export import export
from consult.case.urls import urlpatterns
from consult.desk.actions.internal import add_note, ask_opinion, give_opinion
from consult.desk.actions.passing import refer_question
from consult.models import CaseLink, Contact, Doctor, OutboxMessage, Question
from consult.models.internal import InternalNote, SecondOpinion
from consult.models.quality import QualityReview
from consult.notifications.deliver import drain
from consult.notifications.digest import queue_digests
from consult.notifications.outbox import enqueue
from consult.question.actions.erase import erase_question
from tests.consult.case.erased_words import tables_with
from tests.consult.desk.team.conftest import a_doctor, client_of, desk
from tests.factories import QuestionFactory, SpecialtyFactory
from tests.portal.test_leaks import crawl
from tests.portal.world import World, world

pytestmark = pytest.mark.django_db
WORD = "Zyxwvinternal"
TABLES = ["consult_internalnote", "consult_secondopinion"]


def speak_of(question: Question, doctor: Any, colleague: Any) -> None:
    """Everything that staff can say to each other about a question."""
    actor, specialty = doctor.user, question.specialty
    assert specialty is not None
    add_note(question=question, text=f"{WORD} note", actor=actor)
    for of in (colleague, specialty):
        opinion = ask_opinion(question=question, doctor=doctor, of=of, request=f"{WORD} asked", actor=actor)
    give_opinion(opinion=opinion, doctor=colleague, view=f"{WORD} view", actor=colleague.user)
    rare = SpecialtyFactory(name="Rare Disease")
    if question.state.is_open:
        refer_question(question=question, specialty=rare, note=f"{WORD} passed", actor=actor)
        refer_question(question=question, specialty=specialty, note=f"{WORD} back", actor=actor)
        return
    # Before it was answered.
    kept = {"question": question, "kind": InternalNote.Kind.PASSED_ON, "author": actor}
    InternalNote.objects.create(text=f"{WORD} passed", passed_from=specialty, passed_to=rare, **kept)
    InternalNote.objects.create(text=f"{WORD} back", passed_from=rare, passed_to=specialty, **kept)


@pytest.fixture
def rows() -> World:
    """A public site, one of whose threads and one waiting question are spoken of."""
    rows = world(3)
    contact = Contact.objects.create(email="patient@home.example")
    Question.objects.update(contact=contact)
    doctor, colleague = (a_doctor(name, rows.specialty) for name in ("Dr Ann Asks", "Dr Vic Views"))
    waiting = QuestionFactory(specialty=rows.specialty, contact=contact)
    for question in (rows.questions[0], waiting):
        speak_of(question, doctor, colleague)
    return rows


def spoken_of() -> list[Question]:
    return list(Question.objects.filter(pk__in=InternalNote.objects.values("question")))


@pytest.mark.one_database
def test_the_word_is_there_and_the_staff_read_it(rows: World, editor_client: Client) -> None:
    assert tables_with(WORD) == TABLES
    for question in spoken_of():
        page = client_of(Doctor.objects.get(name="Dr Ann Asks")).get(desk(question)).content.decode()
        assert {what: f"{WORD} {what}" in page for what in ("note", "asked", "view", "passed", "back")} == {
            "note": True,
            "asked": True,
            "view": True,
            "passed": True,
            "back": True,
        }
        assert f"{WORD} note" in editor_client.get(desk(question)).content.decode()


@pytest.mark.one_database
def test_no_page_feed_or_file_of_readers_and_patients_has_it(
    rows: World, stranger: Client, editor_client: Client
) -> None:
    thread = rows.questions[0].get_absolute_url()
    pages = crawl(stranger)
    assert thread in pages
    pages["print"] = stranger.get(f"{thread}print/").content.decode()
    pages["found"] = stranger.get("/search/", {"q": WORD.lower()}).content.decode()
    for question in spoken_of():
        pages |= pages_of_case(stranger, question)
        pages[f"export {question.pk}"] = str(export(question))
    # A public page that staff open before it is one.
    preview = f"/admin/consult/question/{rows.questions[0].pk}/preview/"
    pages["preview"] = editor_client.get(preview).content.decode()
    assert rows.questions[0].title in pages["preview"]
    assert [address for address, text in pages.items() if WORD in text] == []


def pages_of_case(stranger: Client, question: Question) -> dict[str, str]:
    """Every page that opens with the private link alone."""
    token, found = CaseLink.to_case(question), {}
    for route in urlpatterns:
        pattern = str(route.pattern)
        if pattern.count("<") == 1 and "<str:token>" in pattern:
            answer = stranger.get("/" + pattern.replace("<str:token>", token), follow=True)
            if answer.status_code == 200:
                found[f"{route.name} {question.pk}"] = answer.content.decode()
    names = {name.partition(" ")[0] for name in found}
    assert {"case", "case_data", "case_data_json", "case_erase", "case_withdraw"} <= names
    return found


@pytest.mark.one_database
def test_no_mail_has_it(rows: World, editor: Any) -> None:
    for question in spoken_of():
        for kind in OutboxMessage.Kind:
            if kind not in OutboxMessage.TO_STAFF or kind == OutboxMessage.Kind.STAFF_ALERT:
                enqueue(kind=kind, question=question, key=f"leak:{question.pk}")
    queue_digests()
    assert drain().failed == 0
    sent = set(OutboxMessage.objects.filter(state="sent").values_list("kind", flat=True))
    assert sent == set(OutboxMessage.Kind) - {OutboxMessage.Kind.ACCOUNT}
    texts = [f"{each.subject}\n{each.body}\n{each.alternatives}" for each in mail.outbox]
    assert [text for text in texts if WORD in text] == []
    assert tables_with(WORD) == TABLES


def test_what_is_erased_takes_it_along(rows: World) -> None:
    for question in spoken_of():
        receipt = erase_question(question=question)
        counts = {str(line.name): line.count for line in receipt.lines}
        assert (counts["internal notes"], counts["second opinions"]) == (3, 2)
    assert tables_with(WORD) == []


def test_nothing_points_from_a_case_to_it() -> None:
    internal = {InternalNote, SecondOpinion, QualityReview}
    ways = {
        f"{model._meta.label}.{relation.get_accessor_name()}"
        for model in apps.get_models()
        for relation in model._meta.related_objects
        if relation.related_model in internal and not relation.hidden
    }
    assert ways == set()


# Who may import these tables: the desk, its actions, and nobody who makes pages for patients and readers.
# `set_aside` asks only whether there is a row.
READERS = {
    "consult/desk/actions",
    "consult/desk/quality",
    "consult/desk/team",
    "consult/models",
    "consult/question/actions",
}
MODULES = {"internal", "quality"}


def test_only_the_desk_imports_it() -> None:
    found = set()
    for app in ("consult", "conditions", "portal"):
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            if "migrations" not in path.parts and _imports_internal(path):
                found.add(str(path.parent.relative_to(settings.BASE_DIR)))
    assert found == READERS


def _imports_internal(path: Path) -> bool:
    """Whether the module imports the internal tables."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (
            node.module in {f"consult.models.{name}" for name in MODULES}
            or (node.module == "consult.models" and MODULES & {name.name for name in node.names})
        ):
            return True
    return False
