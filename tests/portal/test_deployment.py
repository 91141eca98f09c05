"""Behind a proxy: settings that fit together, the visitor's own address, and words for those that do not fit."""

import pytest
from django.test import Client, RequestFactory

from consult.common.rate_limit import address_of
from portal.deployment import check_deployment

GOOD = {
    "HTTPS_ONLY": True,
    "BEHIND_PROXY": True,
    "SITE_URL": "https://ask.hospital.example",
    "ALLOWED_HOSTS": ["ask.hospital.example"],
    "DEFAULT_FROM_EMAIL": "Consilium <ask@hospital.example>",
    "DEMO": False,
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
}


def warnings_with(settings, **changed):
    """The warnings about good settings with some changed."""
    for name, value in {**GOOD, **changed}.items():
        setattr(settings, name, value)
    return [warning.id for warning in check_deployment()]


def test_good_settings_call_for_no_warning(settings):
    assert warnings_with(settings) == []


@pytest.mark.parametrize(
    ("changed", "warning"),
    [
        ({"BEHIND_PROXY": False}, "portal.W001"),
        ({"SITE_URL": "http://ask.hospital.example"}, "portal.W002"),
        ({"ALLOWED_HOSTS": ["localhost"]}, "portal.W003"),
        ({"DEFAULT_FROM_EMAIL": "Consilium <no-reply@localhost>"}, "portal.W004"),
        ({"DEMO": True}, "portal.W005"),
    ],
)
def test_each_misfit_is_named(settings, changed, warning):
    assert warnings_with(settings, **changed) == [warning]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "made-up, 198.51.100.7", "198.51.100.7"),
        (2, "made-up, 198.51.100.7, 10.0.0.1", "198.51.100.7"),
        (0, "made-up", "127.0.0.1"),
    ],
)
def test_limits_count_the_visitor_and_not_the_proxy(settings, proxies, forwarded, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert address_of(RequestFactory().get("/", headers={"x-forwarded-for": forwarded})) == address


def test_a_proxy_that_ends_tls_is_believed_and_health_needs_none(settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 60
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    visitor = Client()
    assert visitor.get("/robots.txt").status_code == 301
    page = visitor.get("/robots.txt", headers={"x-forwarded-proto": "https"})
    assert (page.status_code, page["Strict-Transport-Security"]) == (200, "max-age=60")
    assert visitor.get("/health/live/").status_code == 200
