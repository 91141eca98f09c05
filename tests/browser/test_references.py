"""A reference that changed, from the desk to the decision, and the page of figures: at phone width, and for axe."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import BrowserContext, expect

from conditions.actions.references import note_changes
from conditions.models import Cause, Passage
from portal.figures.keep import keep_totals
from portal.roles import MODERATORS
from tests.browser.test_desk import sign_in
from tests.factories import CauseFactory, CauseLinkFactory, public_question

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_changed_reference_is_taken_over_and_counted_cases_are_shown(
    open_context: Callable[..., BrowserContext], doctor: Any, neurology: Any, accessible: Any
) -> None:
    doctor.user.groups.add(Group.objects.get(name=MODERATORS))
    question = public_question(specialty=neurology, doctor=doctor, title="Weak face")
    CauseLinkFactory(reply=question.replies.get(), cause=CauseFactory(text="The nerve swells."))
    Cause.objects.update(text="The nerve is inflamed.")
    note_changes(passages=Passage.objects.all())
    keep_totals()
    # axe itself writes inline styles while it measures.
    page = open_context(viewport={"width": 390, "height": 844}, bypass_csp=True).new_page()
    sign_in(page, doctor.user)
    accessible(page)
    page.get_by_role("link", name="Weak face").first.click()
    expect(page.get_by_text("is inflamed.").first).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Take over the new text").click()
    expect(page.get_by_text("Taken over")).to_be_visible()
    assert Passage.objects.get().text == "The nerve is inflamed."
    page.get_by_role("link", name="Figures").click()
    expect(page.get_by_role("heading", name="Cases without a cause")).to_be_visible()
    accessible(page)
    page.get_by_label("From").fill("2026-08-01")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("From 1 August 2026")).to_be_visible()
