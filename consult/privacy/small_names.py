"""Given names written small that nothing introduces: "tyler bumped his head", "so olivia b in my class told"."""

import re
from collections.abc import Iterator

from consult.language.word_lists import word_lists
from consult.privacy.findings import Kind, Span
from consult.privacy.people import AND, NEAR_KIN
from consult.privacy.reading import (
    BRANDS,
    CAPITALS,
    COMMON,
    EPONYMS,
    LARGE_PLACES,
    NOT_NAMES,
    OF_A_DISEASE,
    THINGS,
    WORDS_TOO,
    Reading,
    Word,
)

_WORDS_WHEN_SMALL = word_lists("given_names")["words_when_small"]
_ALSO_WORDS = WORDS_TOO | _WORDS_WHEN_SMALL
# Words whose other use is too common for any neighbour to outweigh it, and what no list of words need be asked about.
_NEVER = (
    frozenset({"will", "may", "hope", "from", "with", "some", "that", "short", "fem", "anon"})
    | NOT_NAMES
    | CAPITALS
)
_OTHER_WORDS = COMMON | CAPITALS | EPONYMS | BRANDS | LARGE_PLACES | THINGS | NOT_NAMES
_SHORT = word_lists("given_names")["short_names"]
# "larry" of "happy as larry", "mary" of "bloody mary", "a tom": no persons.
_NOT_AFTER = frozenset(
    {
        "a",
        "an",
        "the",
        "this",
        "bloody",
        "granny",
        "ginger",
        "st",
        "saint",
        "mg",
        "or",
        "called",
        "brand",
        "happy",
    }
)
_THING_BEHIND = re.compile(
    r"(?:'s)?[ -](?:knife|cup|technique|exercises?|cream|tablets?|pills?|drops|oil|tea|butter|apples?|water|juice|diet"
    r"|horse|street|road|gel|spray|capsules?|syrup|powder|injections?|mg|\d+)\b| & jerry|[\d@/_]|\.[a-z\d]",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"(?: just| still| also| always| never)? (?:has been|has got|had been|says?|said|thinks|thought|reckons|told|tells"
    r"|asks|asked|woke|wakes|fell|wants|wanted|drank|ate|eats|cries|cried|screams|screamed|refuses|refused|sleeps"
    r"|slept|swallowed|collapsed|fainted|vomited|bumped|keeps|rang|won't|wont|doesn't|doesnt|can't|cant|hasn't|hasnt"
    r"|didn't|didnt|isn't|isnt|is \d{1,2}(?! ?(?:mg|mcg|ml|%))|hates|loves|threw up|was born)\b"
)
_KIN_BEHIND = re.compile(rf"'?s {NEAR_KIN}\b")
# "olivia b in my class", "from jasmine k, 9B"
_INITIAL = re.compile(r" [b-hj-z](?=[ ,.!?]|$)(?! ?[.)]\w)")
_FAMILY_NAME = re.compile(r"(?:o'|mc|mac(?![hkur]))[^\W\d_]{3,}", re.IGNORECASE)
_AND = re.compile(AND)
_ENGLISH = 0.4
"""Share of common words below which a text is of another language, where a small word may mean anything."""


def find_small_names(reading: Reading) -> Iterator[Span]:
    """Yield the given names of a text that are written small; of one in capitals, those that are no word too."""
    loud = reading.is_shouting
    if not _is_english(reading):
        return
    for number, word in enumerate(reading.words):
        if word.is_capital != loud or len(word.key) < 3:
            continue
        is_name = _is_surely(word) or (not loud and _may_be(word) and _is_told(reading, number))
        if is_name and not _is_thing(reading, number):
            yield Span(Kind.NAME, word.start, _end(reading, number))


def _is_english(reading: Reading) -> bool:
    common = sum(word.key in COMMON for word in reading.words)
    return common >= _ENGLISH * len(reading.words)


def _is_surely(word: Word) -> bool:
    """Whether hardly anything but a person is called so."""
    if not word.is_given or word.key in _OTHER_WORDS or word.key in _WORDS_WHEN_SMALL:
        return False
    return len(word.key) > 3 or word.key in _SHORT


def _may_be(word: Word) -> bool:
    """Whether it is a given name and a word as well."""
    return (word.is_given or word.key in _ALSO_WORDS) and word.key not in _NEVER


def _is_told(reading: Reading, number: int) -> bool:
    """Whether what stands around a word makes a person of it: what one does, whose mother it is, another name."""
    word = reading.words[number]
    begins = reading.begins_sentence(number)
    if begins and _DOES.match(reading.text, word.end):
        return True
    if begins and _KIN_BEHIND.match(reading.text, word.name_end):
        return True
    if initial := _INITIAL.match(reading.text, word.end):
        is_from = bool(number) and reading.words[number - 1].key == "from"
        return is_from or reading.text.startswith((" in my ", " in our ", " at my "), initial.end())
    return bool(number) and _stands_beside_name(reading, number)


def _stands_beside_name(reading: Reading, number: int) -> bool:
    """The second of two, the first of which is surely a name: "tyler and grace"."""
    start = reading.words[number].start
    return any(
        _is_surely(before) and _AND.fullmatch(reading.text, before.end, start)
        for before in reading.words[max(0, number - 2) : number]
    )


def _is_thing(reading: Reading, number: int) -> bool:
    """Whether its neighbours make a thing or a disease of it: "stanley knife", "gilbert's syndrome"."""
    word = reading.words[number]
    if OF_A_DISEASE.match(reading.text, word.name_end) or _THING_BEHIND.match(reading.text, word.name_end):
        return True
    if reading.text[word.start - 1 : word.start] in ("@", "/", "_", "#", ".", "-"):
        return bool(word.start)
    if number and reading.joins(number - 1) and reading.words[number - 1].text.lower() in _NOT_AFTER:
        return True
    return reading.is_of_famous(number)


def _end(reading: Reading, number: int) -> int:
    """Where the name ends: with an initial, a further given name or a family name that none mistakes."""
    word = reading.words[number]
    if initial := _INITIAL.match(reading.text, word.end):
        return initial.end()
    if word.name_end == word.end and reading.joins(number):
        following = reading.words[number + 1]
        if not following.is_capital and (_is_surely(following) or _FAMILY_NAME.fullmatch(following.text)):
            return following.name_end
    return word.name_end
