"""No log line opens a case."""

import io
import json
import logging
import subprocess
import sys

import pytest

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


def test_a_traceback_leaves_out_the_row_and_the_address():
    words = "violates check constraint\nDETAIL:  Failing row contains (1, my numb cheek,\n\nsince May)."
    try:
        try:
            raise ValueError(words)
        except ValueError as error:
            raise RuntimeError("at /case/s3cret/") from error
    except RuntimeError:
        text = PrivateTracebacks().formatException(sys.exc_info())
    assert "violates check constraint\n\nThe above exception" in text
    assert "numb" not in text
    assert "s3cret" not in text
    assert text.endswith("RuntimeError: at /case/…/")


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
        (ValueError("/case/s3cret/"), (), "/case/…/"),
        ("Not Found: %s", (ValueError("/case/s3cret/"),), "Not Found: /case/…/"),
    ],
)
def test_odd_records_lose_their_secrets_too(message, args, logged):
    record = logging.LogRecord("consult", logging.WARNING, "", 1, message, args, None)
    PrivateAddresses().filter(record)
    assert record.getMessage() == logged
