"""What Django's system checks say of the check for personal data."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from consult.privacy.classifier.model import classifier_problem


@register
def check_classifier(**_kwargs: Any) -> list[CheckMessage]:
    """Warn when the rules stand alone."""
    problem = classifier_problem()
    return [Warning(problem, id="consult.W003")] if problem else []
