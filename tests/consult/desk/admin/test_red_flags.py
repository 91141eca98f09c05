"""Editors try a red flag rule on past questions before they propose it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consult.models import AuditEntry, Question, RedFlagRule
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule() -> RedFlagRule:
    """One of the rules shipped."""
    return RedFlagRule.objects.get(name="Severe burn")


def dry_run(client: Client, rule: RedFlagRule | None, **data: Any) -> Any:
    """Post the dry run of a rule, or of a new one."""
    path = "dry_run" if rule else "dry_run_new"
    address = reverse(f"admin:consult_redflagrule_{path}", args=[rule.pk] if rule else [])
    return client.post(address, {"skip_denied": "on", "skip_past": "on", **data})


def change(client: Client, rule: RedFlagRule, **changes: Any) -> Any:
    """Post the change form with all its fields."""
    address = reverse("admin:consult_redflagrule_change", args=[rule.pk])
    form = client.get(address).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    return client.post(
        address, {name: value for name, value in {**data, **changes}.items() if value is not None}
    )


def test_a_change_has_to_say_why(editor_client: Client, rule: RedFlagRule) -> None:
    response = change(editor_client, rule, phrases="hedgehog", change_reason="")

    assert "This field is required." in response.content.decode()
    assert rule.changes.count() == 0


def test_phrase_that_cannot_be_read_is_refused_with_its_line(
    editor_client: Client, rule: RedFlagRule
) -> None:
    response = change(editor_client, rule, phrases="fine\n... broken", change_reason="x")

    assert "Line 2, “... broken”: a phrase cannot begin with a gap" in response.content.decode()


def test_form_offers_the_dry_run_without_saving(editor_client: Client, rule: RedFlagRule) -> None:
    html = editor_client.get(reverse("admin:consult_redflagrule_change", args=[rule.pk])).content.decode()

    assert f'formaction="{reverse("admin:consult_redflagrule_dry_run", args=[rule.pk])}"' in html


def test_dry_run_marks_the_words_compares_and_saves_nothing(editor_client: Client, rule: RedFlagRule) -> None:
    QuestionFactory.create(body="my <i>hedgehog</i> itches")
    QuestionFactory.create(body="a severe burn")
    before = rule.phrases

    html = dry_run(editor_client, rule, phrases="hedgehog").content.decode()

    assert "my &lt;i&gt;<mark>hedgehog</mark>&lt;/i&gt; itches" in html
    assert "<strong>New</strong>" in html
    assert "<strong>No longer matches</strong>" in html
    assert "1 of 2 questions would match" in html
    rule.refresh_from_db()
    assert rule.phrases == before
    opened = AuditEntry.objects.filter(action="opened", actor__username="editor")
    assert set(opened.values_list("question_number", flat=True)) == set(
        Question.objects.values_list("pk", flat=True)
    )
    assert opened.count() == 2


def test_dry_run_of_a_saved_rule_starts_with_its_phrases(editor_client: Client, rule: RedFlagRule) -> None:
    QuestionFactory.create(body="a severe burn")

    response = editor_client.get(reverse("admin:consult_redflagrule_dry_run", args=[rule.pk]))

    assert "<mark>severe burn</mark>" in response.content.decode()


def test_dry_run_of_a_new_rule(editor_client: Client) -> None:
    QuestionFactory.create(body="my hedgehog itches")

    assert "<mark>hedgehog</mark>" in dry_run(editor_client, None, phrases="hedgehog").content.decode()


def test_malformed_phrase_is_explained_in_the_dry_run(editor_client: Client, rule: RedFlagRule) -> None:
    html = dry_run(editor_client, rule, phrases="ab*").content.decode()

    assert "at least three letters" in html


def test_dry_run_goes_on_below_a_number(editor_client: Client, rule: RedFlagRule) -> None:
    older = QuestionFactory.create(body="my old hedgehog")
    newer = QuestionFactory.create(body="my new hedgehog")

    html = dry_run(editor_client, rule, phrases="hedgehog", before=newer.pk).content.decode()

    assert "my old" in html
    assert "my new" not in html
    assert str(older) in html


@pytest.mark.parametrize("name", ["doctor_client", "stranger"])
def test_only_editors_may_try_rules(request: pytest.FixtureRequest, rule: RedFlagRule, name: str) -> None:
    QuestionFactory.create(body="my secret hedgehog")
    response = dry_run(request.getfixturevalue(name), rule, phrases="hedgehog")

    assert response.status_code in {302, 403}
    assert "secret" not in response.content.decode()


def test_dry_run_costs_a_fixed_number_of_queries(
    editor_client: Client, rule: RedFlagRule, django_assert_num_queries: Any
) -> None:
    for _number in range(5):
        QuestionFactory.create(body="my hedgehog itches")
    dry_run(editor_client, rule, phrases="hedgehog")

    with django_assert_num_queries(10):
        dry_run(editor_client, rule, phrases="hedgehog")
