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

from consult.common.phrases import GAP_WORDS, Phrase, Variant, parse_phrases
from consult.language.negation import is_denied, is_long_past, may_be_past, may_deny
from consult.language.word_lists import word_set
from consult.language.words import Word, split_words
from consult.safety.proximity import Matched, combine
from consult.safety.vocabulary import Vocabulary

_FILLERS = word_set("a an the my his her their our your this that some very really so quite")
_MOST_FILLERS = 2


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
class _Line:
    """One phrase of one rule."""

    rule: RuleText
    phrase: Phrase
    is_exception: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """One way to match one part of a phrase; `line` is its place among all lines."""

    line: int
    part: int
    ids: tuple[frozenset[int], ...]
    variant: Variant


@dataclass(frozen=True, slots=True)
class _Said:
    """Whether a text denies anything at all, and whether it tells of the past."""

    denials: bool
    past: bool


class Matcher:
    """Rules made ready to search with. Building one raises PatternError for a malformed phrase."""

    def __init__(self, rules: Iterable[RuleText]) -> None:
        self._vocabulary = Vocabulary()
        self._lines: list[_Line] = []
        self._by_first: defaultdict[int, list[_Entry]] = defaultdict(list)
        for rule in rules:
            for text, is_exception in ((rule.phrases, False), (rule.exceptions, True)):
                for phrase in parse_phrases(text):
                    self._add(_Line(rule, phrase, is_exception))
        self._vocabulary.index()

    def find(self, text: str, today: date | None = None) -> list[Hit]:
        """Return the hits in the order of the text; of one rule none lies inside another."""
        words = split_words(text)
        spared: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        hits: list[Hit] = []
        texts = {word.text for word in words}
        said = _Said(may_deny(texts), may_be_past(texts))
        for number, parts in self._occurrences(words).items():
            line = self._lines[number]
            if len(parts) < len(line.phrase.parts):
                continue
            standing = [_standing(words, parts[part], line, said, today) for part in range(len(parts))]
            for matched in combine(words, standing):
                start, end = words[matched[0]].start, words[matched[-1]].end
                if line.is_exception:
                    spared[line.rule.key].append((start, end))
                else:
                    hits.append(Hit(line.rule.key, line.phrase.text, start, end))
        reach = {key: _merged(spans) for key, spans in spared.items()}
        return _without_inner(hit for hit in hits if not _overlaps(hit, reach.get(hit.key, [])))

    def _add(self, line: _Line) -> None:
        for part, variants in enumerate(line.phrase.parts):
            for variant in variants:
                ids = tuple(frozenset(map(self._vocabulary.number, word)) for word in variant.words)
                entry = _Entry(len(self._lines), part, ids, variant)
                for first in ids[0]:
                    self._by_first[first].append(entry)
        self._lines.append(line)

    def _occurrences(self, words: Sequence[Word]) -> dict[int, dict[int, list[Matched]]]:
        """Return, by line and by part, where each part of a phrase stands."""
        classes = [self._vocabulary.classify(word) for word in words]
        present = frozenset().union(*classes)
        possible: dict[int, list[_Entry]] = {}
        for first in present & self._by_first.keys():
            entries = self._by_first[first]
            possible[first] = [
                entry for entry in entries if all(present & wanted for wanted in entry.ids[1:])
            ]
        found: dict[int, dict[int, list[Matched]]] = {}
        for position, elements in enumerate(classes):
            for first in elements & possible.keys():
                for entry in possible[first]:
                    matched = _match_at(words, classes, position, entry)
                    if matched:
                        found.setdefault(entry.line, {}).setdefault(entry.part, []).append(matched)
        return found


def _match_at(
    words: Sequence[Word], classes: Sequence[frozenset[int]], position: int, entry: _Entry
) -> Matched:
    """Return the positions of the matched words when the phrase begins at `position`, else ()."""
    paths: dict[int, Matched] = {position: (position,)}
    for wanted, gap in zip(entry.ids[1:], entry.variant.gap_before[1:], strict=True):
        reached: dict[int, Matched] = {}
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


def _standing(
    words: Sequence[Word], places: list[Matched], line: _Line, said: _Said, today: date | None
) -> list[Matched]:
    """Leave out the places that the text denies or puts into the past, as far as the rule asks for that."""
    if line.is_exception:
        return places
    if line.rule.skip_denied and said.denials:
        places = [matched for matched in places if not is_denied(words, matched)]
    if line.rule.skip_past and said.past:
        places = [matched for matched in places if not is_long_past(words, matched, today)]
    return places


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
