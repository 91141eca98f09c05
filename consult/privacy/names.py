"""Names of people: introduced, of the family, of who treats, under a letter, or known as given names."""

import re
from collections.abc import Iterator

from consult.language.word_lists import word_lists
from consult.privacy import people
from consult.privacy.findings import Kind, Span
from consult.privacy.name_words import family_name_at, inside, is_shout, is_sure, is_word, name_at
from consult.privacy.reading import (
    BRANDS,
    CAPITALS,
    COMMON,
    EPONYMS,
    LARGE_PLACES,
    NOT_NAMES,
    OF_A_DISEASE,
    PARTICLES,
    PSEUDONYMS,
    SURNAMES,
    WORDS_TOO,
    Reading,
    Word,
)

_LISTS = word_lists("people")
_NOT_DOCTORS = word_lists("privacy")["not_doctors"] | NOT_NAMES | CAPITALS
# Joined once: they are large.
_NOT_ALONE = COMMON | BRANDS
_NO_SHOUTED_DOCTORS = _NOT_DOCTORS | COMMON
_NOT_SHOUTED = COMMON | CAPITALS | NOT_NAMES
_NOT_LISTED = _NOT_SHOUTED | EPONYMS
_COLOURS = _LISTS["colours"]
_WORDS_TOO = WORDS_TOO - CAPITALS
_CONTRACTIONS = _LISTS["after_doctor"]
# Doctors of the shelves and of the net.
_NO_PERSON = _LISTS["no_person"]
_AGE = re.compile(r"(?:,? age[d:]*)? \d{2}(?= and |, |$| ?(?:yo|y/o|yrs?|years?|[mf])\b)", re.IGNORECASE)
_COMES_IN = re.compile(r",? (?:again|here|speaking|writing)\b")
_ENDS = re.compile(r"[,.!(]|$| and | here\b| from ")
_INITIAL_STOP = re.compile(r"\.[ \t]?")
_FAMILY = re.compile(r"(?:o|d|n|m)'[^\W\d_]{3,}")
_AND = re.compile(rf"{people.AND}(?=[^\W\d_])")
_ARTICLE = frozenset(
    {"the", "a", "an", "of", "on", "take", "taking", "called", "or", "mg", "and/or", "with", "for", "like"}
)


def find_names(reading: Reading) -> Iterator[Span]:
    """Yield the names of a text."""
    for find in (_clinicians, _introduced, _family, _signed, _listed, _shouted, _given):
        for span in find(reading):
            yield span
            yield from _and_another(reading, span, may_be_any=find is not _given)
    for match in people.OTHER_SCRIPTS.finditer(reading.text):
        yield Span(Kind.NAME, *match.span(match.lastindex or 0))
    for match in people.OTHER_CLINICIANS.finditer(reading.text):
        yield Span(Kind.CLINICIAN, *match.span(match.lastindex or 0))


def _and_another(reading: Reading, span: Span, *, may_be_any: bool) -> Iterator[Span]:
    """The second of two: "Otis and Wren"; unless it `may_be_any`, a name that is a word too ("Pete n Sue")."""
    match = _AND.match(reading.text, span.end)
    number = reading.at(match.end()) if match else None
    if number is None or reading.is_shouting:
        return
    word = reading.words[number]
    if word.is_capital and word.key in _WORDS_TOO:
        yield Span(span.kind, word.start, word.name_end)
        return
    if (
        not may_be_any
        or {word.key, word.text.lower()} & COMMON
        or word.key in EPONYMS
        or word.key in LARGE_PLACES
    ):
        return
    end = reading.capital_name(number)
    if end and not OF_A_DISEASE.match(reading.text, end):
        yield Span(span.kind, word.start, end)


