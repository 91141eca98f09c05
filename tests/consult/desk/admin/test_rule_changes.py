"""Two editors: one alone cannot change, retire or delete a rule; a clinician signs it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from consult.desk.actions.rules import RuleChangeError, propose_change, put_in_force, sign_rule
from consult.models import AuditEntry, RedFlagRule, RuleChange
from consult.safety.scan import scan
from portal.roles import MODERATORS, REVIEWERS
from tests.factories import DoctorFactory, QuestionFactory, UserFactory
from tests.forms import filled

pytestmark = pytest.mark.django_db


def signed_in(user: Any) -> Client:
    """A client of this member of staff."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def rule() -> RedFlagRule:
    """One of the rules shipped, signed."""
    found = RedFlagRule.objects.get(name="Severe burn")
    found.reviewed_by, found.reviewed_on = "Dr Before", timezone.localdate()
    found.save()
    return found


@pytest.fixture
def second(db: None) -> Any:
    """Another editor."""
    user = UserFactory(username="second", is_staff=True)
    user.groups.add(Group.objects.get(name=MODERATORS))
    return user


@pytest.fixture
def reviewer(db: None) -> Any:
    """A clinician who signs."""
    user = UserFactory(username="reviewer", is_staff=True)
    user.groups.add(Group.objects.get(name=REVIEWERS))
    DoctorFactory(user=user, name="Dr Rita Reviewer")
    return user


def address(rule: RedFlagRule) -> str:
    return reverse("admin:consult_redflagrule_change", args=[rule.pk])


def propose(client: Client, rule: RedFlagRule, button: str = "_save", **changes: str) -> Any:
    """Press a button of the rule's form; return the page that follows."""
    data = filled(client.get(address(rule)), "redflagrule_form")
    data |= {"skip_denied": "on", "skip_past": "on"}  # The helper sends ticked boxes without their value.
    return client.post(
        address(rule), {**data, "change_reason": "Too many alarms", button: "1", **changes}, follow=True
    )


def decide(client: Client, change: RuleChange, decision: str, **data: str) -> Any:
    """Open the proposal and press a button; return the page that follows."""
    here = reverse("admin:consult_rulechange_change", args=[change.pk])
    page = client.get(here).content.decode()
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    return client.post(here, {"decision": decision, "seen": seen, **data}, follow=True)


def test_one_editor_alone_changes_nothing(editor_client: Client, editor: Any, rule: RedFlagRule) -> None:
    QuestionFactory(body="my hedgehog itches")
    page = propose(editor_client, rule, phrases="hedgehog").content.decode()

    assert "it would fire on 1; new 1, no longer 0" in page
    assert "<mark>hedgehog</mark>" in page
    assert "You proposed this yourself: somebody else has to decide." in page
    assert scan("my hedgehog itches") == []
    # Whose words are on the screen stands in the audit trail.
    assert (
        AuditEntry.objects.filter(action="opened", actor=editor, question_number__isnull=False).count() == 1
    )
    change = rule.changes.get()
    assert (change.state, change.proposed_by, change.values["phrases"]) == ("open", editor, "hedgehog")

    page = decide(editor_client, change, "put_in_force").content.decode()
    assert "You proposed this yourself" in page
    assert scan("my hedgehog itches") == []


def test_another_puts_it_in_force_and_the_signature_is_cleared(
    editor_client: Client, second: Any, rule: RedFlagRule
) -> None:
    propose(editor_client, rule, phrases="hedgehog")
    decide(signed_in(second), rule.changes.get(), "put_in_force")

    rule.refresh_from_db()
    change, newest = rule.changes.get(), rule.history.first()
    assert [finding.rule for finding in scan("my hedgehog itches")] == [rule]
    assert (rule.reviewed_by, rule.reviewed_on) == ("", None)
    assert (change.state, change.decided_by) == ("in_force", second)
    assert (newest.history_user, newest.history_change_reason) == (second, "Too many alarms")
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "rule change proposed",
        "rule change put in force",
    ]


