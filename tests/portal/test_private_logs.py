"""No log line opens a case."""

import logging

import pytest

from portal.private_logs import PrivateAddresses


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/case/s3cret/", "/case/…/"),
        ("/case/s3cret/erase/", "/case/…/erase/"),
        ("/cases/s3cret/12/", "/cases/…/12/"),
        ("/unsubscribe/MQ:s3cret/", "/unsubscribe/…/"),
        ("/case/find/", "/case/find/"),
        ("/questions/12/numb-cheek/", "/questions/12/…/"),
        ("/search/?q=numb+cheek&page=2", "/search/?q=…&page=2"),
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


def test_the_log_of_the_site_uses_it(settings):
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["private"]
