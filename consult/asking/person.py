"""Whom a question is about, and what follows from it."""

from collections.abc import Mapping

from django.conf import settings

from consult.models.question import About, AgeRange

CHILD_AGES = (
    AgeRange.MONTHS_0,
    AgeRange.MONTHS_3,
    AgeRange.FROM_1,
    AgeRange.FROM_5,
    AgeRange.FROM_13,
)
OWN_AGES = (
    AgeRange.FROM_5,
    AgeRange.FROM_13,
    AgeRange.FROM_18,
    AgeRange.FROM_20,
    AgeRange.FROM_30,
    AgeRange.FROM_40,
    AgeRange.FROM_50,
    AgeRange.FROM_65,
)
_AGES = {About.SELF: OWN_AGES, About.CHILD: CHILD_AGES}


def ages_for(about: str, stored: str = "") -> list[AgeRange]:
    """Return the age ranges to choose from for whom it is about; `stored` stays among them, whatever it is."""
    asked = _AGES.get(about, (*CHILD_AGES, *OWN_AGES[2:]))  # type: ignore[call-overload]
    return [age for age in AgeRange if age and (age in asked or age == stored == AgeRange.UNDER_5)]


def asks_alone(answers: Mapping[str, str]) -> bool:
    """Whether somebody under age asks for themselves."""
    return answers.get("about") == About.SELF and needs_guardian(answers)


def youngest_age(age_range: str) -> int | None:
    """Return the lowest age of an age range in years, None when it was not said or is none of ours."""
    if not age_range or age_range not in AgeRange.values:
        return None
    return 0 if age_range.endswith("m") else int(age_range.rstrip("+").split("-")[0])


def needs_guardian(answers: Mapping[str, str]) -> bool:
    """Whether a parent or guardian has to agree: somebody below ADULT_AGE, or a child of unsaid age."""
    youngest = youngest_age(answers.get("age_range", ""))
    if youngest is None:
        return answers.get("about") == About.CHILD
    return youngest < settings.ADULT_AGE
