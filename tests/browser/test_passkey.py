"""Staff add a passkey in a real browser, and sign in with nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long enough one 7"


def with_authenticator(context: BrowserContext) -> Page:
    """A page of a device with a fingerprint reader."""
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    abilities = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    abilities |= dict.fromkeys(["hasResidentKey", "hasUserVerification", "isUserVerified"], True)
    device.send("WebAuthn.addVirtualAuthenticator", {"options": abilities})
    return page


def test_a_passkey_is_added_and_signs_in_alone(
    open_context: Callable[..., BrowserContext], editor: Any, settings: Any
) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = True
    editor.set_password(PASSWORD)
    editor.save()
    page = with_authenticator(open_context())
    page.goto("/accounts/login/?next=/admin/")
    page.locator("#id_login").fill("editor")
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/accounts/2fa/")
    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("#id_password").fill(PASSWORD)  # asked for again before anything of the kind
    page.get_by_role("button", name="Confirm").click()
    page.locator("#id_passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(lambda address: not address.endswith("/add/"))
    assert Authenticator.objects.get(user=editor, type="webauthn").wrap().is_passwordless
    page.goto("/admin/")
    page.get_by_role("button", name="Log out").click()
    page.goto("/accounts/login/?next=/admin/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Your work").wait_for()
    assert page.get_by_role("heading", name="Your work").count() == 1
