"""Find the phrases of red flag rules in a text. Pure: no database, no settings.

Each word of the text is looked up once (exact word, stem, beginning, number, one slip of the fingers) and gives the
elements it can stand for; a phrase is tried only where its first element stands. The work is the length of the text
times a small constant, whatever the text.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from consult.safety.negation import is_denied, is_long_past
from consult.safety.patterns import GAP_WORDS, Element, Variant, key_of, parse_phrases
from consult.safety.spelling import REAL_WORDS, SpellingIndex
from consult.safety.words import Word, split_words
from consult.wordlist import word_set

_FILLERS = word_set("a an the my his her their our your this that some very really so quite")
_MOST_FILLERS = 2
_MEMO = 20_000
_COUNTED = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_NUMBERS = {word: value for value, word in enumerate(_COUNTED)}


@dataclass(frozen=True, slots=True)
class RuleText:
    """What the matcher needs of a rule. `key` is handed back with each hit; phrases are one a line."""

    key: int
    phrases: str
    exceptions: str = ""
    skip_denied: bool = True
    skip_past: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: whose (`key`), which one, and text[start:end]."""

    key: int
    phrase: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Entry:
    rule: RuleText
    phrase: str
    ids: tuple[frozenset[int], ...]
    variant: Variant
    is_exception: bool


class Matcher:
    """Rules made ready to search with. Building one raises PatternError for a malformed phrase."""

    def __init__(self, rules: Iterable[RuleText]) -> None:
        self._ids: dict[Element, int] = {}
        self._by_first: defaultdict[int, list[_Entry]] = defaultdict(list)
        for rule in rules:
            for lines, is_exception in ((rule.phrases, False), (rule.exceptions, True)):
                for phrase in parse_phrases(lines):
                    for variant in phrase.variants:
                        self._add(rule, phrase.text, variant, is_exception)
        self._index_elements()

    def find(self, text: str, today: date | None = None) -> list[Hit]:
        """Return the hits in the order of the text; of one rule none lies inside another."""
        words = split_words(text)
        classes = [self._classify(word) for word in words]
        hits: list[Hit] = []
        spared: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for position, found in enumerate(classes):
            for first in found & self._by_first.keys():
                for entry in self._by_first[first]:
                    matched = _match_at(words, classes, position, entry)
                    if matched:
                        span = words[matched[0]].start, words[matched[-1]].end
                        if entry.is_exception:
                            spared[entry.rule.key].append(span)
                        elif not _is_explained(words, matched, entry.rule, today):
                            hits.append(Hit(entry.rule.key, entry.phrase, *span))
        reach = {key: _merged(spans) for key, spans in spared.items()}
        return _without_inner(hit for hit in hits if not _overlaps(hit, reach.get(hit.key, [])))

    def _add(self, rule: RuleText, phrase: str, variant: Variant, is_exception: bool) -> None:
        ids = tuple(
            frozenset(self._ids.setdefault(element, len(self._ids)) for element in word)
            for word in variant.words
        )
        entry = _Entry(rule, phrase, ids, variant, is_exception)
        for first in ids[0]:
            self._by_first[first].append(entry)

    def _index_elements(self) -> None:
        self._exact: defaultdict[str, set[int]] = defaultdict(set)
        self._stems: defaultdict[str, set[int]] = defaultdict(set)
        self._prefixes: defaultdict[str, set[int]] = defaultdict(set)
        self._numbers = [(e.low, e.high, i) for e, i in self._ids.items() if e.kind == "number"]
        for element, number in self._ids.items():
            if element.kind == "exact":
                self._exact[element.text].add(number)
            elif element.kind == "prefix":
                self._prefixes[element.text].add(number)
            elif element.kind == "word":
                self._stems[key_of(element)].add(number)
                self._exact[element.text].add(number)
        typed = {e.text for e in self._ids if e.kind == "word"} | set(self._stems)
        self._word_spelling = SpellingIndex(typed)
        self._prefix_spelling = SpellingIndex(self._prefixes)
        self._prefix_sizes = sorted({len(prefix) for prefix in self._prefixes})
        self._by_spelling: defaultdict[str, set[int]] = defaultdict(set)
        for element, number in self._ids.items():
            if element.kind == "word":
                self._by_spelling[element.text].add(number)
                self._by_spelling[key_of(element)].add(number)
        self._memo: dict[str, frozenset[int]] = {}

    def _classify(self, word: Word) -> frozenset[int]:
        known = self._memo.get(word.text)
        if known is None:
            if len(self._memo) >= _MEMO:
                self._memo.clear()
            known = self._memo[word.text] = self._look_up(word)
        return known

    def _look_up(self, word: Word) -> frozenset[int]:
        text = word.text
        found = set(self._exact.get(text, ())) | self._stems.get(word.stem, set())
        value = int(text) if text.isdecimal() and len(text) < 4 else _NUMBERS.get(text)
        if value is not None:
            found |= {number for low, high, number in self._numbers if low <= value <= high}
        for size in self._prefix_sizes:
            found |= self._prefixes.get(text[:size], set())
        return frozenset(found if text in REAL_WORDS else found | self._look_up_slips(word))

    def _look_up_slips(self, word: Word) -> set[int]:
        text, found = word.text, set[int]()
        for near in self._word_spelling.near(text) | self._word_spelling.near(word.stem):
            found |= self._by_spelling[near]
        for size in self._prefix_sizes:
            for cut in (size - 1, size, size + 1):
                for near in self._prefix_spelling.near(text[:cut]) if cut <= len(text) else ():
                    found |= self._prefixes[near]
        return found


