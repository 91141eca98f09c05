"""When words of a text are a name, and how surely."""

from consult.language.word_lists import word_lists
from consult.privacy.findings import Kind, Span
from consult.privacy.reading import (
    BRANDS,
    CAPITALS,
    COMMON,
    EPONYMS,
    FAMILY_NAMES,
    LARGE_PLACES,
    OF_A_DISEASE,
    Reading,
    is_nobodys,
)

_ALSO_TOWNS = word_lists("people")["given_names_of_towns"]


def name_at(
    reading: Reading,
    place: int,
    *,
    strong: bool = False,
    small: bool = True,
    loud: bool = False,
    is_person: bool = False,
    may_be_word: bool = False,
) -> Span | None:
    """The name that begins at `place`.

    `strong`: what stands before leaves no doubt, so any uncommon word is one.  `small`: it may be written small.
    `is_person`: what stands before tells of a person, so a given name that is also a town's is one ("Florence").
    `may_be_word`: and whose person it is, so a given name that is also a word is one ("my son Will").
    """
    number = reading.at(place)
    if number is None:
        return None
    word = reading.words[number]
    is_told = strong or (is_person and word.is_capital and (word.is_given or word.key in _ALSO_TOWNS))
    if word.key in LARGE_PLACES and not is_told and not _is_longer(reading, number):
        return None
    end = 0
    if not reading.is_shouting:
        end = reading.capital_name(number, loud=loud or strong, first_may_be_word=strong or may_be_word)
        if end and word.key in EPONYMS and not is_told and not _is_person(reading, number, end):
            return None
    if not end and small and word.key not in BRANDS and (not word.is_capital or reading.is_shouting):
        end = reading.small_name(number, any_word=strong)
    if not end or OF_A_DISEASE.match(reading.text, end):
        return None
    if not is_told and (reading.is_famous(place, end) or is_nobodys(word)):
        return None
    return Span(Kind.NAME, place, end)


def family_name_at(reading: Reading, place: int) -> Span | None:
    """The family name at `place` that a disease bears too, where what stands around it tells of a person.

    Not "Wilson's disease", "Wilson disease" nor "Crohn's", which is the disease by itself.
    """
    number = reading.at(place)
    if number is None or reading.is_shouting:
        return None
    word = reading.words[number]
    if not word.is_capital or word.key not in FAMILY_NAMES or word.name_end != word.end:
        return None
    return None if OF_A_DISEASE.match(reading.text, word.end) else Span(Kind.NAME, place, word.end)


def _is_person(reading: Reading, number: int, end: int) -> bool:
    """Whether the first word, which a disease bears, is the given name of a whole name: "James Cook"."""
    word = reading.words[number]
    if not word.is_given or word.name_end == end or not reading.joins(number):
        return False
    following = reading.words[number + 1]
    return following.key not in EPONYMS and following.text.lower() not in COMMON


def _is_longer(reading: Reading, number: int) -> bool:
    """Whether a further capital word follows, as in "Florence Okoro"."""
    if not reading.words[number].is_given or not reading.joins(number):
        return False
    following = reading.words[number + 1]
    return following.is_capital and following.key not in COMMON and following.key not in CAPITALS


def is_sure(reading: Reading, span: Span) -> bool:
    """Whether the words alone look like a name: a given name first, or two capitals that are no common words."""
    words = [reading.words[number] for number in inside(reading, span)]
    if words[0].is_given or words[0].key in _ALSO_TOWNS:
        return True
    real = [word for word in words if word.is_capital and not word.is_initial]
    return len(words) > 1 and len(real) > 0 and real[-1].text.lower() not in COMMON


def inside(reading: Reading, span: Span) -> range:
    """The numbers of the words of a span."""
    first = reading.number[span.start]
    last = first
    while last + 1 < len(reading.words) and reading.words[last + 1].start < span.end:
        last += 1
    return range(first, last + 1)


def is_word(reading: Reading, span: Span) -> bool:
    """Whether it is written small, or a word of any sentence with a capital."""
    word = reading.words[reading.number[span.start]]
    return not word.is_capital or word.is_shouted or bool({word.key, word.text.lower()} & COMMON)


def is_shout(reading: Reading, span: Span) -> bool:
    """Whether it begins with a word in capitals that is no given name."""
    word = reading.words[reading.number[span.start]]
    return word.is_shouted and not word.is_given
