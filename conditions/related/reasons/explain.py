"""Why two texts were matched, in words that a reader can check by looking at both."""

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from conditions.related.reasons.reading import Read
from conditions.related.text.prepare import terms as terms_of
from conditions.related.text.prepare import words
from conditions.related.text.synonyms import named_in
from consult.language.synonyms.lexicon import Named
from consult.language.tokens import Token, plain

MAX_NAMED = 3
MAX_REASONS = 3

TELLING = 3.4
"""idf from which a word of an answer is worth naming: about one text in thirty has it, or fewer."""

ENOUGH = 3
"""So many words in common of the questions make those of the answers superfluous."""

_SENTENCES = {
    "named": gettext_noop("Mentions %(names)s"),
    "cause": gettext_noop("Same cause: %(names)s"),
    "terms": gettext_noop("Both mention %(names)s"),
    "answers": gettext_noop("Both answers mention %(names)s"),
    "answered": gettext_noop("The answer mentions %(names)s"),
    "same": gettext_noop("The same by another name: %(names)s"),
    "topic": gettext_noop("Same topic: %(names)s"),
    "need": gettext_noop("Both ask about %(names)s"),
    "specialty": gettext_noop("Same specialty: %(names)s"),
    "age": gettext_noop("Similar age: %(names)s"),
    "linked": gettext_noop("Doctors linked it in similar questions"),
    "meaning": gettext_noop("Describes a similar problem in other words"),
}
_NEEDS = {
    "missed dose": gettext_noop("a missed dose"),
    "dose": gettext_noop("how much to take"),
    "interaction": gettext_noop("what goes together"),
    "side effect": gettext_noop("side effects"),
    "which doctor": gettext_noop("seeing a doctor"),
    "result": gettext_noop("a test result"),
    "while pregnant": gettext_noop("pregnancy or breastfeeding"),
    "am i pregnant": gettext_noop("a possible pregnancy"),
    "infection": gettext_noop("the risk of infection"),
    "second opinion": gettext_noop("a second opinion"),
    "operation": gettext_noop("an operation"),
    "prognosis": gettext_noop("how it will go on"),
}
"""The needs that tell something and are asked: nearly everybody asks for a cause, a treatment, or whether it is normal,
and who tries to conceive mostly says so."""

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Described:
    """One side of a match; `answer` is the first public reply, `names` are a cause's or page's own name and aliases.

    `needs` are what a question asks for (text/facets.py), `digest` what its entry in the index had when it was read.
    """

    text: str
    answer: str = ""
    causes: Sequence[str] = ()
    topics: Sequence[str] = ()
    specialty: str = ""
    age_range: str = ""
    names: Sequence[str] = ()
    needs: Set[str] = frozenset()
    digest: str = ""

    @cached_property
    def read(self) -> Read:
        """The text, read once however many matches it stands in."""
        return Read.of(self.text)

    @cached_property
    def things(self) -> dict[str, str]:
        """What the text names that has other names too, each by one name for all, as the text writes it."""
        words, named = self._named
        written = ((self.text[words[each.first].start : words[each.end - 1].end], each) for each in named)
        return {each.names[0]: text for text, each in reversed(list(written))}

    @cached_property
    def other_names(self) -> set[frozenset[str]]:
        """The content words, as terms, of every other name of what the text names: one without a word of its own."""
        said = {thing: set(terms_of(written)) for thing, written in self.things.items()}
        read = ((said[each.names[0]], *_of_name(name)) for each in self._named[1] for name in each.names)
        return {content for here, every, content in read if not here & every}

    @cached_property
    def _named(self) -> tuple[list[Token], list[Named]]:
        return named_in(self.text)

    def read_names(self) -> None:
        """Read what the text names before it is compared with many: of few of these it is then read too."""
        _ = self.other_names

    @property
    def is_named(self) -> bool:
        """Whether that has been read already: it takes longer than all else."""
        return "_named" in vars(self)

    @cached_property
    def read_answer(self) -> Read:
        """The answer, read once."""
        return Read.of(self.answer)