def _match_at(
    words: Sequence[Word], classes: Sequence[frozenset[int]], position: int, entry: _Entry
) -> tuple[int, ...]:
    """Return the positions of the matched words when the phrase begins at `position`, else ()."""
    paths: dict[int, tuple[int, ...]] = {position: (position,)}
    for wanted, gap in zip(entry.ids[1:], entry.variant.gap_before[1:], strict=True):
        reached: dict[int, tuple[int, ...]] = {}
        for place, path in paths.items():
            for step in _next_places(words, place, gap):
                if step not in reached and wanted & classes[step]:
                    reached[step] = (*path, step)
        if not reached:
            return ()
        paths = reached
    return paths[min(paths)]


def _next_places(words: Sequence[Word], place: int, gap: bool) -> Iterable[int]:
    """Yield where the next word of a phrase may stand: after a gap of words, or after fillers only."""
    left, fillers = GAP_WORDS if gap else 0, _MOST_FILLERS
    for step in range(place + 1, len(words)):
        if words[step].sentence != words[place].sentence:
            return
        yield step
        if words[step].text in _FILLERS and fillers:
            fillers -= 1
        elif left:
            left -= 1
        else:
            return


def _is_explained(words: Sequence[Word], matched: Sequence[int], rule: RuleText, today: date | None) -> bool:
    if rule.skip_denied and is_denied(words, matched):
        return True
    return rule.skip_past and is_long_past(words, matched, today)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that touch, so that they stand in order and apart."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _overlaps(hit: Hit, spans: list[tuple[int, int]]) -> bool:
    """Say whether the hit shares a character with one of the spans (in order, apart)."""
    nearest = bisect_left(spans, (hit.end,)) - 1
    return nearest >= 0 and spans[nearest][1] > hit.start


def _without_inner(hits: Iterable[Hit]) -> list[Hit]:
    """Drop, rule by rule, each hit that lies inside an earlier or longer one."""
    kept: list[Hit] = []
    reach: dict[int, int] = {}
    for hit in sorted(set(hits), key=lambda hit: (hit.start, -hit.end, hit.key, hit.phrase)):
        if hit.end > reach.get(hit.key, -1):
            kept.append(hit)
            reach[hit.key] = hit.end
    return kept
