"""No log line opens a case."""

import io
import json
import logging
import subprocess
import sys
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.db import DataError, IntegrityError, ProgrammingError

from portal.gunicorn import on_starting
from portal.private_logs import PrivateAddresses, PrivateTracebacks


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/case/s3cret/", "/case/…/"),
        ("/case/s3cret/erase/", "/case/…/erase/"),
        ("/cases/s3cret/12/", "/cases/…/12/"),
        ("/unsubscribe/MQ:s3cret/", "/unsubscribe/…/"),
        ("/accounts/password/reset/key/4-d1s-s3cret/", "/accounts/password/reset/key/…/"),
        ("/case/find/", "/case/find/"),
        ("/questions/12/numb-cheek/", "/questions/12/…/"),
        ("/search/?q=numb+cheek&page=2", "/search/?q=…&page=2"),
        ("/ask/?title=numb+cheek&specialty=neurology", "/ask/?title=…&specialty=neurology"),
        ("/specialties/neurology/", "/specialties/neurology/"),
    ],
)
def test_what_makes_an_address_secret_is_left_out(address, logged):
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", (address,), None)
    assert PrivateAddresses().filter(record) is True
    assert record.getMessage() == f"Not Found: {logged}"


def test_numbers_stay_numbers():
    record = logging.LogRecord(
        "django.server", logging.INFO, "", 1, "%s took %d ms", ("/case/s3cret/", 12), None
    )
    PrivateAddresses().filter(record)
    assert record.getMessage() == "/case/…/ took 12 ms"


def logged(error):
    """The last line of the traceback of an error that was raised."""
    try:
        raise error
    except type(error):
        return PrivateTracebacks().formatException(sys.exc_info()).splitlines()[-1]


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ValueError("invalid literal for int(): 'my chest hurts ada@home.example'"), "ValueError"),
        (KeyError("my chest hurts"), "KeyError"),
        (RuntimeError("at /case/s3cret/"), "RuntimeError"),
        (SMTPRecipientsRefused({"ada@home.example": (550, b"no ada@home.example")}), "SMTPRecipientsRefused"),
        (
            SMTPServerDisconnected("please run connect() first"),
            "SMTPServerDisconnected: please run connect() first",
        ),
        (DataError('invalid input syntax for type integer: "my chest"'), "DataError"),
        (ProgrammingError('syntax error in tsquery: "my chest"'), "ProgrammingError"),
        (
            IntegrityError('violates check constraint "x"\nDETAIL:  Failing row contains (1, my numb cheek)'),
            'IntegrityError: violates check constraint "x"',
        ),
        (
            FileNotFoundError(2, "No such file", "/case/s3cret/"),
            "FileNotFoundError: [Errno 2] No such file: '/case/…/'",
        ),
        (OSError(), "OSError"),
    ],
)
def test_an_error_tells_its_kind_and_its_message_only_where_that_quotes_nobody(error, line):
    assert logged(error) == line


def test_a_traceback_tells_where_and_what_it_came_from():
    words = "my numb cheek"

    def outer(cause):
        try:
            int(words)
        except ValueError as error:
            if cause:
                raise RuntimeError(words) from error
            raise RuntimeError(words)  # noqa: B904

    texts = []
    for cause in (True, False):
        with pytest.raises(RuntimeError) as caught:
            outer(cause)
        texts.append(PrivateTracebacks().formatException((caught.type, caught.value, caught.tb)))
    assert [(words in text, text.count(", in outer\n")) for text in texts] == [(False, 2)] * 2
    assert [text.split("\n\n")[1] for text in texts] == [
        "The above exception was the direct cause of the following exception:",
        "During handling of the above exception, another exception occurred:",
    ]
    assert PrivateTracebacks().formatException((None, None, None)) == ""


def test_the_log_of_the_site_uses_both(settings):
    console = settings.LOGGING["handlers"]["console"]
    assert (console["filters"], console["formatter"]) == (["private", "request_id"], "text")


def test_made_up_names_of_the_site_leave_no_traceback(settings):
    code = (
        "import django; django.setup(); from django.test import Client; "
        "print(Client(headers={'host': 'scanner.example'}).get('/robots.txt').status_code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"DJANGO_SETTINGS_MODULE": "portal.settings", "SECRET_KEY": "k", "DEBUG": "0"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "400\n"
    assert "Traceback" not in done.stderr


def test_gunicorn_leaves_them_out_as_well(caplog):
    class Server:
        class log:  # noqa: N801
            error_log = logging.getLogger("tests.gunicorn")

    on_starting(Server)
    Server.log.error_log.error("Error handling request %s", "/case/s3cret/")
    assert caplog.messages == ["Error handling request /case/…/"]


def test_gunicorns_own_errors_tell_no_words(monkeypatch):
    written = io.StringIO()

    class Server:
        class log:  # noqa: N801
            error_log = logging.getLogger("tests.gunicorn.text")

    Server.log.error_log.addHandler(logging.StreamHandler(written))
    monkeypatch.delenv("LOG_FORMAT", raising=False)
    on_starting(Server)
    try:
        int("my chest hurts")
    except ValueError:
        Server.log.error_log.exception("Error handling request %s", "/case/s3cret/")
    told = written.getvalue()
    assert ("[ERROR] Error handling request /case/…/" in told, told.splitlines()[-1]) == (True, "ValueError")
    assert "chest hurts" not in told.replace('int("my chest hurts")', "")


def test_gunicorn_writes_json_where_its_environment_says_so(monkeypatch):
    written = io.StringIO()

    class Server:
        class log:  # noqa: N801
            error_log = logging.getLogger("tests.gunicorn.json")

    Server.log.error_log.addHandler(logging.StreamHandler(written))
    monkeypatch.setenv("LOG_FORMAT", "json")
    on_starting(Server)
    Server.log.error_log.error("Worker at %s", "/case/s3cret/")
    assert json.loads(written.getvalue())["message"] == "Worker at /case/…/"


def test_a_message_that_does_not_fit_its_arguments_is_left_to_the_handler():
    record = logging.LogRecord("consult", logging.WARNING, "", 1, "%d", ("/case/",), None)
    assert PrivateAddresses().filter(record) is True
    assert record.args == ("/case/",)


@pytest.mark.parametrize(
    ("message", "args", "logged"),
    [
        ("Not Found: %(path)s", ({"path": "/case/s3cret/", "number": 7},), "Not Found: /case/…/"),
        (ValueError("/case/s3cret/"), (), "ValueError"),
        ("Not Found: %s", (ValueError("/case/s3cret/"),), "Not Found: ValueError"),
        ("Cache: %(error)s", ({"error": OSError("at /case/s3cret/")},), "Cache: OSError: at /case/…/"),
    ],
)
def test_odd_records_lose_their_secrets_too(message, args, logged):
    record = logging.LogRecord("consult", logging.WARNING, "", 1, message, args, None)
    PrivateAddresses().filter(record)
    assert record.getMessage() == logged