@pytest.mark.parametrize("is_super", [False, True])
def test_nobody_deletes_a_rule(rule: RedFlagRule, second: Any, is_super: bool) -> None:
    second.is_superuser = is_super
    second.save()
    client = signed_in(second)

    response = client.post(reverse("admin:consult_redflagrule_delete", args=[rule.pk]), {"post": "yes"})
    client.post(
        reverse("admin:consult_redflagrule_changelist"),
        {"action": "delete_selected", "_selected_action": [rule.pk], "post": "yes"},
    )

    assert response.status_code == 403
    assert RedFlagRule.objects.filter(pk=rule.pk).exists()
    assert Permission.objects.filter(codename="delete_redflagrule").count() == 0


def test_a_rule_is_retired_and_brought_back_by_two(
    editor_client: Client, second: Any, rule: RedFlagRule
) -> None:
    QuestionFactory(body="My son has a severe burn")
    page = propose(editor_client, rule, "_retire", phrases="ignored").content.decode()
    assert "new 0, no longer 1" in page
    assert scan("My son has a severe burn") != []

    decide(signed_in(second), rule.changes.get(), "put_in_force")
    rule.refresh_from_db()
    assert (rule.is_active, "ignored" in rule.phrases, scan("My son has a severe burn")) == (False, False, [])

    propose(signed_in(second), rule, "_bring_back")
    decide(editor_client, rule.changes.open().get(), "put_in_force")
    rule.refresh_from_db()
    assert rule.is_active is True


def test_whether_it_is_in_use_and_signed_cannot_be_typed(
    editor_client: Client, second: Any, rule: RedFlagRule
) -> None:
    propose(editor_client, rule, sign="has a burn", is_active="", reviewed_by="Me", reviewed_on="2026-01-01")
    decide(signed_in(second), rule.changes.get(), "put_in_force")

    rule.refresh_from_db()
    assert (rule.sign, rule.is_active, rule.reviewed_by) == ("has a burn", True, "")


def test_without_the_dry_run_on_the_screen_nothing_comes_in_force(
    editor_client: Client, second: Any, rule: RedFlagRule
) -> None:
    propose(editor_client, rule, phrases="hedgehog")
    page = decide(signed_in(second), rule.changes.get(), "put_in_force", seen="").content.decode()

    assert "Look first at what the rule would fire on" in page
    assert rule.changes.get().state == "open"


def test_the_dry_run_can_be_repeated_on_newer_questions(
    editor_client: Client, second: Any, rule: RedFlagRule
) -> None:
    propose(editor_client, rule, phrases="hedgehog")
    before = rule.changes.get()
    question = QuestionFactory(body="my hedgehog itches")
    decide(signed_in(second), before, "try_again")

    after = rule.changes.get()
    assert (before.dry_run["new"], after.dry_run["new"]) == (0, 1)
    assert after.dry_run["new_questions"] == [question.pk]
    with pytest.raises(RuleChangeError, match="tried again meanwhile"):
        put_in_force(change=after, seen=before.dry_run_at.isoformat(), actor=second)


def test_a_rejected_change_leaves_the_rule_and_its_signature(
    editor_client: Client, second: Any, rule: RedFlagRule
) -> None:
    propose(editor_client, rule, phrases="hedgehog")
    page = decide(signed_in(second), rule.changes.get(), "reject", reason="Too wide").content.decode()

    rule.refresh_from_db()
    assert "Too wide" in page
    assert (rule.changes.get().state, rule.reviewed_by) == ("rejected", "Dr Before")
    assert (
        "This is decided already."
        in decide(editor_client, rule.changes.get(), "put_in_force").content.decode()
    )


def test_who_proposed_may_withdraw_and_nobody_else(
    editor_client: Client, second: Any, rule: RedFlagRule
) -> None:
    propose(editor_client, rule, phrases="hedgehog")
    page = decide(signed_in(second), rule.changes.get(), "withdraw").content.decode()
    assert "Only who proposed it can withdraw it." in page
    decide(editor_client, rule.changes.get(), "withdraw")
    assert (rule.changes.get().state, rule.changes.get().decided_by) == ("withdrawn", None)


