"""What every page tells the browser, and what nobody can do with an account."""

import pytest
from django.contrib.auth import get_user_model

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize(
    "address", ["/", "/ask/", "/case/find/", "/accounts/login/", "/admin/login/", "/nowhere/"]
)
def test_no_page_runs_foreign_or_inline_code(stranger, address):
    response = stranger.get(address, follow=True)
    rules = dict(rule.strip().split(" ", 1) for rule in response["Content-Security-Policy"].split(";"))
    assert rules == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert (response["X-Frame-Options"], response["Referrer-Policy"]) == ("DENY", "same-origin")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in response["Permissions-Policy"]


def test_nobody_makes_an_account(stranger):
    password = {"password1": "a-long-password-1", "password2": "a-long-password-1"}
    words = {"email": "eve@home.example", "username": "eve", **password}
    stranger.post("/accounts/signup/", words)
    assert not get_user_model().objects.filter(username="eve").exists()
