"""A red flag: what was found in a text, by which rule or by the classifier, and what it calls for."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from consult.models import RedFlagRule
from consult.models.safety import Danger, DangerLevel, RedFlagKind


@dataclass(frozen=True, slots=True)
class RedFlag:
    """One danger found: text[start:end] of the text scanned is what gave it away.

    `rule` is the rule that fired, or lends its words to what the classifier found; None when no rule is about it.
    `made_by` names the rule and its version, or the classifier's fingerprint.
    """

    kind: RedFlagKind
    danger: str
    start: int
    end: int
    made_by: str
    rule: RedFlagRule | None = None
    phrase: str = ""

    @property
    def level(self) -> DangerLevel:
        """How soon somebody has to act."""
        return self.kind.level

    @property
    def key(self) -> str:
        """Names its card: two flags with one key are one card."""
        return str(self.rule.pk) if self.rule else f"{self.danger}:{self.kind}"

    @property
    def name(self) -> str:
        """What it is called on its card."""
        return self.rule.name if self.rule else str(Danger(self.danger).label)

    @property
    def advice(self) -> str:
        """What to do."""
        if self.rule:
            return self.rule.advice
        if self.level == DangerLevel.TODAY:
            return _("Have it seen today.")
        return _("Get help now, and stay with the person until it comes.")

    @property
    def is_emergency(self) -> bool:
        """Whether an ambulance is called for."""
        return self.kind == RedFlagKind.EMERGENCY

    @property
    def is_urgent(self) -> bool:
        """Whether it has to be seen today."""
        return self.kind == RedFlagKind.URGENT

    @property
    def is_self_harm(self) -> bool:
        """Whether crisis help is called for."""
        return self.kind == RedFlagKind.SELF_HARM

    @property
    def is_safeguarding(self) -> bool:
        """Whether help for somebody who is being hurt is called for."""
        return self.kind == RedFlagKind.SAFEGUARDING
