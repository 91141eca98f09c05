"""The cards that interrupt: call an ambulance, talk to somebody now."""

from collections.abc import Iterable
from typing import Any

from django import template

from consult.safety.emergency_numbers import emergency_numbers
from consult.safety.red_flag import RedFlag

register = template.Library()


@register.inclusion_tag("includes/emergency_card.html")
def emergency_card(findings: Iterable[RedFlag] = (), level: int = 2) -> dict[str, Any]:
    """Show whom to call now, with the advice of each emergency rule found; `level` is the heading's."""
    flags = {finding.key: finding for finding in findings if finding.is_emergency}
    return {"flags": list(flags.values()), "numbers": emergency_numbers(), "level": level}


@register.inclusion_tag("includes/crisis_card.html")
def crisis_card(level: int = 2) -> dict[str, Any]:
    """Show who listens now; `level` is the heading's."""
    return {"numbers": emergency_numbers(), "level": level}


@register.simple_tag
def local_numbers() -> Any:
    """Return the local numbers (consult.safety.emergency_numbers.Numbers)."""
    return emergency_numbers()


@register.filter
def has_self_harm(findings: Iterable[RedFlag]) -> bool:
    """Whether one of the red flags found calls for crisis help."""
    return any(finding.is_self_harm for finding in findings or ())


@register.filter
def has_emergency(findings: Iterable[RedFlag]) -> bool:
    """Whether one of the red flags found calls for an ambulance."""
    return any(finding.is_emergency for finding in findings or ())
