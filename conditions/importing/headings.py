"""What the parts of an imported page are called, in plain words, and in which order a patient reads them."""

import re

from conditions.importing.grammar import Spoken
from conditions.kinds import CONDITION, GUIDE, ILLNESSES, MEDICINE, PROCEDURE, SYMPTOM, TEST

ABOUT, WHEN_TO_GET_HELP, POINTS = "information", "when to get help", "points"
TREATMENT = "treatment"

_ILLNESS = {
    ABOUT: "About {phrase}",
    "symptoms": "Signs and symptoms",
    "causes": "Causes",
    "susceptibility": "Who is at risk",
    "inheritance": "How it runs in families",
    "frequency": "How common it is",
    "complications": "What it can lead to",
    "exams and tests": "Tests and diagnosis",
    WHEN_TO_GET_HELP: "When to get help",
    TREATMENT: "Treatment",
    "outlook": "Outlook",
    "prevention": "How to prevent it",
    "considerations": "Living with it",
    POINTS: "Points to remember",
    "research": "Research",
}
_CARE = {
    **_ILLNESS,
    "susceptibility": "Risks",
    "complications": "Risks",
    "exams and tests": "How it is done",
    "outlook": "What to expect",
    "prevention": "Good to know",
    "considerations": "Good to know",
    "frequency": "How often it is done",
}
_GUIDE = {
    **_ILLNESS,
    ABOUT: "What to know",
    "considerations": "What you can do",
    "prevention": "What you can do",
    "outlook": "What to expect",
    "exams and tests": "Tests",
}
HEADINGS = {
    CONDITION: _ILLNESS,
    SYMPTOM: _ILLNESS,
    TEST: _CARE,
    MEDICINE: _CARE,
    PROCEDURE: _CARE,
    GUIDE: _GUIDE,
}
# What is told after the treatment.
LATER = ("outlook", "prevention", "considerations", POINTS, "research")
ORDER = tuple(_ILLNESS)
# What may be behind a symptom is what its page is for.
SYMPTOM_ORDER = (ABOUT, "causes", *(each for each in ORDER if each not in (ABOUT, "causes")))

_QUESTIONS = {
    ABOUT: "What {verb} {phrase}?",
    "symptoms": "What are the signs of {phrase}?",
    "causes": "What causes {phrase}?",
    "susceptibility": "Who is at risk of {phrase}?",
    "inheritance": "Does {phrase} run in families?",
    "frequency": "How common {verb} {phrase}?",
    "complications": "What can {phrase} lead to?",
    "exams and tests": "How {verb} {phrase} diagnosed?",
    TREATMENT: "How {verb} {phrase} treated?",
    "prevention": "How can {phrase} be prevented?",
    "outlook": "What is the outlook with {phrase}?",
}
IN_SHORT = "In short"
_SEVERAL = re.compile(r",| and ", re.IGNORECASE)
# "My child's infection", "Kidney failure and how it is treated": titles that are no name.
_NO_NAME = re.compile(r"^(?:my|your|our)\b|\b(?:how|why|when|what)\b", re.IGNORECASE)


def order_of(kind: str) -> tuple[str, ...]:
    """The kinds of section in the order in which they are read on this kind of page."""
    return SYMPTOM_ORDER if kind == SYMPTOM else ORDER


def heading(kind: str, section: str, said: str, name: Spoken) -> str:
    """The heading of a kind of section; one that is not known keeps what it is called in the file."""
    told_as = GUIDE if section == ABOUT and _NO_NAME.search(name.name) else kind
    words = HEADINGS[told_as].get(section, said or section.capitalize())
    return words.format(phrase=name.phrase)[:160] if section in _ILLNESS else words[:160]


def question(kind: str, section: str, name: Spoken) -> str:
    """The question that the opening answers."""
    asked = _QUESTIONS.get(section, IN_SHORT)
    if kind not in ILLNESSES and section != ABOUT:
        asked = IN_SHORT
    if kind == GUIDE or _NO_NAME.search(name.name) or (not name.is_said and _SEVERAL.search(name.name)):
        asked = IN_SHORT
    return asked.format(phrase=name.phrase, verb=name.verb)[:200]
