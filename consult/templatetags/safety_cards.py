"""The cards that interrupt: an ambulance now, a doctor today, somebody to talk to, help for who is being hurt."""

from collections.abc import Callable, Iterable
from typing import Any

from django import template

from consult.safety.emergency_numbers import emergency_numbers
from consult.safety.red_flag import RedFlag

register = template.Library()


def _card(findings: Iterable[RedFlag], level: int, belongs: Callable[[RedFlag], bool]) -> dict[str, Any]:
    """What every card needs: the flags that belong on it, each once, the numbers, the level of its heading."""
    flags = {finding.key: finding for finding in findings or () if belongs(finding)}
    return {"flags": list(flags.values()), "numbers": emergency_numbers(), "level": level}


@register.inclusion_tag("includes/emergency_card.html")
def emergency_card(findings: Iterable[RedFlag] = (), level: int = 2) -> dict[str, Any]:
    """Show whom to call now, with the advice and source of each emergency found; `level` is the heading's."""
    return _card(findings, level, lambda finding: finding.is_emergency)


@register.inclusion_tag("includes/today_card.html")
def today_card(findings: Iterable[RedFlag] = (), level: int = 2) -> dict[str, Any]:
    """Show where to get help today, with the advice and source of each urgent finding."""
    return _card(findings, level, lambda finding: finding.is_urgent)


@register.inclusion_tag("includes/crisis_card.html")
def crisis_card(findings: Iterable[RedFlag] = (), level: int = 2) -> dict[str, Any]:
    """Show who listens now, with the advice and source of each finding about self-harm."""
    return _card(findings, level, lambda finding: finding.is_self_harm)


@register.inclusion_tag("includes/safeguarding_card.html")
def safeguarding_card(findings: Iterable[RedFlag] = (), level: int = 2) -> dict[str, Any]:
    """Show who helps people that are being hurt, with the advice and source of each such finding."""
    return _card(findings, level, lambda finding: finding.is_safeguarding)


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


@register.filter
def has_urgent(findings: Iterable[RedFlag]) -> bool:
    """Whether one of the red flags found has to be seen today."""
    return any(finding.is_urgent for finding in findings or ())


@register.filter
def has_safeguarding(findings: Iterable[RedFlag]) -> bool:
    """Whether one of the red flags found is about somebody who is being hurt."""
    return any(finding.is_safeguarding for finding in findings or ())
