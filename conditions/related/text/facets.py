"""What a question is about beside its words: what its asker wants to know, which part of the body, and whom.

Two questions of one drug or one pain may want different things (ranking/facets.py).  Rules only, in
consult/language/data/facets.txt: what they do not know is left open, and counts for nothing.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from conditions.related.text.prepare import MAX_CHARS, terms
from consult.language.tokens import plain
from consult.language.word_lists import lines_of, sections_of

NEED, PART, SIDE, AGE, PREGNANT = "need", "part", "side", "age", "pregnant"

NEEDS = (
    "missed dose",
    "dose",
    "interaction",
    "side effect",
    "normal",
    "which doctor",
    "cause",
    "treatment",
    "result",
    "while pregnant",
    "am i pregnant",
    "conceiving",
    "infection",
    "second opinion",
    "operation",
    "prognosis",
)

Facets = Mapping[str, frozenset[str]]
"""By facet what a text says of it; an empty set for nothing."""

_NOTHING: frozenset[str] = frozenset()
_GAP = r" (?:\w+ ){0,4}?"
_AGE = re.compile(
    r"\b(\d{1,3}) ?(?:(y)(?:ea)?r?s?|(m)o?n?ths?|(w)ee?ks?|(d)ays?)(?: of age| old)\b|\baged? (\d{1,2})\b"
)
_SENTENCE = re.compile(r"[^.?!\n]+[.?!\n]?")
INFANT, CHILD, ADULT, OLD = "infant", "child", "adult", "old"
_ONE_SIDED = frozenset({"belly", "chest"})
"""Regions where left and right are different organs; a left knee is treated as a right one."""

_YEARS = {INFANT: (0, 2), CHILD: (1, 17), ADULT: (13, 69), OLD: (65, 130)}
"""First and last year of each group; they overlap, since nobody changes on a birthday."""

_OVERLAPS = ({INFANT, CHILD}, {CHILD, ADULT}, {ADULT, OLD})
_AGE_RANGES = {
    "0-2m": frozenset({INFANT}),
    "3-11m": frozenset({INFANT}),
    "1-4": frozenset({INFANT, CHILD}),
    "0-4": frozenset({INFANT, CHILD}),
    "5-12": frozenset({CHILD}),
    "13-17": frozenset({CHILD, ADULT}),
    "18-19": frozenset({ADULT}),
    "20-29": frozenset({ADULT}),
    "30-39": frozenset({ADULT}),
    "40-49": frozenset({ADULT}),
    "50-64": frozenset({ADULT}),
    "65+": frozenset({OLD}),
}
"""By the values of Question.age_range."""


def facets(title: str, body: str = "", age_range: str = "") -> dict[str, frozenset[str]]:
    """Read a question.  Its title says what it is about; the body is asked where the title is silent.

    `age_range` is a value of Question.age_range: it counts where the words name no age.
    """
    head, rest = plain(title), plain(body[:MAX_CHARS])
    needs = _matched(NEEDS, head) or _matched(NEEDS, plain(asked_in(body[:MAX_CHARS])))
    part = _listed("region", head) or _listed("region", rest)
    # A mother who breastfeeds names the age of her child.
    ages = _ages(head) or (_NOTHING if "while pregnant" in needs else _ages_of_one(rest))
    is_pregnant = "am i pregnant" not in needs and bool(_matched(["pregnant"], f"{head} {rest}"))
    return {
        NEED: needs,
        PART: part,
        SIDE: (_listed("laterality", head) or _listed("laterality", rest)) if part & _ONE_SIDED else _NOTHING,
        AGE: ages or _AGE_RANGES.get(age_range, _NOTHING),
        PREGNANT: frozenset({"yes"}) if is_pregnant else _NOTHING,
    }


def for_whom(name: str) -> dict[str, frozenset[str]]:
    """Read the name of a condition: whether it is one of children, or of pregnancy."""
    words = set(plain(name).split())
    return {
        AGE: frozenset({INFANT, CHILD}) if words & _families("for")[CHILD] else _NOTHING,
        PREGNANT: frozenset({"yes"}) if words & _families("for")[PREGNANT] else _NOTHING,
    }


def tells_of(facet: str, terms: Iterable[str]) -> bool:
    """Whether terms as prepare.terms tell of children (AGE) or of pregnancy (PREGNANT) in any way."""
    return not _telling(PREGNANT if facet == PREGNANT else CHILD).isdisjoint(terms)


@cache
def _telling(whom: str) -> frozenset[str]:
    """The terms that tell of children, or of pregnancy."""
    return frozenset(
        term for family in ("for", "told") for word in _families(family)[whom] for term in terms(word)
    )


def asked_in(text: str) -> str:
    """The sentences of a text that end in a question mark."""
    return " ".join(sentence for sentence in _SENTENCE.findall(text) if sentence.endswith("?"))


def written(found: Facets) -> str:
    """The facets in one line, as the index stores them."""
    return " ".join(
        f"{facet}:{value.replace(' ', '-')}" for facet, values in found.items() for value in sorted(values)
    )


def read(line: str) -> dict[str, frozenset[str]]:
    """The facets of such a line."""
    found: dict[str, set[str]] = {}
    for entry in line.split():
        facet, _colon, value = entry.partition(":")
        found.setdefault(facet, set()).add(value.replace("-", " "))
    return {facet: frozenset(values) for facet, values in found.items()}


def _matched(sections: Iterable[str], text: str) -> frozenset[str]:
    """The sections of which a pattern stands in folded words."""
    return frozenset(each for each in sections if _pattern(each).search(text)) if text else _NOTHING


def _listed(family: str, text: str) -> frozenset[str]:
    """Which of a family of word lists ("region eye", "region ear") has one of the words."""
    words = set(text.split())
    if family == "region" and _pattern("back").search(text):
        words.add("backache")
    return frozenset(name for name, listed in _families(family).items() if listed & words)


def _ages(text: str) -> frozenset[str]:
    """The age groups that a text names, by number or else by word."""
    found: set[str] = set()
    for number, years, months, weeks, days, aged in _AGE.findall(text):
        if years or aged:
            found |= _groups(int(number or aged))
        elif months:
            found |= _groups(int(number) // 12)
        elif weeks or days:
            found.add(INFANT)
    return frozenset(found) or _matched([INFANT, CHILD, OLD], text)


def _ages_of_one(text: str) -> frozenset[str]:
    """The age groups that a text names, when they can be those of one person: a story has several people in it."""
    found = _ages(text)
    return found if len(found) < 2 or found in _OVERLAPS else _NOTHING


def _groups(years: int) -> set[str]:
    """The age groups of so many years."""
    return {group for group, (first, last) in _YEARS.items() if first <= years <= last}


@cache
def _families(family: str) -> dict[str, frozenset[str]]:
    """The word lists of a family, by the name of each."""
    return {
        section.removeprefix(f"{family} "): frozenset(" ".join(lines_of("facets", section)).split())
        for section in sections_of("facets")
        if section.startswith(f"{family} ")
    }


@cache
def _pattern(section: str) -> re.Pattern[str]:
    """One pattern of all lines of a section."""
    lines = [line.strip().replace(" … ", _GAP) for line in lines_of("facets", section)]
    return re.compile(rf"\b(?:{'|'.join(lines)})\b")