def _introduced(reading: Reading) -> Iterator[Span]:
    text = reading.text
    for match in people.SAID.finditer(reading.small):
        if match[0][:4] == "name" and people.NOT_A_PERSON.search(
            reading.small, max(0, match.start() - 40), match.start()
        ):
            continue
        if span := name_at(reading, match.end(), strong=True):
            yield span
    for match in people.PERSON_CALLED.finditer(reading.small):
        number = reading.at(match.end())
        is_capital = number is not None and reading.words[number].is_capital and not reading.is_shouting
        if span := name_at(reading, match.end(), strong=is_capital, loud=True):
            yield span
    for match in people.I_AM.finditer(reading.small):
        said = text[match.start() : match.start() + 3]
        span = name_at(reading, match.end(), loud=True, is_person=said[0] in "Ii" and "t" not in said)
        again = _again(reading, match.end())
        if again and (span is None or span.end < again.end):
            yield again
        elif span and (
            is_sure(reading, span) or (_ENDS.match(text, span.end) and not is_shout(reading, span))
        ):
            yield span
        elif aged := _aged(reading, match.end()):
            yield aged
    for pattern in (people.HERE, people.IS_MY_NAME):
        for match in pattern.finditer(reading.small):
            yield from _before(reading, match.start())
    for match in people.GREETED.finditer(reading.small):
        span = name_at(reading, match.end())
        if (
            span
            and (is_sure(reading, span) or text[span.end : span.end + 1] in (",", "!"))
            and not is_shout(reading, span)
        ):
            yield span


def _aged(reading: Reading, place: int) -> Span | None:
    """ "i'm zuleika 31": an uncommon small word with an age behind it."""
    number = reading.at(place)
    end = reading.small_name(number, any_word=True) if number is not None else 0
    return Span(Kind.NAME, place, end) if end and _AGE.match(reading.text, end) else None


def _again(reading: Reading, place: int) -> Span | None:
    """ "its kayleigh turnbull again", "it's tom here": small words before a word of somebody who comes in.

    Two uncommon words or a given name: "it's labyrinthitis again" names nobody.
    """
    number = reading.at(place)
    end = reading.small_name(number, any_word=True) if number is not None else 0
    if (
        number is None
        or not end
        or not (reading.words[number].is_given or " " in reading.text[place:end])
        or not _COMES_IN.match(reading.text, end)
        or (reading.words[number].key in BRANDS or reading.words[number].key in LARGE_PLACES)
    ):
        return None
    return Span(Kind.NAME, place, end)


def _before(reading: Reading, end: int, *, is_apart: bool = True) -> Iterator[Span]:
    """The name that ends at `end`: its capital words, read backwards; given names only unless it `is_apart`."""
    number = _number_ending(reading, end)
    if number is None:
        return
    first = number
    while (
        first > 0 and number - first < 3 and reading.joins(first - 1) and reading.words[first - 1].is_capital
    ):
        first -= 1
    for start in range(first, number + 1):
        span = name_at(reading, reading.words[start].start, loud=True)
        word = reading.words[start]
        is_common = not _NOT_ALONE.isdisjoint((word.key, word.text.lower())) or reading.names_a_thing(start)
        is_uncommon = word.is_capital and is_apart and not is_common
        if span and span.end == end and (is_sure(reading, span) or is_uncommon):
            yield span
            return


def _number_ending(reading: Reading, end: int) -> int | None:
    """The number of the word that ends at `end`, found by going back over its letters."""
    for back in range(1, min(end, 40) + 1):
        number = reading.at(end - back)
        if number is not None and reading.words[number].name_end == end:
            return number
    return None


def _family(reading: Reading) -> Iterator[Span]:
    text = reading.text
    for match in people.RELATIVE_THEN.finditer(reading.small):
        is_owned = people.OWNER_BEFORE.search(
            reading.small, max(0, match.start() - people.LONGEST_OWNER), match.start()
        )
        span = name_at(reading, match.end(), is_person=True, may_be_word=bool(is_owned))
        if span is None:
            continue
        if reading.is_famous(match.start(), span.end):  # "granny smith"
            continue
        if (
            text[match.start() : match.end()] == "Little "
            and reading.words[reading.number[span.start]].key in PSEUDONYMS
        ):
            continue
        ends = text[span.end : span.end + 1] in {",", ")"}
        in_brackets = "(" in match[0] and text[span.end : span.end + 1] == ")"
        is_family = (
            people.FAMILY.match(match[0])
            and not is_word(reading, span)
            and (in_brackets or "(" not in match[0])
        )
        is_told = is_owned and (not match["comma"] or ends) and not is_shout(reading, span)
        if is_sure(reading, span) or is_family or is_told:
            yield span
    for match in people.NAME_BEFORE_RELATIVE.finditer(reading.small):
        before = re.search(r"[,(–-]?[ \t]{0,3}$", text[max(0, match.start() - 4) : match.start()])
        if before and before[0]:
            yield from _before(
                reading, match.start() - len(before[0]), is_apart="," in before[0] or "(" in before[0]
            )