def test_one_proposal_waits_for_a_rule_at_a_time(
    editor_client: Client, second: Any, rule: RedFlagRule
) -> None:
    propose(editor_client, rule, phrases="hedgehog")
    page = propose(signed_in(second), rule, phrases="badger").content.decode()

    assert "A proposal for this rule waits already." in page
    assert rule.changes.count() == 1
    assert "waits for a second person" in editor_client.get(address(rule)).content.decode()


def test_what_is_no_change_is_no_proposal(editor_client: Client, rule: RedFlagRule) -> None:
    assert "Nothing is different" in propose(editor_client, rule).content.decode()
    assert RuleChange.objects.count() == 0


def test_a_rule_that_changed_since_is_not_overwritten(editor: Any, second: Any, rule: RedFlagRule) -> None:
    rule.phrases = "hedgehog"
    change = propose_change(rule=rule, kind="change", reason="x", actor=editor)
    RedFlagRule.objects.get(pk=rule.pk).save()

    with pytest.raises(RuleChangeError, match="changed since"):
        put_in_force(change=change, seen=change.dry_run_at.isoformat(), actor=second)


def test_a_new_rule_needs_two_as_well(editor_client: Client, second: Any) -> None:
    new = reverse("admin:consult_redflagrule_add")
    data = filled(editor_client.get(new), "redflagrule_form")
    fields = {
        "name": "Hedgehogs",
        "sign": "itches",
        "advice": "Call.",
        "phrases": "hedgehog",
        "source_publisher": "P",
        "source_title": "T",
        "source_url": "https://publisher.example/",
        "change_reason": "New",
    }
    page = editor_client.post(new, {**data, **fields, "_save": "1"}, follow=True).content.decode()
    assert "<ins>hedgehog</ins>" in page
    assert RedFlagRule.objects.filter(name="Hedgehogs").count() == 0

    decide(signed_in(second), RuleChange.objects.get(), "put_in_force")
    assert [finding.name for finding in scan("my hedgehog")] == ["Hedgehogs"]
    assert RuleChange.objects.get().rule.name == "Hedgehogs"


def test_a_name_that_is_taken_meanwhile_is_told(editor: Any, second: Any, rule: RedFlagRule) -> None:
    rule.name = "Hedgehogs"
    change = propose_change(rule=rule, kind="change", reason="x", actor=editor)
    RedFlagRule.objects.filter(name="Chest pain").update(name="Hedgehogs")

    with pytest.raises(RuleChangeError, match="already exists"):
        put_in_force(change=change, seen=change.dry_run_at.isoformat(), actor=second)


def test_the_database_refuses_one_hand(editor: Any, rule: RedFlagRule) -> None:
    change = RuleChange(rule=rule, kind="retire", reason="x", proposed_by=editor, decided_by=editor)
    change.state, change.decided_at = "in_force", timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        change.save()


def test_only_who_may_decide_decides(editor_client: Client, reviewer: Any, rule: RedFlagRule) -> None:
    propose(editor_client, rule, phrases="hedgehog")
    client = signed_in(reviewer)
    here = reverse("admin:consult_rulechange_change", args=[rule.changes.get().pk])

    page = client.get(here).content.decode()
    assert "You may look at it, but not decide." in page
    assert client.post(here, {"decision": "put_in_force"}).status_code == 403


@pytest.mark.parametrize("name", ["doctor_client", "stranger"])
def test_others_do_not_see_proposals(
    request: pytest.FixtureRequest, editor_client: Client, rule: RedFlagRule, name: str
) -> None:
    propose(editor_client, rule, phrases="hedgehog")
    here = reverse("admin:consult_rulechange_change", args=[rule.changes.get().pk])

    assert request.getfixturevalue(name).get(here).status_code in {302, 403}


