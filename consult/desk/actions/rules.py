"""Red flag rules are safe from one hand: one person proposes, another puts in force, a clinician signs."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.models import RedFlagRule, RuleChange
from consult.question.audit import Actor, record, signed_in
from consult.safety.dry_run import count

# What a proposal may set.  Whether the rule is in use follows from its kind; a signature is given by a clinician only.
FIELDS = (
    "name",
    "kind",
    "danger",
    "sign",
    "advice",
    "phrases",
    "exceptions",
    "skip_denied",
    "skip_past",
    "source_publisher",
    "source_title",
    "source_url",
    "position",
)


class RuleChangeError(Exception):
    """It cannot be done; the message is written for staff."""


@transaction.atomic
def propose_change(*, rule: RedFlagRule, kind: str, reason: str, actor: Actor) -> RuleChange:
    """Store what `rule` is to be, with the dry run on past questions.  The stored rule stays as it is.

    `rule` holds the proposed values and is not saved.  Raises RuleChangeError when nothing is different or another
    proposal for the rule waits.
    """
    # Locked, so that two proposals made at once are told of each other.
    standing = RedFlagRule.objects.select_for_update().get(pk=rule.pk) if rule.pk else None
    if standing and standing.changes.open().exists():
        raise RuleChangeError(_("A proposal for this rule waits already. Decide that one first."))
    takes_values = kind in (RuleChange.Kind.ADD, RuleChange.Kind.CHANGE)
    values = _values(rule) if takes_values else {}
    if standing and takes_values and values == _values(standing):
        raise RuleChangeError(_("Nothing is different from the rule as it stands."))
    change = RuleChange(
        rule=standing,
        kind=kind,
        values=values,
        based_on=standing.updated_at if standing else None,
        reason=reason,
        proposed_by=signed_in(actor),
    )
    change.dry_run = _tried(change, standing)
    change.save()
    _record("rule change proposed", actor)
    return change


@transaction.atomic
def try_again(*, change: RuleChange, actor: Actor) -> RuleChange:
    """Repeat the dry run of an open proposal on the questions there are now."""
    change = _open(change)
    change.dry_run = _tried(change, change.rule)
    change.dry_run_at = timezone.now()
    change.save(update_fields=["dry_run", "dry_run_at"])
    _record("rule change tried", actor)
    return change


@transaction.atomic
def put_in_force(*, change: RuleChange, seen: str, actor: Actor) -> RedFlagRule:
    """Make the rule what was proposed; its signature is cleared, for the clinician signed other words.

    `seen` names the dry run that was on the screen.  Raises RuleChangeError for the person who proposed it, without
    the dry run, or when the rule was changed since.
    """
    change = _open(change)
    _refuse_own(change, actor)
    if seen != change.dry_run_at.isoformat():
        raise RuleChangeError(_("Look first at what the rule would fire on; it was tried again meanwhile."))
    if change.rule_id:
        standing = RedFlagRule.objects.select_for_update().get(pk=change.rule_id)
        if standing.updated_at != change.based_on:
            raise RuleChangeError(_("The rule was changed since. Reject this, and propose it again."))
    rule = change.proposed_rule()
    rule.reviewed_by, rule.reviewed_on = "", None
    _store(rule, reason=change.reason, actor=actor)
    _decide(change, RuleChange.State.IN_FORCE, actor, rule=rule)
    _record("rule change put in force", actor)
    return rule


@transaction.atomic
def reject_change(*, change: RuleChange, reason: str, actor: Actor) -> RuleChange:
    """Leave the rule as it is, with the reason.  Raises RuleChangeError for the person who proposed it."""
    change = _open(change)
    _refuse_own(change, actor)
    change.decision_reason = reason
    _record("rule change rejected", actor)
    return _decide(change, RuleChange.State.REJECTED, actor)


@transaction.atomic
def withdraw_change(*, change: RuleChange, actor: Actor) -> RuleChange:
    """Take one's own proposal back.  Raises RuleChangeError for anybody else."""
    change = _open(change)
    if change.proposed_by != signed_in(actor):
        raise RuleChangeError(_("Only who proposed it can withdraw it."))
    _record("rule change withdrawn", actor)
    return _decide(change, RuleChange.State.WITHDRAWN, None)


@transaction.atomic
def sign_rule(*, rule: RedFlagRule, seen: str, actor: Actor) -> RedFlagRule:
    """Write the clinician's name and today's date on the rule.  `seen` names the state that was on the screen."""
    current = RedFlagRule.objects.select_for_update().get(pk=rule.pk)
    if current.updated_at.isoformat() != seen:
        raise RuleChangeError(_("The rule was changed meanwhile. Read it again, then sign."))
    if not current.is_active:
        raise RuleChangeError(_("The rule is retired: there is nothing to sign."))
    current.reviewed_by, current.reviewed_on = _name(actor), timezone.localdate()
    # Without `updated_at`: the words are the same, and a proposal made from them still fits.
    _store(current, reason="signed", actor=actor, only=["reviewed_by", "reviewed_on"])
    _record("rule signed", actor)
    return current


def _values(rule: RedFlagRule) -> dict[str, Any]:
    """What a proposal sets; line ends and blank ends, which a browser changes, are no difference."""
    values = {name: getattr(rule, name) for name in FIELDS}
    return {
        name: "\n".join(value.splitlines()).strip() if isinstance(value, str) else value
        for name, value in values.items()
    }


def _tried(change: RuleChange, standing: RedFlagRule | None) -> dict[str, Any]:
    """The dry run: what fires now against what fired before."""
    is_used = standing is not None and standing.is_active
    tried = None if change.kind == RuleChange.Kind.RETIRE else change.proposed_rule()
    return count(tried, standing if is_used else None)


def _open(change: RuleChange) -> RuleChange:
    """The proposal, locked; RuleChangeError when it is decided."""
    current = RuleChange.objects.select_for_update().get(pk=change.pk)
    if not current.is_open:
        raise RuleChangeError(_("This is decided already."))
    return current


def _refuse_own(change: RuleChange, actor: Actor) -> None:
    if change.proposed_by == signed_in(actor):
        raise RuleChangeError(_("You proposed this yourself: somebody else has to decide."))


def _store(rule: RedFlagRule, *, reason: str, actor: Actor, only: list[str] | None = None) -> None:
    """Save the rule with who and why in its history."""
    try:
        rule.full_clean()
    except ValidationError as error:
        raise RuleChangeError(" ".join(error.messages)) from error
    rule._change_reason = reason[:100]  # type: ignore[attr-defined]
    rule._history_user = signed_in(actor)  # type: ignore[attr-defined]
    rule.save(update_fields=only)


def _decide(change: RuleChange, state: str, actor: Actor, *, rule: RedFlagRule | None = None) -> RuleChange:
    change.state = state
    change.rule = rule or change.rule
    change.decided_by = signed_in(actor)
    change.decided_at = timezone.now()
    change.save()
    return change


def _name(actor: Any) -> str:
    """How the clinician is called: as a doctor of the site, else by the name of the sign-in."""
    doctor = getattr(actor, "doctor", None)
    return str(doctor.name if doctor else actor.get_full_name() or actor.get_username())[:160]


def _record(action: str, actor: Actor) -> None:
    record(action=action, actor=actor)
