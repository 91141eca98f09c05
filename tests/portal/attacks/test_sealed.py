"""From a copied database nobody gets in: no second factor, no session, no password link, no case link."""

from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client

from consult.common.sealing import SealError, reseal, seal, unseal
from consult.models import CaseLink, OutboxMessage
from tests.factories import QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db


def every_value() -> str:
    """Everything that stands in the database, as text."""
    values = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            values += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(values)


def test_a_copy_of_the_database_holds_no_key_to_anything(editor: Any) -> None:
    secret = generate_totp_secret()
    TOTP.activate(editor, secret)
    codes = RecoveryCodes.activate(editor)
    token = CaseLink.to_case(QuestionFactory())
    browser = Client()
    browser.force_login(editor)
    browser.session["mfa.totp.secret"] = secret  # while one is being added
    browser.session.save()
    browser.post("/accounts/password/reset/", {"email": editor.email})
    copied = every_value()
    keys = [
        secret,
        *codes.get_unused_codes(),
        token,
        browser.cookies["sessionid"].value,
        "password/reset/key",
    ]
    assert [key for key in keys if key in copied] == []
    assert (len(keys), OutboxMessage.objects.filter(kind="account").count()) == (14, 1)


def code_of(secret: str) -> str:
    """The six digits of now."""
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def test_a_second_factor_still_fits(editor: Any) -> None:
    secret = generate_totp_secret()
    factor = TOTP.activate(editor, secret)
    assert factor.validate_code(code_of(secret))


def test_one_under_a_lost_key_fits_nothing_and_fails_nobody(editor: Any, settings: Any) -> None:
    secret = generate_totp_secret()
    factor = TOTP.activate(editor, secret)
    settings.SECRET_KEY = "another one"
    assert not factor.validate_code(code_of(secret))


def test_a_session_is_kept_found_and_ended(editor: Any) -> None:
    browser = Client()
    browser.force_login(editor)
    assert browser.get("/admin/").status_code == 200
    assert Session.objects.filter(session_key=browser.cookies["sessionid"].value).count() == 0
    browser.post("/admin/logout/")
    assert (browser.get("/admin/").status_code, Session.objects.count()) == (302, 0)


def test_the_row_of_a_session_is_no_cookie(editor: Any) -> None:
    browser, thief = Client(), Client()
    browser.force_login(editor)
    thief.cookies["sessionid"] = Session.objects.get().session_key
    assert (browser.get("/admin/").status_code, thief.get("/admin/").status_code) == (200, 302)


def test_what_was_sealed_opens_for_its_purpose_and_under_former_keys(settings: Any) -> None:
    sealed = seal("words", purpose="a")
    assert unseal(sealed, purpose="a") == "words"
    with pytest.raises(SealError):
        unseal(sealed, purpose="b")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    again = reseal(sealed, purpose="a")
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(again, purpose="a") == "words"
    for change in (unseal, reseal):
        with pytest.raises(SealError):
            change(sealed, purpose="a")


def test_the_command_seals_everything_under_the_new_key(settings: Any, stranger: Client) -> None:
    user = UserFactory(email="nora@hospital.example")
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    stranger.post("/accounts/password/reset/", {"email": user.email})
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    said = StringIO()
    call_command("reseal_secrets", stdout=said)
    settings.SECRET_KEY_FALLBACKS = []
    assert said.getvalue() == "Encrypted anew: 3. Under a key that is gone: 0.\n"
    factor = Authenticator.objects.get(type="totp").wrap()
    assert factor.validate_code(code_of(secret))
    settings.SECRET_KEY = "lost"
    said = StringIO()
    call_command("reseal_secrets", stdout=said)
    assert said.getvalue() == "Encrypted anew: 0. Under a key that is gone: 3.\n"
