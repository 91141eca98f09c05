"""Which elements of the phrases a word of the text can stand for."""

from collections import defaultdict

from consult.common.phrases import Element, key_of
from consult.language.numbers import value_of
from consult.language.spelling import REAL_WORDS, SWAP_FROM, SpellingIndex
from consult.language.words import Word

_MEMO = 20_000


class Vocabulary:
    """All elements of all phrases, numbered, and found from a word at the cost of its length."""

    def __init__(self) -> None:
        self._ids: dict[Element, int] = {}
        self._memo: dict[str, frozenset[int]] = {}

    def number(self, element: Element) -> int:
        """Return the number of an element, a new one for a new element.  Call before `index`."""
        return self._ids.setdefault(element, len(self._ids))

    def index(self) -> None:
        """Make ready to look words up."""
        self._exact: defaultdict[str, set[int]] = defaultdict(set)
        self._stems: defaultdict[str, set[int]] = defaultdict(set)
        self._prefixes: defaultdict[str, set[int]] = defaultdict(set)
        self._by_spelling: defaultdict[str, set[int]] = defaultdict(set)
        self._ranges = [(e.low, e.high, number) for e, number in self._ids.items() if e.kind == "number"]
        for element, number in self._ids.items():
            if element.kind == "prefix":
                self._prefixes[element.text].add(number)
            elif element.kind in {"word", "exact"}:
                self._exact[element.text].add(number)
            if element.kind == "word":
                self._stems[key_of(element)].add(number)
                self._by_spelling[element.text].add(number)
                if len(key_of(element)) > SWAP_FROM:
                    self._by_spelling[key_of(element)].add(number)
        self._word_spelling = SpellingIndex(self._by_spelling)
        self._prefix_spelling = SpellingIndex(self._prefixes)
        self._prefix_sizes = sorted({len(prefix) for prefix in self._prefixes})

    def classify(self, word: Word) -> frozenset[int]:
        """Return the numbers of the elements that the word can stand for."""
        known = self._memo.get(word.text)
        if known is None:
            if len(self._memo) >= _MEMO:
                self._memo.clear()
            known = self._memo[word.text] = self._look_up(word)
        return known

    def _look_up(self, word: Word) -> frozenset[int]:
        text = word.text
        found = set(self._exact.get(text, ())) | self._stems.get(word.key, set())
        value = value_of(text)
        if value is not None:
            found |= {number for low, high, number in self._ranges if low <= value <= high}
        for size in self._prefix_sizes:
            found |= self._prefixes.get(text[:size], set())
        return frozenset(found if text in REAL_WORDS else found | self._look_up_slips(word))

    def _look_up_slips(self, word: Word) -> set[int]:
        text, found = word.text, set[int]()
        for near in self._near_words((text, word.key)):
            found |= self._by_spelling[near]
        for size in self._prefix_sizes:
            for cut in (size - 1, size, size + 1):
                for near in self._prefix_spelling.near(text[:cut]) if cut <= len(text) else ():
                    found |= self._prefixes[near]
        return found

    def _near_words(self, forms: tuple[str, str]) -> set[str]:
        # A stem of four letters is too short: "face" is one swap from the stem of "faeces".
        word, root = forms
        near = self._word_spelling.near(word)
        return near | self._word_spelling.near(root) if len(root) > SWAP_FROM else near
