"""The stop page shows the signs in use with their sources, and whom to call here."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.template import Context, Template
from django.test import Client

from consult.models import RedFlagRule
from consult.safety.default_rules import default_rules
from consult.safety.scan import scan

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def page(client: Client) -> str:
    """The text of the stop page."""
    response = client.get("/emergency/")
    assert response.status_code == 200
    return response.content.decode()


def test_every_rule_stands_with_its_source(stranger: Client) -> None:
    html = page(stranger)

    assert [
        rule["name"] for rule in default_rules() if rule["sign"] not in html and rule["kind"] == "emergency"
    ] == []
    assert [rule["name"] for rule in default_rules() if rule["source_url"] not in html] == []


def test_without_a_database_the_page_shows_what_the_site_began_with(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_database = page(stranger)

    def broken(*_: Any) -> None:
        raise OperationalError("down")

    monkeypatch.setattr(connection, "cursor", broken)
    assert page(stranger) == with_database


def test_rule_switched_off_is_gone(stranger: Client) -> None:
    RedFlagRule.objects.filter(name="Severe burn").update(is_active=False)

    assert "severe burn" not in page(stranger)


def test_numbers_are_those_of_the_country(stranger: Client, settings: Any) -> None:
    settings.COUNTRY = "TW"
    html = page(stranger)

    assert 'href="tel:119"' in html
    assert 'href="tel:1925"' in html
    assert "Call 999" not in html


def test_unknown_country_names_no_number(stranger: Client, settings: Any) -> None:
    settings.COUNTRY = "XX"
    html = page(stranger)

    assert "Call your local emergency number now" in html
    assert "tel:" not in html


def test_one_query(stranger: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        page(stranger)


def test_urgency_is_said_inside_the_heading(stranger: Client) -> None:
    assert '<span class="visually-hidden">Immediate action required:</span>' in page(stranger)


def test_card_shows_the_advice_of_what_was_found_once() -> None:
    findings = scan("chest pain and more chest pain, and I want to die")
    html = Template("{% load safety_cards %}{% emergency_card findings %}").render(
        Context({"findings": findings})
    )

    assert html.count("<strong>Chest pain.</strong>") == 1
    assert "suicide" not in html


def render(card: str, text: str) -> str:
    """One of the cards for what is found in a text."""
    template = Template("{% load safety_cards %}{% " + card + " findings %}")
    return template.render(Context({"findings": scan(text)}))


@pytest.mark.parametrize(
    ("card", "text", "number", "source"),
    [
        ("emergency_card", "chest pain", "tel:999", "https://www.swast.nhs.uk/when-to-call-999"),
        (
            "today_card",
            "left calf swollen, red and warm",
            "tel:111",
            "nhs.uk/conditions/deep-vein-thrombosis-dvt/",
        ),
        ("crisis_card", "I want to kill myself", "tel:116123", "samaritans.org"),
        ("safeguarding_card", "my husband hits me", "tel:08082000247", "refuge.org.uk"),
    ],
)
def test_each_card_calls_with_a_button_and_names_the_source_of_its_rule(
    card: str, text: str, number: str, source: str
) -> None:
    html = render(card, text)

    assert html.index("call-button") < html.index("<li")
    assert html.count('class="call-button"') == 1
    assert f'class="call-button" href="{number}"' in html
    assert source in html


@pytest.mark.parametrize(("country", "words"), [("TW", "See a doctor today"), ("XX", "See a doctor today")])
def test_without_an_urgent_line_a_doctor_today_is_told(settings: Any, country: str, words: str) -> None:
    settings.COUNTRY = country

    assert words in render("today_card", "left calf swollen, red and warm")


@pytest.mark.parametrize("card", ["emergency_card", "today_card", "crisis_card", "safeguarding_card"])
def test_a_site_without_numbers_shows_words_and_no_dead_button(settings: Any, card: str) -> None:
    settings.COUNTRY = "XX"

    assert "tel:" not in render(card, "")
    assert "call-button" not in render(card, "")


def test_signs_in_two_languages_stand_once(stranger: Client) -> None:
    assert page(stranger).count("<li>has chest pain, or the chest feels tight") == 1


def test_what_has_to_be_seen_today_stands_apart(stranger: Client) -> None:
    html = page(stranger)
    sign = "has one leg or calf that is swollen, warm, red and painful"

    assert html.index("or see a doctor today if somebody:") < html.index(sign)


def test_nothing_found_is_never_good_news(stranger: Client) -> None:
    html = Template("{% load safety_cards %}{% emergency_card findings %}").render(Context({"findings": []}))

    assert "What you wrote" not in html
    for reassurance in ("no red flag", "nothing was found", "not an emergency", "looks fine", "no warning"):
        assert reassurance not in (html + page(stranger)).lower()
