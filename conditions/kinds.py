"""What the title of a page, or the name of a cause, says of it: the condition's own names, what kind of page it
has, and whether it must not wait.

Only first guesses, made when a cause is imported: editors see both marks on the form of the page, and change them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from conditions.names import subject
from consult.language.tokens import plain
from consult.language.variants import term_of

_DATA = Path(__file__).parent / "data"

_GUIDE_OPENING = re.compile(
    r"^(?:what (?:i|you) need to know about|overview of|understanding|facts about|about|parasites\s*[-–—]"
    r"(?:\s*lice\s*[-–—])?)\s+",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\(\s*(?:also (?:known as|called)\s+)?([^()]{2,160})\)")
_NOT_A_NAME = re.compile(r"^(?:for|formerly)\b|\b(?:and|of)\b", re.IGNORECASE)
SYMPTOM, CONDITION, TEST, MEDICINE, PROCEDURE, GUIDE = (
    "symptom",
    "condition",
    "test",
    "medicine",
    "procedure",
    "guide",
)
"""The kinds of page; ReferencePage.Kind has their names for readers."""
ILLNESSES = (SYMPTOM, CONDITION)
"""What may be behind a complaint, or is one: only these are proposed for a question."""

# In this order: a guide to a treatment is a guide.
_KINDS = {
    GUIDE: re.compile(
        r"""
        \b(?:risk\ factors|resource\ list|records|program|guide|hotline|checklist|what\ to\ expect|choosing
            |need\ to\ know|information\ for|at\ risk|eat\ right|keep\ your|facing\ the\ challenges)\b
        | ^(?:your|am\ i|i\ can|\d+\ (?:steps|ways|tips)|prevent(?:ing|ion)?|monitor(?:ing)?|how\ to
            |living\ with|manag(?:e|ing)|nutrition\ for|physical\ activity|preparing\ for|financial\ help
            |diagnosis\ of|smoking\ and|taking|caring\ for)\b
        """,
        re.IGNORECASE | re.VERBOSE,
    ),
    MEDICINE: re.compile(
        r"\b(?:vaccin(?:e|es|ation)|immuni[sz]ations?)\b(?!.*\b(?:reaction|injury)\b)|\bmedicines?\b",
        re.IGNORECASE,
    ),
    PROCEDURE: re.compile(
        r"""
        \b(?:therap(?:y|ies)|treatments?|surger(?:y|ies)|transplant(?:ation)?s?|h(?:a)?emodialysis|dialysis|implants?
            |pacemakers?|stents?|brain\ stimulation|rehabilitation)\b
        | \b\w+(?:ectomy|ostomy|plasty)\b
        """,
        re.IGNORECASE | re.VERBOSE,
    ),
    TEST: re.compile(
        r"""
        \b\w+(?:oscopy|cardiogra(?:m|phy)|encephalogra(?:m|phy))\b
        | \b(?:tests?|testing|scans?|screening|biops(?:y|ies)|x-rays?|ultrasound|mri)$
        """,
        re.IGNORECASE | re.VERBOSE,
    ),
}
_CAUSES_OF = re.compile(r"^(?:common |possible )?(?:causes of|what causes)\b", re.IGNORECASE)
# "Causes of diabetes" is a page on a condition; what people feel or see seldom has such a name.
_NAMED_CONDITION = re.compile(
    r"(?:diabetes|disease|syndrome|disorder|deficiency|cancer|infection|failure)s?$|(?:itis|osis|oma|emia|pathy)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Named:
    """The condition that a title names: its name, its other names, and whether it is a condition at all."""

    name: str
    aliases: tuple[str, ...]
    is_condition: bool


def named(title: str) -> Named:
    """Read a title: "Parasites - Enterobiasis (also known as Pinworm Infection)" names enterobiasis, pinworm infection.

    What is not a condition (a test, a vaccine, a guide) keeps its title.
    """
    said = _GUIDE_OPENING.sub("", subject(title)).strip()
    if not said or _no_illness(said):
        return Named(title, (), False)
    asides = [aside.strip() for aside in _ASIDE.findall(said)]
    name = _ASIDE.sub("", said).strip() or said
    head, colon, tail = (part.strip() for part in name.partition(":"))
    if colon and head and tail:
        name, asides = head, [tail, *asides]
    aliases = dict.fromkeys(
        aside
        for aside in asides
        if condition_key(aside) != condition_key(name) and not _NOT_A_NAME.search(aside)
    )
    return Named(name[:1].upper() + name[1:], tuple(aliases), True)


def kind_of(title: str) -> str:
    """Return what kind of page has this title."""
    said = _GUIDE_OPENING.sub("", subject(title)).strip()
    if kind := _no_illness(said):
        return kind
    if condition_key(said) in _symptoms():
        return SYMPTOM
    return SYMPTOM if _CAUSES_OF.match(title) and not _NAMED_CONDITION.search(said) else CONDITION


def _no_illness(said: str) -> str:
    """The kind of what is neither a condition nor a symptom; "" for these."""
    if not said:
        return GUIDE
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(said)), "")


@cache
def condition_key(name: str) -> str:
    """What two names of one condition have in common: no brackets, capitals, apostrophes or plurals, one spelling."""
    return " ".join(term_of(word) for word in plain(_ASIDE.sub("", name)).split())


def own_key(title: str) -> str:
    """The key of the condition that a title is about: a guide on kidney stones is called kidney stones."""
    return condition_key(named(title).name)


def is_urgent(names: Iterable[str]) -> bool:
    """Whether a condition of these names is known as one that must not wait."""
    return any(condition_key(name) in _urgent() for name in names)


@cache
def _urgent() -> frozenset[str]:
    """The keys of urgent.txt."""
    return _keys("urgent.txt")


@cache
def _symptoms() -> frozenset[str]:
    """The keys of symptoms.txt."""
    return _keys("symptoms.txt")


def _keys(file: str) -> frozenset[str]:
    """The keys of the names in a file, one a line."""
    lines = (_DATA / file).read_text(encoding="utf-8").splitlines()
    return frozenset(condition_key(line) for line in lines if line and not line.startswith("#"))