def test_no_word_of_a_patient_is_kept_in_a_proposal(editor_client: Client, rule: RedFlagRule) -> None:
    QuestionFactory(body="my secret hedgehog itches")
    propose(editor_client, rule, phrases="hedgehog")

    assert "secret" not in str(RuleChange.objects.values().get())


def test_what_differs_is_told_line_by_line(editor_client: Client, rule: RedFlagRule) -> None:
    kept, *_others, last = rule.phrases.strip().splitlines()
    phrases = rule.phrases.replace(last, "hedgehog").replace("\n", "\r\n")
    page = propose(editor_client, rule, phrases=phrases, kind="urgent").content.decode()

    assert "<ins>hedgehog</ins>" in page
    assert f"<del>{escape(last)}</del><br><ins>hedgehog</ins>" in page
    assert f"<del>{escape(kept)}</del>" not in page
    assert "<del>Emergency:</del> <ins>Urgent:</ins>" in page


def test_an_odd_number_is_not_found(editor_client: Client) -> None:
    assert editor_client.get(reverse("admin:consult_rulechange_change", args=[999])).status_code == 404


def sign(client: Client, rule: RedFlagRule, **changes: str) -> Any:
    """Press "sign it" on the rule's page."""
    page = client.get(address(rule)).content.decode()
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    here = reverse("admin:consult_redflagrule_sign", args=[rule.pk])
    return client.post(here, {"seen": seen, **changes}, follow=True)


def test_a_clinician_signs_the_rule_and_its_level(reviewer: Any, rule: RedFlagRule) -> None:
    RedFlagRule.objects.update(reviewed_by="", reviewed_on=None)
    client = signed_in(reviewer)
    assert "Level: Now. Emergency" in client.get(address(rule)).content.decode()
    before = RedFlagRule.objects.get(pk=rule.pk).updated_at
    sign(client, rule)

    rule.refresh_from_db()
    assert (rule.reviewed_by, rule.reviewed_on) == ("Dr Rita Reviewer", timezone.localdate())
    assert (rule.updated_at, rule.history.first().history_user) == (before, reviewer)
    assert rule not in RedFlagRule.objects.unsigned()
    assert "reviewed here by Dr Rita Reviewer" in client.get("/emergency/").content.decode()


def test_a_rule_that_changed_meanwhile_or_is_retired_is_not_signed(reviewer: Any, rule: RedFlagRule) -> None:
    page = sign(signed_in(reviewer), rule, seen="x").content.decode()
    assert "Read it again, then sign." in page
    rule.is_active = False
    rule.save()
    with pytest.raises(RuleChangeError, match="retired"):
        sign_rule(rule=rule, seen=rule.updated_at.isoformat(), actor=reviewer)


def test_an_editor_cannot_sign(editor_client: Client, rule: RedFlagRule) -> None:
    assert "sign it" not in editor_client.get(address(rule)).content.decode()
    here = reverse("admin:consult_redflagrule_sign", args=[rule.pk])
    assert editor_client.post(here, {"seen": rule.updated_at.isoformat()}).status_code == 403


def test_a_reviewer_without_a_doctor_signs_by_name(rule: RedFlagRule) -> None:
    user = UserFactory(username="ada", first_name="Ada", last_name="Clinic")
    sign_rule(rule=rule, seen=rule.updated_at.isoformat(), actor=user)

    rule.refresh_from_db()
    assert rule.reviewed_by == "Ada Clinic"


def test_unsigned_rules_and_open_proposals_have_tiles(
    editor_client: Client, reviewer: Any, rule: RedFlagRule
) -> None:
    propose(editor_client, rule, phrases="hedgehog")
    tiles = {queue.label: queue for queue in signed_in(reviewer).get("/admin/").context["queues"]}

    assert tiles["Rule changes to decide"].count == 1
    assert tiles["Rules no clinician has signed"].count == RedFlagRule.objects.count() - 1
    for tile in tiles.values():
        listed = editor_client.get(tile.address).context["cl"].queryset.count()
        assert listed == tile.count
