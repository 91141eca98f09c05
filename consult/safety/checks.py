"""What Django's system checks say of the red flag scan."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from consult.safety.classifier.model import classifier_problem


@register
def check_classifier(**_kwargs: Any) -> list[CheckMessage]:
    """Warn when the rules stand alone."""
    problem = classifier_problem()
    return [Warning(problem, id="consult.W002")] if problem else []