@lru_cache(maxsize=8_192)
def _of_name(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The terms of a name of the lexicon, and those of its content words."""
    return frozenset(terms_of(name)), frozenset(Read.of(name).surfaces)


@dataclass(frozen=True)
class Reason:
    """One reason: a code of _SENTENCES and the names it is filled with. `str()` gives it in the reader's language."""

    code: str
    names: tuple[str, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """For storing as JSON; `render` turns it into words again."""
        return {"code": self.code, "params": {"names": list(self.names)}}

    def __str__(self) -> str:
        return render(self.as_dict())


def reasons(
    query: Described,
    candidate: Described,
    idf: Callable[[str], float] | None = None,
    *,
    limit: int = MAX_REASONS,
) -> list[Reason]:
    """The reasons of a match, most telling first; a match with nothing to point at gets the reason "meaning".

    `idf` gives the rarity of a term (keyword_index.rarity); without it longer words count as rarer.
    """
    found: list[Reason] = []
    if named := mentioned(query.text, candidate.names):
        found.append(Reason("named", tuple(named[:1])))
    if causes := _shared(query.causes, candidate.causes):
        found.append(Reason("cause", tuple(causes[:2])))
    told = _terms(name for reason in found for name in reason.names)
    terms = shared_terms(query.read, candidate.read, idf, without=told)
    if terms:
        found.append(Reason("terms", tuple(terms)))
    if reason := _by_answers(query, candidate, idf, terms, told):
        found.append(reason)
    if same := _same_things(query, candidate):
        found.append(Reason("same", (same,)))
    if topics := _shared(query.topics, candidate.topics):
        found.append(Reason("topic", tuple(topics[:2])))
    if not found:
        found.append(Reason("meaning"))
    # What both want says little alone: it stands beside what they want it of.
    if needs := _needs(query, candidate):
        found.insert(1, Reason("need", needs))
    # Two questions of one department may be about anything: said only where there is nothing else to say.
    if found[0].code == "meaning" and query.specialty and query.specialty == candidate.specialty:
        found.append(Reason("specialty", (query.specialty,)))
    if query.age_range and _close_ages(query.age_range, candidate.age_range):
        found.append(Reason("age", (candidate.age_range,)))
    return found[:limit]


def _needs(query: Described, candidate: Described) -> tuple[str, ...]:
    """What both ask for, as far as it tells something: one of them."""
    return tuple(need for need in _NEEDS if need in query.needs & candidate.needs)[:1]


def _same_things(query: Described, candidate: Described) -> str:
    """A thing that both name, each by another name: "paracetamol = acetaminophen"; "" for none."""
    # A question is compared with many: what it names tells which of them are worth reading.
    known, other = (candidate, query) if candidate.is_named else (query, candidate)
    if not any(name <= other.read.surfaces.keys() for name in known.other_names):
        return ""
    for thing, here in query.things.items():
        there = candidate.things.get(thing, "")
        # Of a word that counts for nothing ("said", which is also an illness of monkeys) there are no terms to share.
        if there and there.lower() != here.lower() and not set(terms_of(here)) & set(terms_of(there)):
            return f"{here.lower()} = {there.lower()}"
    return ""


def _by_answers(
    query: Described,
    candidate: Described,
    idf: Callable[[str], float] | None,
    named: Sequence[str],
    told: Set[str],
) -> Reason | None:
    """What both answers name; of a question without an answer, what it and the other's answer name.

    None when both questions name enough by themselves: a reader sees those first.
    """
    if idf is None or not candidate.answer or len(named) >= ENOUGH:
        return None
    code, side = ("answers", query.read_answer) if query.answer else ("answered", query.read)
    without = told | _terms(named)
    terms = shared_terms(side, candidate.read_answer, idf, least=TELLING, without=without)
    return Reason(code, tuple(terms)) if terms else None


def _terms(names: Iterable[str]) -> set[str]:
    """The terms of these words and phrases."""
    return {term for name in names for term, _surface in words(name)}


def render(reason: dict[str, Any]) -> str:
    """A stored reason in the words of the active language; '' for one that this version does not know."""
    sentence = _SENTENCES.get(str(reason.get("code", "")))
    if sentence is None:
        return ""
    names = reason.get("params", {}).get("names", [])
    if reason["code"] == "need":
        names = [_(need) for need in map(_NEEDS.get, names) if need]
        if not names:
            return ""
    return _(sentence) % {"names": listed_names([str(name) for name in names])}


def in_words(reasons: Iterable[dict[str, Any]]) -> list[str]:
    """Stored reasons in the reader's language, without those that this version does not know."""
    return [text for text in map(render, reasons) if text]


def shared_terms(
    one: str | Read,
    other: str | Read,
    idf: Callable[[str], float] | None = None,
    limit: int = MAX_NAMED,
    least: float = 0.0,
    without: Set[str] = frozenset(),
) -> list[str]:
    """Words and two-word phrases that stand in both texts in a form findable in both, rarest first.

    Words of an idf below `least` are left out, and those of the terms `without`.
    """
    one, other = (Read.of(side) if isinstance(side, str) else side for side in (one, other))
    here, there = one.surfaces, other.surfaces
    rarity = idf or (lambda term: float(len(term)))
    shown: dict[str, str] = {}
    for term in here.keys() & there.keys():
        if rarity(term) >= least and (form := _common_form(here[term], there[term])):
            shown[term] = form
    phrases = {pair for pair in one.pairs & other.pairs if pair[0] in shown and pair[1] in shown}
    ranked: list[tuple[float, str, tuple[str, ...]]] = [
        (rarity(term), form, (term,)) for term, form in shown.items()
    ]
    for first, second in phrases:
        weight = max(rarity(first), rarity(second)) + 0.01
        ranked.append((weight, f"{shown[first]} {shown[second]}", (first, second)))
    taken = set(without)
    listed: list[str] = []
    for _weight, form, parts in sorted(ranked, key=lambda entry: (-entry[0], entry[1])):
        if len(listed) < limit and not taken.intersection(parts):
            listed.append(form)
            taken.update(parts)
    return listed


def mentioned(text: str, names: Iterable[str]) -> list[str]:
    """The names (of a cause: its own and its aliases) that stand in the text as whole words, longest first."""
    names = list(names)
    said = f" {plain(text)} " if names else ""
    found = [name for name in names if len(plain(name)) > 2 and f" {plain(name)} " in said]
    return sorted(found, key=len, reverse=True)


def _common_form(here: Sequence[str], there: Sequence[str]) -> str:
    """A form found in both texts: the same word, or one that the other begins with; '' for none.

    Abbreviations and names (never written small in either text) keep their capitals.
    """
    lower_here, lower_there = ([word.lower() for word in side] for side in (here, there))
    form = next((word for word in lower_here if word in lower_there), "")
    if not form:
        pairs = [(a, b) for a in lower_here for b in lower_there if a.startswith(b) or b.startswith(a)]
        form = min(pairs[0], key=len) if pairs else ""
    if len(form) > 1 and form.upper() in (*here, *there):
        return form.upper()
    names = [word for word in here if word in there and word.lower() == form]
    return names[0] if names and form not in (*here, *there) else form


def _shared(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """Names in both lists, in the order of the first."""
    return [name for name in dict.fromkeys(one) if name in other]


def _close_ages(one: str, other: str) -> bool:
    """Whether two age ranges ("20 to 29", "65 and over") overlap or touch."""
    a, b = ([int(number) for number in _NUMBER.findall(side)] for side in (one, other))
    if not a or not b:
        return False
    a_end, b_end = (side[1] if len(side) > 1 else side[0] + 200 for side in (a, b))
    return a[0] <= b_end + 1 and b[0] <= a_end + 1


def listed_names(names: Sequence[str]) -> str:
    """'numbness, cold weather and fatigue'."""
    if len(names) < 2:
        return "".join(names)
    return _("%(list)s and %(last)s") % {"list": ", ".join(names[:-1]), "last": names[-1]}
