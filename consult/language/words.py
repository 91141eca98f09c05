"""Cut a patient's text into words that can be compared: lower case, no accents, contractions opened."""

import re
import unicodedata
from dataclasses import dataclass

from consult.language.word_lists import word_set

_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"\d+(?:[.,]\d+)?|[{_CJK}]|[^\W\d_{_CJK}]+(?:['’ʼ`´][^\W\d_{_CJK}]+)*")
# A sentence ends at ! ? ; or one full stop; an ellipsis ("pain... in my chest") does not end it.
_SENTENCE_END = re.compile(r"[!?;。！？；]|(?<!\.)\.(?!\.)|\n[ \t\r]*\n")
_APOSTROPHES = str.maketrans("’ʼ`´", "''''")
_IRREGULAR = {
    "can't": ("can", "not"),
    "cant": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "wont": ("will", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("is", "not"),
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
    "im": ("i", "am"),
    "ive": ("i", "have"),
}
_BARE_NEGATIVES = word_set(
    "arent couldnt didnt doesnt dont hadnt hasnt havent isnt shouldnt wasnt werent wouldnt"
)
_ENDINGS = {"n't": "not", "'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would"}


@dataclass(frozen=True, slots=True)
class Word:
    """One comparable word. `start` and `end` are character offsets in the original text."""

    text: str
    stem: str
    start: int
    end: int
    sentence: int
    line: int
    before: str
    """What stands between the previous word and this one."""


def split_words(text: str) -> list[Word]:
    """Return the words of a text in order; linear in its length; never fails."""
    words: list[Word] = []
    sentence = line = cursor = 0
    for match in _WORD.finditer(text):
        before = text[cursor : match.start()]
        cursor = match.end()
        if words:
            sentence += bool(_SENTENCE_END.search(before))
            line += "\n" in before
        for part in _open_contraction(_plain(match.group())):
            words.append(Word(part, stem(part), match.start(), match.end(), sentence, line, before))
            before = ""
    return words


def stem(word: str) -> str:
    """Cut common English endings, so that "bleeds", "bleeding" and "bleed" compare equal."""
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    if word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        root = word[: -len(ending)]
        if word.endswith(ending) and len(root) >= 3 and not word.endswith("eed"):
            if root[-1] == root[-2] and root[-1] not in "lsz":
                root = root[:-1]
            return root
    return word[:-1] if word.endswith("e") and len(word) >= 4 else word


def _plain(word: str) -> str:
    """Lower case without accents; "É" becomes "e"."""
    lowered = word.translate(_APOSTROPHES).casefold()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)) or lowered


def _open_contraction(word: str) -> tuple[str, ...]:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _BARE_NEGATIVES:
        return (word[:-2], "not")
    if "'" not in word:
        return (word,)
    for ending, meaning in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return (word[: -len(ending)].replace("'", ""), meaning)
    return (word.split("'")[0] if word.endswith("'s") else word.replace("'", ""),)
