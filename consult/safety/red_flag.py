"""A red flag: what was found in a text, by which rule or by the classifier, and what it calls for."""

from dataclasses import dataclass

from consult.models import RedFlagRule
from consult.models.flag_words import FlagWords
from consult.models.safety import Danger, DangerLevel, RedFlagKind


@dataclass(frozen=True, slots=True)
class RedFlag(FlagWords):
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
    def name(self) -> str:
        """What it is called on its card."""
        return self.rule.name if self.rule else str(Danger(self.danger).label)
