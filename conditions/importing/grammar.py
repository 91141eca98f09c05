"""How a name stands in a sentence: small letters, article and number are taken from the texts that use it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from conditions.importing.lost_signs import NO_FILE

# End in s and are one all the same.
_ONE = re.compile(
    r"(?:ss|us|is|as|ous|diabetes|shingles|rabies|scabies|herpes|measles|mumps|ascites|rickets|lice['’]s)$",
    re.IGNORECASE,
)
_MANY = re.compile(r"(?:lice|bacteria|varices|criteria|teeth|feet)$", re.IGNORECASE)
# Two illnesses, not two kinds of one: "meningitis and encephalitis", but "kidney and ureter stones".
_TWO = re.compile(
    r"^(?!.*\b(?:syndrome|disorder|type \w+)$)"
    r"[^,]*?(?:itis|osis|emia|oma|pathy|overweight|resistance|failure)\s+and\s+[^,]+$",
    re.IGNORECASE,
)
# What illnesses are called, and nobody.
_OF_ILLNESS = re.compile(
    r"(?:itis|osis|[^l]emia|oma|pathy|algia|plegia|trophy|sequelae|dactyly|[^l]asia|deficiency)$",
    re.IGNORECASE,
)
# How an illness is called, when no "syndrome" follows: "Annular pancreas".
_OF_SORTS = re.compile(r"\w{3}(?:[dmnrt]al|[mnt]ic|ular|ous|oid)$", re.IGNORECASE)
_AFTER_A_NOUN = ("of", "in", "with", "due")
_HEAD = re.compile(r"\s+(?:of|in|with|for|from|due|after|during)\s+.*$", re.IGNORECASE)
# "Brown syndrome" is called after somebody.
_NAMED_AFTER = re.compile(r"(?:syndrome|disease|sign|palsy|test|anomaly|tumou?r|reaction)s?,?", re.IGNORECASE)
_STARTS = ("", "\n", ".", "?", "!", ":", "-", "•", "(")
# So often a name is used with "a" or "an", of all its uses, when it takes one.
_OFTEN = 0.3


class IsCommon(Protocol):
    """Tells whether a word has small letters in the file, or so often that it is an everyday word."""

    def __call__(self, word: str, *, is_everyday: bool = False) -> bool:
        """Whether it has."""


@dataclass(frozen=True)
class Spoken:
    """A name as it is said in a sentence."""

    name: str
    article: str
    is_plural: bool
    # Whether the texts call it so: "Pregnancy and thyroid disease" is only what a page is called.
    is_said: bool = True

    @property
    def phrase(self) -> str:
        """With its article: "a heart attack"."""
        return f"{self.article} {self.name}".strip()

    @property
    def verb(self) -> str:
        """Is or are."""
        return "are" if self.is_plural else "is"


def spoken(name: str, texts: Iterable[str], is_common: IsCommon = NO_FILE.is_common) -> Spoken:
    """Return how texts about `name` say it.  `is_common` is asked of words that they do not use."""
    whole = "\n".join(texts)
    stem = name[:-1] if _looks_plural(name) and name.endswith("s") else name
    uses = re.compile(
        rf"(?:\b(?P<article>an?|the)\s+)?\b(?P<name>{re.escape(stem)}{'s?' if stem != name else ''})\b"
        r"(?:\s+\([^)\n]{1,40}\))?"
        r"(?:\s+(?P<verb>is|was|has|are|were|have)\b)?",
        re.IGNORECASE,
    )
    forms: Counter[str] = Counter()
    starts: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    verbs: Counter[str] = Counter()
    for match in uses.finditer(whole):
        before = whole[: match.start("name")].rstrip(" ")[-1:]
        is_start = before in _STARTS
        written = match["name"] if match["name"].endswith("s") or stem == name else f"{match['name']}s"
        (starts if is_start and not match["article"] else forms)[written] += 1
        articles[(match["article"] or "").lower()] += 1
        # "The triggers of a heart attack are": only at the start of a sentence the verb is that of the name.
        verbs[(match["verb"] or "").lower()] += is_start
    said = _form(name, forms, starts, is_common)
    one, many = (
        sum(verbs[verb] for verb in group) for group in (("is", "was", "has"), ("are", "were", "have"))
    )
    is_plural = bool(_TWO.match(name)) or (many > one if one != many else _looks_plural(name))
    with_article = articles["a"] + articles["an"]
    takes = not is_plural and with_article > 0 and with_article >= _OFTEN * articles.total()
    article = ("an" if articles["an"] > articles["a"] else "a") if takes else ""
    return Spoken(said, article, is_plural, is_said=bool(forms or starts))


def _form(name: str, forms: Counter[str], starts: Counter[str], is_common: IsCommon) -> str:
    """The name as it is written inside a sentence."""
    if forms:
        return forms.most_common(1)[0][0]
    seen = starts.most_common(1)[0][0] if starts else name
    first = seen.split(" ")[0]
    is_own = first.isupper() or first[1:] != first[1:].lower() or any(sign in first for sign in "'’-")
    # "Kidney stones" at the start of a sentence, "Kidney Stones" in the title: no name of a person.
    is_lowered = seen != name or " " not in seen
    if is_lowered and not is_own and not first[0].isdigit():
        return _lowered(seen[:1].lower() + seen[1:], is_common)
    return _lowered(seen, is_common)


def _lowered(name: str, is_common: IsCommon) -> str:
    """A title in small letters, but for words that have their capital everywhere, or may be the name of a person."""
    words = re.split(r"([ /])", name)
    said: list[str] = []
    for at, word in enumerate(words):
        after = next(iter(words[at + 2 : at + 3]), "")
        is_noun = bool(_OF_ILLNESS.search(word.rstrip(","))) or after in _AFTER_A_NOUN
        is_noun = is_noun or bool(_OF_SORTS.search(word) and not _NAMED_AFTER.fullmatch(after))
        # Who a syndrome is called after stands first: "Brown syndrome", but "thoracic outlet syndrome".
        may_be_somebody = not at and bool(_NAMED_AFTER.fullmatch(after))
        is_lowered = is_noun or is_common(word.rstrip(","), is_everyday=may_be_somebody)
        said.append(word.lower() if word.istitle() and is_lowered else word)
    return "".join(said)


def _looks_plural(name: str) -> bool:
    """By its ending."""
    head = _HEAD.sub("", name)
    return bool(_MANY.search(head)) or (head.endswith("s") and not _ONE.search(head))