def _clinicians(reading: Reading) -> Iterator[Span]:
    text = reading.text
    for match in people.TITLED.finditer(text):
        number = reading.at(match.end())
        if number is None or reading.words[number].key in _NO_PERSON or people.WHOLE_TITLE.match(match[0]):
            continue
        if (
            "," in match[0] and reading.words[number].text.lower() in COMMON
        ):  # "Dear Doctor, Hope you are well"
            continue
        end = reading.capital_name(number, loud=True, first_may_be_word=True)
        if not end and match["gap"] and match["title"] in {"Dr", "Prof", "Mrs", "Mr"}:
            end = _small_doctor(reading, number)
        if end and not OF_A_DISEASE.match(text, end) and not reading.is_famous(match.start(), end):
            yield Span(Kind.CLINICIAN, match.start(), end)
    for match in people.SHOUTED_TITLED.finditer(text) if reading.is_shouting else ():
        number = reading.at(match.end())
        if number is not None and reading.words[number].key not in _NO_SHOUTED_DOCTORS:
            yield Span(Kind.CLINICIAN, match.start(), reading.words[number].name_end)
    for match in people.SMALL_TITLED.finditer(text):
        number = reading.at(match.end())
        if number is None or reading.words[number].key in _NO_PERSON:
            continue
        end = reading.capital_name(number, loud=True, first_may_be_word=True)
        if not end and match[0].startswith(("dr", "prof", "mrs", "mr")):
            end = _small_doctor(reading, number)
        if end:
            yield Span(Kind.CLINICIAN, match.start(), end)
    for match in people.ROLE.finditer(reading.small):
        span = name_at(reading, match.end())
        if span and (
            is_sure(reading, span)
            or (not match["comma"] and text[span.start].isupper() and not is_shout(reading, span))
        ):
            yield Span(Kind.CLINICIAN, span.start, span.end)
    for match in people.ROLE_AFTER.finditer(reading.small):
        yield from _before(reading, match.start())


def _small_doctor(reading: Reading, number: int) -> int:
    """ "dr patel": after the title any word that is not what sentences go on with."""
    word = reading.words[number]
    while len(word.key) > 1 and word.key in PARTICLES and reading.joins(number):  # "dr van der merwe"
        number += 1
        word = reading.words[number]
    if len(word.text) == 1 and _INITIAL_STOP.fullmatch(reading.gap(number)):  # "dr p. lindqvist"
        return _small_doctor(reading, number + 1)
    is_word = word.key in _NOT_DOCTORS or word.key in COMMON or word.key in _CONTRACTIONS
    if word.is_capital or len(word.key) < 2 or _is_contracted(word) or (is_word and word.key not in _COLOURS):
        return 0
    if not reading.joins(number):
        return word.name_end
    following = reading.words[number + 1]
    is_more = not following.is_capital and following.key not in _NOT_DOCTORS and following.key not in COMMON
    return following.name_end if is_more and len(following.key) > 2 else word.name_end


def _is_contracted(word: Word) -> bool:
    """Whether an apostrophe stands for letters left out ("hasn't"), and not in a name ("o'neill", "patel's")."""
    return "'" in word.text and word.name_end == word.end and not _FAMILY.match(word.text)


