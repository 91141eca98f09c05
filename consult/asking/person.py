"""Whom a question is about, and what follows from it."""

from collections.abc import Mapping

from django.conf import settings

from consult.models.question import About, AgeRange


def youngest_age(age_range: str) -> int | None:
    """Return the lowest age of an age range in years, None when it was not said or is none of ours."""
    if not age_range or age_range not in AgeRange.values:
        return None
    return int(age_range.rstrip("+").split("-")[0])


def needs_guardian(answers: Mapping[str, str]) -> bool:
    """Whether a parent or guardian has to agree: somebody below ADULT_AGE, or a child of unsaid age."""
    youngest = youngest_age(answers.get("age_range", ""))
    if youngest is None:
        return answers.get("about") == About.CHILD
    return youngest < settings.ADULT_AGE
