"""What a text says is so: without what it denies and, of a doctor, without what it only asks about.

"I have no chest pain" is no reason to propose a cause of chest pain, nor is "any family history of colon cancer?".
"""

from collections.abc import Sequence

from consult.language.negation import DENIALS, NOTS, is_denied
from consult.language.word_lists import word_lists, word_pairs
from consult.language.words import Word, split_words

_LISTS = word_lists("negation")
_ABSENCES, _HAVING = _LISTS["absences"], _LISTS["having"]
_ENDS = _LISTS["stops"] | _LISTS["not_a_list"] | {"or", "nor", "that", "this", "which", "who", "can", "could"}
_HINTS = DENIALS | NOTS | _LISTS["says_no"] | frozenset(word_pairs("negation", "denial_pairs"))
"""One of these stands wherever something is denied: most texts are done with at once."""

GUESS = 3
"""A question of so few words is what the doctor thinks of, unless it begins with a word that asks."""

_ASKS = _LISTS["asks"]
_REACH = 9


def asserted(text: str, *, by_doctor: bool = False) -> str:
    """The text without the things it says are absent; of a doctor's text, without its questions too.

    An absence that is itself a complaint ("no appetite", "cannot sleep") stays.
    """
    words = split_words(text)
    if not words:
        return text
    gone = _denied(words)
    if by_doctor:
        gone |= _asked(words, text)
    if not gone:
        return text
    kept: list[str] = []
    cursor = 0
    for at in sorted(gone):
        start, end = words[at].start, words[at].end
        if start >= cursor:
            kept.append(text[cursor:start])
            cursor = end
    kept.append(text[cursor:])
    return "".join(kept)


def _denied(words: Sequence[Word]) -> set[int]:
    """Places of the words that name what is said to be absent, up to the end of each phrase."""
    if _HINTS.isdisjoint(word.text for word in words):
        return set()
    gone: set[int] = set()
    for at, word in enumerate(words):
        goes_on = at - 1 in gone and _goes_on(words, at)
        if goes_on or (word.text not in _ENDS and _says_absent(words, at) and is_denied(words, [at])):
            gone.add(at)
    return {at for at in gone if words[at].text not in DENIALS}


def _goes_on(words: Sequence[Word], at: int) -> bool:
    """Whether the word belongs to the phrase before it: "chest pain", not "fever, pain" or "fever since"."""
    word, before = words[at], words[at - 1]
    return word.sentence == before.sentence and word.text not in _ENDS and not word.before.strip()


def _says_absent(words: Sequence[Word], at: int) -> bool:
    """Whether a "no", "without" or "do not have" stands close before: "cannot sleep" says nothing is absent.

    Things whose absence is a complaint of its own are not taken away.
    """
    word = words[at]
    if word.text in _ABSENCES or word.key in _ABSENCES:
        return False
    for i in range(at - 1, max(-1, at - _REACH), -1):
        if words[i].sentence != word.sentence or words[i].text in _ABSENCES:
            return False
        if words[i].text in DENIALS:
            return True
        if words[i].text in NOTS:
            is_unable = i > 0 and words[i - 1].text in {
                "can",
                "could",
            }  # "cannot get pregnant" is the complaint
            return not is_unable and words[i + 1].text in _HAVING
    # "chest pain: none", "a stroke was ruled out": the denial stands after it.
    return all(other.text not in NOTS for other in words[at + 1 : at + 6])


def _asked(words: Sequence[Word], text: str) -> set[int]:
    """Places of the words of sentences that end in a question mark; a bare guess ("Kidney stones?") is none."""
    sentences: dict[int, list[int]] = {}
    for at, word in enumerate(words):
        sentences.setdefault(word.sentence, []).append(at)
    asked: set[int] = set()
    for places in sentences.values():
        last = places[-1]
        after = words[last + 1].before if last + 1 < len(words) else text[words[last].end :]
        if "?" in after and (len(places) > GUESS or words[places[0]].text in _ASKS):
            asked.update(places)
    return asked
