"""The rules of the site are read from the database, once for each text."""

import logging
from typing import Any

import pytest

from consult.models import RedFlagRule
from consult.safety.default_rules import default_rules, load_default_rules
from consult.safety.scan import patient_text, scan
from tests.factories import QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def rules_alone(settings):
    """What the rules find by themselves; test_unseen.py has the classifier beside them."""
    settings.RED_FLAG_CLASSIFIER = False


def test_a_new_site_has_the_rules_shipped() -> None:
    assert list(RedFlagRule.objects.active().values_list("name", flat=True)) == [
        rule["name"] for rule in default_rules()
    ]
    assert RedFlagRule.objects.exclude(reviewed_by="").count() == 0


def test_loading_again_keeps_what_editors_changed() -> None:
    RedFlagRule.objects.filter(name="Chest pain").update(phrases="my own phrase")
    RedFlagRule.objects.filter(name="Severe burn").delete()

    assert load_default_rules(RedFlagRule) == 1
    assert RedFlagRule.objects.get(name="Chest pain").phrases == "my own phrase"


def test_rules_that_come_later_do_not_bring_back_what_a_site_began_with() -> None:
    RedFlagRule.objects.filter(name="Severe burn").update(name="Burns and scalds")
    RedFlagRule.objects.filter(name="Signs of sepsis").delete()

    assert load_default_rules(RedFlagRule, but=["Severe burn"]) == 1
    assert RedFlagRule.objects.filter(name="Signs of sepsis").count() == 1
    assert RedFlagRule.objects.filter(name="Severe burn").count() == 0


def test_finding_says_rule_phrase_and_place() -> None:
    text = "No fever. Since noon I have chest pains."
    (finding,) = scan(text)

    assert finding.rule.name == "Chest pain"
    assert finding.phrase in finding.rule.phrases.splitlines()
    assert text[finding.start : finding.end] == "chest pains"
    assert finding.is_self_harm is False


def test_self_harm_is_told_apart() -> None:
    assert [finding.is_self_harm for finding in scan("I want to kill myself")] == [True]


def test_rule_switched_off_is_silent() -> None:
    RedFlagRule.objects.filter(name="Chest pain").update(is_active=False)

    assert [flag for flag in scan("I have chest pain") if flag.rule] == []


def test_changed_rule_counts_at_once() -> None:
    assert scan("my hedgehog itches") == []
    RedFlagRule.objects.filter(name="Severe burn").update(phrases="hedgehog")

    assert [finding.rule.name for finding in scan("my hedgehog itches")] == ["Severe burn"]


def test_one_query_a_text(django_assert_num_queries: Any) -> None:
    scan("warm up")
    for text in ("", "I have chest pain and want to die", "x " * 5_000):
        with django_assert_num_queries(1):
            scan(text)


def test_rule_that_cannot_be_read_is_logged_and_the_others_watch_on(caplog: pytest.LogCaptureFixture) -> None:
    RedFlagRule.objects.filter(name="Severe burn").update(phrases="... broken")

    with caplog.at_level(logging.ERROR):
        assert [finding.rule.name for finding in scan("chest pain")] == ["Chest pain"]
    assert "cannot be read" in caplog.text


def test_all_that_the_patient_wrote_is_scanned() -> None:
    question = QuestionFactory.create(
        title="A", body="B", began="C", tried="D", seen="", wants="to know if chest pain is bad"
    )

    assert patient_text(question) == "A\n\nB\n\nC\n\nD\n\nto know if chest pain is bad"
