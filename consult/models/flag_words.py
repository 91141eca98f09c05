"""What a red flag calls for, in words: the same for one found just now and for one that is stored."""

from typing import Any

from django.utils.translation import gettext as _

from consult.models.safety import DangerLevel, RedFlagKind


class FlagWords:
    """What follows from the kind, the danger and the rule of a red flag.

    `rule` is the rule that fired, or lends its words to what the classifier found; None when no rule is about it.
    """

    kind: Any
    danger: Any
    rule: Any

    @property
    def key(self) -> str:
        """Names its card: two flags with one key are one card."""
        return str(self.rule.pk) if self.rule else f"{self.danger}:{self.kind}"

    @property
    def advice(self) -> str:
        """What to do."""
        if self.rule:
            return str(self.rule.advice)
        if RedFlagKind(self.kind).level == DangerLevel.TODAY:
            return _("Have it seen today.")
        return _("Get help now, and stay with the person until it comes.")

    @property
    def is_emergency(self) -> bool:
        """Whether an ambulance is called for."""
        return bool(self.kind == RedFlagKind.EMERGENCY)

    @property
    def is_urgent(self) -> bool:
        """Whether it has to be seen today."""
        return bool(self.kind == RedFlagKind.URGENT)

    @property
    def is_self_harm(self) -> bool:
        """Whether crisis help is called for."""
        return bool(self.kind == RedFlagKind.SELF_HARM)

    @property
    def is_safeguarding(self) -> bool:
        """Whether help for somebody who is being hurt is called for."""
        return bool(self.kind == RedFlagKind.SAFEGUARDING)