def _signed(reading: Reading) -> Iterator[Span]:
    text = reading.text
    for match in people.CLOSED.finditer(reading.small):
        span = name_at(reading, match.end(), loud=True) or family_name_at(reading, match.end())
        if (
            span
            and (is_sure(reading, span) or people.ENDS_THERE.match(text, span.end))
            and not is_shout(reading, span)
        ):
            yield _with_family_name(reading, span)
    for match in people.WEAKLY_CLOSED.finditer(reading.small):
        span = name_at(reading, match.end(), loud=True) or family_name_at(reading, match.end())
        if span and people.ENDS_THERE.match(text, span.end) and not is_shout(reading, span):
            yield span
    yield from _last_line(reading)


def _with_family_name(reading: Reading, span: Span) -> Span:
    """A given name written small with one more uncommon word that ends the letter: "chantelle o'brien"."""
    number = inside(reading, span)[-1]
    if reading.words[number].is_capital or not reading.joins(number):
        return span
    following = reading.words[number + 1]
    is_name = reading.small_name(number + 1, any_word=True) == following.name_end
    ends = people.ENDS_THERE.match(reading.text, following.end)
    return Span(span.kind, span.start, following.name_end) if is_name and ends else span


def _last_line(reading: Reading) -> Iterator[Span]:
    """A name alone at the end: on its own line, or after the last sentence."""
    found = re.search(
        r"(?:[\n.!?…–-]|\n[ \t]*|[.!?] |, )[ \t]*([^\W\d_][\w.' -]{1,40}?)[ \t.!x]*$", reading.text[-60:]
    )
    if found is None:
        return
    place = max(0, len(reading.text) - 60) + found.start(1)
    span = name_at(reading, place, small=False)
    if span is None or reading.text[span.end :].strip(" \t.!x"):
        return
    own_line = "\n" in reading.text[max(0, place - 3) : place]
    words = [reading.words[number] for number in inside(reading, span)]
    if is_sure(reading, span) or (
        own_line and len(words) < 4 and all(w.text.lower() not in COMMON for w in words)
    ):
        yield span


def _listed(reading: Reading) -> Iterator[Span]:
    """Names as lists have them, the family name first: "PATEL, Hetal"."""
    if reading.is_shouting:
        return
    for number, word in enumerate(reading.words[:-1]):
        following = reading.words[number + 1]
        if (
            word.is_shouted
            and len(word.key) > 2
            and reading.gap(number) == ", "
            and following.is_given
            and following.is_capital
            and not (following.is_shouted and len(following.text) < 4)  # "III, ASA 2"
            and _NOT_LISTED.isdisjoint((word.key, following.key))
        ):
            yield Span(Kind.NAME, word.start, reading.capital_name(number + 1) or following.name_end)


def _shouted(reading: Reading) -> Iterator[Span]:
    """A whole name with its age where everything is in capitals: "JOHN MCALLISTER 72 YRS"."""
    for number, word in enumerate(reading.words[:-1] if reading.is_shouting else ()):
        following = reading.words[number + 1]
        if (
            word.is_given
            and reading.joins(number)
            and _NOT_SHOUTED.isdisjoint((following.key, following.text.lower()))
            and _AGE.match(reading.text, following.name_end)
        ):
            yield Span(Kind.NAME, word.start, following.name_end)


def _given(reading: Reading) -> Iterator[Span]:
    """Given names that stand anywhere with a capital; what is also a disease, a brand or a place needs more."""
    if reading.is_shouting:
        return
    for number, word in enumerate(reading.words):
        if (
            not word.is_capital
            or not word.is_given
            or word.key in EPONYMS
            or (word.is_shouted and len(word.text) < 5)
        ):
            continue
        span = name_at(reading, word.start, small=False)
        if span is None:
            continue
        if reading.is_of_famous(number):
            continue
        if all(reading.words[at].key in PSEUDONYMS for at in inside(reading, span)):
            continue
        is_single = span.end == word.name_end
        if is_single and (word.key in SURNAMES or word.key in COMMON or word.key in BRANDS):
            continue
        before = reading.words[number - 1] if number else None
        if before and before.key in {"st", "saint", "as"} and reading.joins(number - 1):
            continue
        if is_single and before and before.text.lower() in _ARTICLE and not reading.begins_sentence(number):
            continue
        if is_single and before and before.is_capital and reading.joins(number - 1) and before.key in EPONYMS:
            continue
        yield span
