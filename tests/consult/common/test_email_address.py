"""One mailbox has one address: typed in whatever form, it is stored, compared and mailed as one."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from consult.case.actions.find_case import request_case_link
from consult.common.email_address import clean_email
from consult.models import CaseLink, Contact, OutboxMessage
from consult.notifications.deliver import drain
from consult.question.actions.ask import ask_question
from tests.consult.asking.walk import ANSWERS, fill, send
from tests.consult.notifications.conftest import smtp  # noqa: F401
from tests.factories import NOON, QuestionFactory

FIELDS = {"title": "Dry skin on my elbows", "body": "Since the winter.", "display_name": "Maple"}


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("Jo@Home.Example", "jo@home.example"),
        (" jo@home.example\u200b", "jo@home.example"),
        ("jo＠home．example", "jo@home.example"),
        ("jo@straße.example", "jo@xn--strae-oqa.example"),
        ("jo@STRASSE.example", "jo@strasse.example"),
        ("jo@faß.example", "jo@xn--fa-hia.example"),
        ("jo@βόλος.gr", "jo@xn--nxasmm1c.gr"),
        ("jo@münchen.example", "jo@xn--mnchen-3ya.example"),
        ("jo@mu\u0308nchen.example", "jo@xn--mnchen-3ya.example"),
        ("jo@xn--mnchen-3ya.example", "jo@xn--mnchen-3ya.example"),
        ("jo@exam\u00adple.org", "jo@example.org"),
        ("jo@exam\u200cple.org", "jo@example.org"),
        ("jo@例え。example", "jo@xn--r8jz45g.example"),
        ("o'neil+case@example.ie", "o'neil+case@example.ie"),
    ],
)
def test_one_form(typed: str, clean: str) -> None:
    assert clean_email(typed) == clean
    assert clean_email(clean) == clean


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mıke@example.org", "accents"),
        ("İpek@example.org", "accents"),
        ("ſam@example.org", "accents"),
        ("jo", "whole"),
        ("@example.org", "whole"),
        ("jo@", "whole"),
        ("jo@example", "whole"),
        ("jo@exa mple.org", "whole"),
        ("jo@-example.org", "whole"),
        ("jo@xn--zzzz.example", "whole"),
        ("jo@[127.0.0.1]", "whole"),
        ("jo@ill@example.org", "whole"),
        (f"a@{'.'.join(['b' * 60] * 5)}.org", "254"),
        (f"a@{'.'.join(['b' * 60] * 4)}.bbbbbbbbb.org", "254"),
        (f"{'a' * 65}@example.org", "254"),
        ("\u200b", "whole"),
    ],
)
def test_what_nobody_can_mail_is_refused_in_words(typed: str, said: str) -> None:
    with pytest.raises(ValidationError) as error:
        clean_email(typed)
    assert said in error.value.messages[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "rcpt"),
    [
        ("jo@straße.example", "jo@xn--strae-oqa.example"),
        ("jo@faß.example", "jo@xn--fa-hia.example"),
        ("jo@βόλος.gr", "jo@xn--nxasmm1c.gr"),
        ("Jo@exam\u00adple.org", "jo@example.org"),
    ],
)
def test_mail_goes_to_the_mailbox_that_was_meant(smtp, patient, typed: str, rcpt: str) -> None:  # noqa: F811
    fill(patient, name={**ANSWERS["name"], "email": typed})
    send(patient, "answer")
    assert drain().sent == 1
    assert smtp.recipients == [rcpt]


@pytest.mark.django_db
def test_a_page_says_what_is_wrong_with_an_address(patient) -> None:
    long = f"a@{'.'.join(['b' * 60] * 4)}.bbbbbbbbb.org"
    for typed, said in (("mıke@example.org", "accents"), (long, "at most 254")):
        for path in ("/ask/name/", "/case/find/"):
            response = patient.post(path, {"display_name": "Maple", "email": typed})
            assert response.status_code == 200
            assert said in response.content.decode()


@pytest.mark.django_db
def test_two_spellings_are_one_contact_that_finds_its_cases() -> None:
    for typed in ("jo@münchen.example", "JO@xn--mnchen-3ya.example"):
        ask_question(fields=FIELDS, consents=[], email=typed)
    assert list(Contact.objects.values_list("email", flat=True)) == ["jo@xn--mnchen-3ya.example"]
    request_case_link(email="jo@mu\u0308nchen.example")
    assert OutboxMessage.objects.filter(kind="case_link").count() == 1


@pytest.mark.django_db
def test_a_stored_address_that_nobody_can_mail_is_given_up_at_once(smtp) -> None:  # noqa: F811
    ask_question(fields=FIELDS, consents=[], email="jo@example.org")
    Contact.objects.update(email="mıke@example.org")
    assert drain().failed == 1
    assert OutboxMessage.objects.values_list("state", "last_error").get() == ("failed", "ValidationError")
    assert smtp.recipients == []


@pytest.mark.django_db
def test_the_migration_merges_one_mailbox_and_loses_nothing(capsys) -> None:
    kept = Contact.objects.create(email="jo@xn--mnchen-3ya.example")
    twin = Contact.objects.create(email="jo@münchen.example", unsubscribed_at=NOON)
    alone = Contact.objects.create(email="al@straße.example")
    odd = Contact.objects.create(email="mıke@example.org")
    questions = [QuestionFactory(contact=contact) for contact in (kept, twin, alone, odd)]
    CaseLink.to_all_cases(twin, expires_at=NOON)
    import_module("consult.migrations.0016_clean_contact_addresses").clean(apps, connection.schema_editor())
    assert list(Contact.objects.order_by("pk").values_list("pk", "email", "unsubscribed_at")) == [
        (kept.pk, "jo@xn--mnchen-3ya.example", NOON),
        (alone.pk, "al@xn--strae-oqa.example", None),
        (odd.pk, "mıke@example.org", None),
    ]
    for question in questions:
        question.refresh_from_db()
    assert [question.contact_id for question in questions] == [kept.pk, kept.pk, alone.pk, odd.pk]
    assert CaseLink.objects.get().contact == kept
    report = capsys.readouterr().out
    assert f"contact {twin.pk}: the same mailbox as contact {kept.pk}" in report
    assert f"contact {odd.pk}: nobody can mail this address" in report
    assert "@" not in report


@pytest.mark.django_db
def test_the_migration_of_staff_reports_what_a_person_has_to_decide(capsys) -> None:
    emails = ["ann@straße.example", "bo@exam\u00adple.org", "bo@example.org", "ſam@example.org"]
    users = [User.objects.create(username=f"u{n}", email=email) for n, email in enumerate(emails)]
    import_module("portal.migrations.0003_clean_staff_addresses").clean(apps, connection.schema_editor())
    assert list(User.objects.order_by("pk").values_list("email", flat=True)) == [
        "ann@xn--strae-oqa.example",
        *emails[1:],
    ]
    report = capsys.readouterr().out
    assert f"user {users[1].pk}: the same mailbox as user {users[2].pk}" in report
    assert f"user {users[3].pk}: nobody can mail this address" in report


@pytest.mark.django_db
def test_staff_sign_in_and_get_a_new_password_by_any_spelling(smtp) -> None:  # noqa: F811
    user = User.objects.create(username="ann", email="ann@xn--strae-oqa.example")
    user.set_password("a long enough password")
    user.save()
    client = Client()
    client.post("/accounts/password/reset/", {"email": "ann@straße.example"})
    drain()
    assert smtp.recipients == ["ann@xn--strae-oqa.example"]
    client.post("/accounts/login/", {"login": "Ann@Straße.example", "password": "a long enough password"})
    assert client.session.get("_auth_user_id") == str(user.pk)
