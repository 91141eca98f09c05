"""The signs that the pages list."""

from collections.abc import Iterable

from consult.models import RedFlagRule
from consult.models.safety import RedFlagKind


def signs_of(rules: Iterable[RedFlagRule], kind: RedFlagKind) -> list[str]:
    """Return the signs of the rules of this kind in their order, each once: rules in two languages share one.

    One with which another begins ("has a chemical in the eye, or ...") is said there.
    """
    signs = list(dict.fromkeys(rule.sign for rule in rules if rule.kind == kind))
    return [sign for sign in signs if not any(other.startswith(f"{sign}, ") for other in signs)]
