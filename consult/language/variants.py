"""One spelling for words that are written in two: British and American, and forms that share no stem."""

import re
from functools import lru_cache

from consult.language.stem import stem
from consult.language.word_lists import word_pairs

_SHORTEST = 5
_SAME = {
    word: kept
    for kept, others in word_pairs("variants", "same_word").items()
    for word in others
}  # fmt: skip
_OUR = (
    "tum|col|lab|od|behavi|hum|fav|flav|vap|rig|harb|neighb|sav|hon|glam|arm|clam|endeav|ferv|parl|rum|splend|val|vig|"
    "cand|ranc|arb|demean|enam"
)
_ELL = (
    "counsel|travel|label|level|fuel|signal|model|cancel|channel|dial|equal|marvel|panel|pedal|quarrel|rival|shovel|"
    "spiral|swivel|total|tunnel|unravel|tranquil|crystal|initial"
)
# Letters of a word, and what they become; each pair is spelt in both ways, so that both become one.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # anaemia, oesophagus, diarrhoea; not toes, shoes, aerobic, potatoes.
    (re.compile(r"^(?!toe|shoe|aer)(.*?)[ao]e(?=[a-z])(?!es?$|s$|d$|ing$)"), r"\1e"),
    (re.compile(rf"({_OUR})our"), r"\1or"),
    (re.compile(r"(?<!^s)(?<!^pr)(?<!^se)(?<!^ma)(?<!^overs)i[z](?=(?:e[sdr]?|ers|ing|ations?|able)$)"), "is"),
    (re.compile(r"yz(?=(?:e[sdr]?|ers|ing)$)"), "ys"),
    (re.compile(r"(cent|fib|lit|met|tit|theat|calib|goit|lust|meag|maneuv|spect)re(?=[sd]?$)"), r"\1er"),
    (re.compile(rf"({_ELL})l(?=(?:ed|ing|ers?|i[sz]e[sdr]?|i[sz]ing|i[sz]ers?)$)"), r"\1"),
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"(catal|dial|anal|prol|monol)ogue(?=s?$)"), r"\1og"),
    (re.compile(r"(lice|defe|offe|prete)nse(?=[sd]?$)"), r"\1nce"),
    (re.compile(r"practis(?=e[sdr]?$|ing$)"), "practic"),
)  # fmt: skip


@lru_cache(maxsize=65_536)
def term_of(word: str) -> str:
    """Return what a word in small letters is compared by in search: the stem of its one spelling."""
    return stem(one_spelling(word))


def one_spelling(word: str) -> str:
    """Return the spelling that stands for all of a word: "anemia" for "anaemia", "pregnant" for "pregnancy"."""
    word = _SAME.get(word, word)
    if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
        return word
    for pattern, kept in _RULES:
        changed = pattern.sub(kept, word)
        # "Gynaecology" and "haemorrhoea" have two.
        word = pattern.sub(kept, changed) if changed != word else word
    return _SAME.get(word, word)


def beginnings(term: str) -> set[str]:
    """Return patterns of how the words begin that `term_of` makes this term: to read no other words of a text."""
    start = re.escape(term[: max(1, min(3, len(term) - 1))])
    return {
        start.replace("e", "[ao]*e").replace("f", "(?:f|ph)"),
        *(word[:3] for word in _words_of().get(term, ())),
    }


def letters_before(term: str) -> set[str]:
    """The same in small letters of ASCII, cut where a pattern would need more than letters: to be looked up in a text.

    They are no longer than the patterns, so that more words may be read, and none is missed.
    """
    found = {""}
    for letter in term[: max(1, min(3, len(term) - 1))]:
        if letter == "e":
            found = {start + instead for start in found for instead in "aeo"}
            break
        found = {start + same for start in found for same in (("f", "ph") if letter == "f" else (letter,))}
    return found | {word[:3] for word in _words_of().get(term, ())}


@lru_cache(maxsize=1)
def _words_of() -> dict[str, list[str]]:
    """The words that another stands for, by its term."""
    found: dict[str, list[str]] = {}
    for word, kept in _SAME.items():
        found.setdefault(term_of(kept), []).append(word)
    return found
