"""The audit trail: who opened which case stands in it, nobody changes it, and a change that somebody forced shows."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consult.common.immutable import is_protected, unprotected
from consult.models import AuditEntry, AuditLink
from consult.question.audit import record
from consult.question.audit_chain import check_chain, link_entries
from tests.factories import QuestionFactory, SpecialtyFactory, UserFactory, public_question

pytestmark = pytest.mark.django_db
TABLES = ("consult_auditentry", "consult_auditlink")


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(UserFactory(username="head", is_staff=True, is_superuser=True))
    return client


def openings() -> list[tuple[str | None, int | None]]:
    found = AuditEntry.objects.filter(action="opened").order_by("pk")
    return list(found.values_list("actor__username", "question_number"))


def test_every_screen_that_shows_a_case_writes_down_who_opened_it(editor_client: Client) -> None:
    question = public_question()
    for screen in ("change", "approve", "preview", "history", "similar"):
        assert editor_client.get(f"/admin/consult/question/{question.pk}/{screen}/").status_code == 200
    assert openings() == [("editor", question.pk)] * 5


def test_a_press_that_shows_the_case_again_is_a_reading_too(editor_client: Client) -> None:
    question = public_question()
    for screen in ("change", "approve", "similar"):
        address = f"/admin/consult/question/{question.pk}/{screen}/"
        assert editor_client.post(address, {"action": "unknown"}).status_code == 200
    assert openings() == [("editor", question.pk)] * 3


def test_a_doctor_s_reading_too_and_a_refused_one_not(
    doctor_client: Client, doctor: Any, neurology: Any
) -> None:
    own, other = (
        QuestionFactory(specialty=neurology),
        QuestionFactory(specialty=SpecialtyFactory(name="Dermatology")),
    )
    for question in (own, other):
        doctor_client.get(f"/admin/consult/question/{question.pk}/change/")
    assert openings() == [(doctor.user.username, own.pk)]


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to_change_or_delete_it(table: str) -> None:
    record(action="asked", question=QuestionFactory())
    link_entries()
    statements = [f"UPDATE {table} SET id = id + 1000", f"DELETE FROM {table}"]
    if connection.vendor == "postgresql":
        statements.append(f"TRUNCATE {table} CASCADE")
    for statement in statements:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert (AuditEntry.objects.count(), is_protected(table)) == (1, True)


def three_entries() -> list[AuditEntry]:
    found = [record(action=f"act {number}") for number in range(3)]
    assert (link_entries(), link_entries()) == (3, 0)
    return found


def test_each_entry_is_linked_to_the_one_before() -> None:
    three_entries()
    links = list(AuditLink.objects.order_by("pk"))
    assert [link.previous for link in links] == ["", links[0].digest, links[1].digest]
    found = check_chain()
    assert (found.linked, found.unlinked, found.broken_at, found.head) == (3, 0, None, links[2].digest)


def test_nothing_is_read_again_once_all_is_linked() -> None:
    three_entries()
    record(action="act 4")
    with CaptureQueriesContext(connection) as caught:
        assert link_entries() == 1
    assert (
        sum("consult_auditentry" in query["sql"] for query in caught if query["sql"].startswith("SELECT"))
        == 1
    )


def check(*options: str) -> tuple[bool, str, str]:
    said, wrong = StringIO(), StringIO()
    try:
        call_command("check_audit", *options, stdout=said, stderr=wrong)
    except SystemExit as error:
        return error.code == 0, said.getvalue(), wrong.getvalue()
    return True, said.getvalue(), wrong.getvalue()


def test_a_change_that_was_forced_breaks_the_chain() -> None:
    second = three_entries()[1]
    with unprotected(*TABLES):
        AuditEntry.objects.filter(pk=second.pk).update(action="another")
    assert check() == (False, check()[1], f"The chain breaks at entry {second.pk}.\n")


def test_an_entry_that_was_taken_out_breaks_it(settings: Any) -> None:
    second = three_entries()[1]
    third = AuditLink.objects.latest("pk").entry_id
    with unprotected(*TABLES):
        AuditLink.objects.filter(entry=second).delete()
        AuditEntry.objects.filter(pk=second.pk).delete()
    assert check_chain().broken_at == third


def test_an_entry_that_was_put_in_far_back_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.question.audit_chain.LATE", 2)
    newest = three_entries()[2].pk
    AuditEntry.objects.create(pk=newest - 5, action="opened")
    assert (check_chain().linked, check_chain().unlinked) == (3, 1)
    assert check()[::2] == (False, "1 entries stand beside the chain: somebody put them in by hand.\n")


def test_a_whole_chain_and_an_end_that_was_noted() -> None:
    three_entries()
    head = check_chain().head
    assert check("--noted", head) == (True, f"Entries in the chain: 3. Its end: {head}\n", "")
    assert check("--noted", "0" * 64)[2] == "The end that was noted does not stand in the chain.\n"


def test_a_database_that_lost_its_triggers_is_told() -> None:
    with unprotected("consult_auditlink"):
        assert check()[2] == "The database does not refuse changes: run manage.py migrate.\n"


def test_administrators_read_it_by_person_case_and_day_and_take_it_out(
    administrator: Client, editor: Any
) -> None:
    question = QuestionFactory()
    record(action="opened", question=question, actor=editor)
    record(action="asked", question=question)
    link_entries()
    address = "/admin/consult/auditentry/"
    for narrowed, count in (
        (f"?person={editor.pk}", 1),
        ("?person=none", 1),
        (f"?q={question.pk}", 2),
        ("?at__year=2001", 0),
        (f"?day={timezone.localdate()}", 2),
        ("?day=2001-01-01", 0),
        ("?day=9999-12-31", 0),
        ("?day=x", 0),
    ):
        page = administrator.get(address + narrowed)
        assert (page.status_code, page.context["cl"].result_count) == (200, count)
    out = (
        administrator.post(f"{address}export/?person={editor.pk}", {"format": "0"})
        .content.decode()
        .splitlines()
    )
    digest = AuditLink.objects.get(entry__actor=editor).digest
    assert out[0] == "id,at,actor,action,colleague,question_number,digest"
    assert out[1].endswith(f",editor,opened,,{question.pk},{digest}")
    assert (len(out), AuditEntry.objects.latest("pk").action) == (2, "audit trail exported")


def test_a_filter_that_means_nothing_leads_back(administrator: Client) -> None:
    address = "/admin/consult/auditentry/export/"
    assert administrator.post(f"{address}?colour=red", {"format": "0"})["Location"] == address
    assert AuditEntry.objects.count() == 0


def test_nobody_else_reads_it(editor_client: Client, doctor_client: Client) -> None:
    for client in (editor_client, doctor_client):
        assert client.get("/admin/consult/auditentry/").status_code == 403
