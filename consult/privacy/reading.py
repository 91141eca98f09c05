"""A text read once for names: its words with a place, a key to look them up by, and the capitals that names have."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import cached_property

from consult.language.characters import JOINERS, MARKS, small
from consult.language.tokens import fold
from consult.language.word_lists import word_lists

_LETTERS = rf"[^\W\d_](?:[^\W_]|[{MARKS}{JOINERS}])*"
_WORD = re.compile(rf"{_LETTERS}(?:['-]{_LETTERS})*")
# "d'Arc", "al-Masri": the capital stands behind the joint.
_INNER_CAPITAL = re.compile(r"(?:d|l|o|m|n|al|el|as|ben|van|de)['-][^\W\d_]", re.IGNORECASE)
_POSSESSIVE = re.compile(r"'[sS]?$")
# Letters that no folding takes apart.
_LETTERS_OF_THEIR_OWN = str.maketrans(
    {
        "ł": "l",
        "Ł": "l",
        "ø": "o",
        "Ø": "o",
        "đ": "d",
        "Đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
    }
)
_GAP = re.compile(r"[ \t]{1,4}|[ \t]?\n?[ \t]?(?=$)")
# Endings of words for how somebody is, which are no names when written small: "they call me prediabetic".
_STATE = re.compile(r"(?:ed|ing|ic|al|ous|ive|less|ful|ish|able|ible|er|ly|y|ness|ity|ant|ent|ion|nt|ve)$")
_AFTER_INITIAL = re.compile(r"\.?[ \t]{0,3}-?")

LONGEST_NAME = 5
"""Words of a name, particles not counted."""


@dataclass(slots=True)
class Word:
    """A word with its place; `key` is how the lists know it: folded, without the "'s" of "Anna's"."""

    text: str
    start: int
    end: int
    key: str
    is_capital: bool
    is_shouted: bool
    """In capitals throughout, and no initial."""

    @property
    def is_initial(self) -> bool:
        """One capital letter."""
        return len(self.text) == 1 and self.is_capital

    @property
    def is_given(self) -> bool:
        """Whether every part of it is a given name ("Margaret-Ann")."""
        return self.key in GIVEN or ("-" in self.text and self._parts_are_given)

    @property
    def _parts_are_given(self) -> bool:
        first, *others = map(key, self.text.split("-"))
        return first in GIVEN and all(
            part in GIVEN or part in SURNAMES or (self.is_capital and part not in COMMON) for part in others
        )

    @property
    def name_end(self) -> int:
        """Where it ends without the "'s"."""
        if "'" not in self.text:
            return self.end
        found = _POSSESSIVE.search(self.text)
        return self.end - len(found[0]) if found and len(found[0]) < len(self.text) else self.end


def key(word: str) -> str:
    """Return the word as the lists know it."""
    if word.isascii() and word.isalnum():
        return word.lower()
    return _folded_key(word)


@lru_cache(maxsize=8_192)
def _folded_key(word: str) -> str:
    return fold(_POSSESSIVE.sub("", word).translate(_LETTERS_OF_THEIR_OWN))


def _keys(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(key, words))


GIVEN = (
    word_lists("given_names")["given_names"]
    | word_lists("given_names")["more_given_names"]
    | word_lists("registered_names")["registered_names"]
)
COMMON = _keys(word_lists("common_words")["common"])
_CALLED_AFTER_SOMEBODY = _keys(word_lists("not_personal")["eponyms"])
EPONYMS = _CALLED_AFTER_SOMEBODY | _keys(word_lists("not_personal")["eponyms_of_things"])
FOREIGN = _keys(word_lists("not_personal")["foreign_words"])
CAPITALS = _keys(word_lists("not_personal")["capitals"])
FAMOUS = word_lists("not_personal")["famous"]
"""Public and invented persons by their whole names: "angelina_jolie"."""
PSEUDONYMS = word_lists("not_personal")["pseudonyms"]
MEDICINES = word_lists("medicines")["medicines"] | _keys(word_lists("medicines")["well_known"])
BRANDS = _keys(word_lists("not_personal")["brands"]) | PSEUDONYMS | MEDICINES
LARGE_PLACES = _keys(word_lists("not_personal")["large_places"]) | word_lists("cities")["cities"]
PARTICLES = word_lists("people")["particles"]
SURNAMES = word_lists("people")["surnames_that_are_words"]
WORDS_TOO = word_lists("people")["given_names_that_are_words"]
"""Given names that are words as well: "Grace", "Will"."""
NOT_NAMES = _keys(word_lists("privacy")["not_names"])
FAMILY_NAMES = _CALLED_AFTER_SOMEBODY - COMMON - CAPITALS - NOT_NAMES - LARGE_PLACES
"""What bears a disease and is a family name as well: "Wilson"."""
THINGS = frozenset().union(*word_lists("things").values()) - GIVEN - SURNAMES
"""Foods, plants, animals and things that nobody is called by."""
OF_A_DISEASE = re.compile(
    r"(?:'s)?[ -](?:(?:type|stage|like|35(?! ?(?:,|years?|yo|y/o|yrs?|and|from|[mf]\b)))\b"
    r"|[a-z-]{0,20} ?(?:syndrome|disease|palsy|disorder|sarcoma|lymphoma"
    r"|tumou?r|sign|test|score|scale|criteria|law|cyst|node|nodes"
    r"|reflex|phenomenon|an?emia|thyroiditis|arthritis|virus|mano?euvre|maneuver|procedure|technique|operation"
    r"|repair|fracture|contracture|body|bodies|cells?|tube|catheter"
    r"|chart|index|method|diet|classification|angina|gland|canal|ring|ligament|tendon|ulcer|apple|wort|oesophagus"
    r"|esophagus|malformation|duct|encephalopathy))\b",
    re.IGNORECASE,
)
# Compounds of other languages: "Frauenarzt", "Kundennummer"; nouns have a capital there.
_FOREIGN_NOUN = re.compile(
    r".{3,}(?:ärztin|arzt|kasse|nummer|versicherung|gruppe|druck|schein|zeichen|ierung|heit|keit|schaft|praxis|brief"
    r"|termin|tabletten?|salbe|schmerz|schmerzen|entzündung|krankheit|krankenhaus|werte|karte|spritze|impfung"
    r"|behandlung"
    r"|untersuchung|operation)$"
)
# Stems of the international names of medicines (WHO).
_MEDICINE = re.compile(
    r"[a-z]{2}(?:sartan|pril|olol|statin|[zvlx]umab|ximab|tinib|azole|cillin|mycin|floxacin|cycline|dipine"
    r"|oxetine|azepam"
    r"|prazole|gliptin|gliflozin|glutide|tidine|triptan|parin|xaban|setron|profen|fenac|terol|asone|solone|thiazide"
    r"|lukast|afil|dronate|metformin|zosin|peridone|gabalin|abine|ciclovir|gatran|grel|caine)$"
)
# "C-section", "T-shirt", "X-ray".
_NUMBER_BEHIND = re.compile(r"-\d")
_LETTER_AND_WORD = re.compile(r"[^\W\d_]-")


def is_nobodys(word: Word) -> bool:
    """Whether it is a medicine by its stem, or a word of another language mixed into English: nobody's name."""
    return not word.is_given and (
        bool(_MEDICINE.search(word.key))
        or word.key in FOREIGN
        or bool(_FOREIGN_NOUN.match(word.text.lower()))
    )


def read_word(match: re.Match[str]) -> Word:
    """Return a word of the text."""
    text = match[0]
    is_capital = (text[0].isupper() or text[0].istitle()) and not _is_of_a_number(match)
    if text.isalpha():
        return Word(text, *match.span(), key(text), is_capital, len(text) > 1 and text.isupper())
    if not is_capital and (joint := _INNER_CAPITAL.match(text)):
        is_capital = text[joint.end() - 1].isupper()
    bare = _POSSESSIVE.sub("", text)
    return Word(text, *match.span(), key(text), is_capital, len(bare) > 1 and bare.isupper())


def _is_of_a_number(match: re.Match[str]) -> bool:
    """Whether a number stands right at the word: a unit or a product ("14Ch", "Estelle-35")."""
    text, (start, end) = match.string, match.span()
    if text[start - 1 : start].isdecimal():
        return True
    return text[end : end + 1] == "-" and bool(_NUMBER_BEHIND.match(text, end))


class Reading:
    """The words of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.small = small(text)
        self.words = [read_word(match) for match in _WORD.finditer(text)]
        self._famous: dict[tuple[int, int], bool] = {}
        self.number = {word.start: number for number, word in enumerate(self.words)}

    @cached_property
    def is_shouting(self) -> bool:
        """Whether most words are in capitals, so that a capital tells nothing."""
        long = [word for word in self.words if len(word.text) > 2]
        return len(long) > 4 and sum(word.is_shouted for word in long) > len(long) / 2

    def is_famous(self, start: int, end: int) -> bool:
        """Whether these words name somebody whom everybody knows."""
        if (known := self._famous.get((start, end))) is None:
            known = "_".join(map(key, self.text[start:end].split())) in FAMOUS
            self._famous[start, end] = known
        return known

    def is_of_famous(self, number: int) -> bool:
        """Whether the word is one of a famous name: "Mercury" of "Freddie Mercury"."""
        return any(
            self.is_famous(self.words[first].start, self.words[last].name_end)
            for first in range(max(0, number - 2), number + 1)
            for last in range(number, min(len(self.words), first + 4))
        )

    def at(self, place: int) -> int | None:
        """The number of the word that starts at `place`."""
        return self.number.get(place)

    def gap(self, number: int) -> str:
        """What stands between this word and the next; "" after the last."""
        if number + 1 >= len(self.words):
            return ""
        return self.text[self.words[number].end : self.words[number + 1].start]

    def begins_sentence(self, number: int) -> bool:
        """Whether a capital here may only be that of a sentence."""
        before = self.text[max(0, self.words[number].start - 4) : self.words[number].start].rstrip(
            " \t\"'(“‘"
        )
        return not before or before[-1] in ".!?:;\n…-–"

    def names_a_thing(self, number: int) -> bool:
        """Whether it is a food, a plant or the like with the capital of its sentence alone."""
        if self.words[number].key not in THINGS or not self.begins_sentence(number):
            return False
        return not (self.joins(number) and self.words[number + 1].is_capital)

    def joins(self, number: int) -> bool:
        """Whether this word and the next stand together as those of a name do."""
        if number + 1 >= len(self.words):
            return False
        gap = self.gap(number)
        if self.words[number].is_initial or self.words[number].key in {"st", "jr", "sr"}:
            return bool(_AFTER_INITIAL.fullmatch(gap)) and bool(gap)
        return bool(_GAP.fullmatch(gap)) and "\n" not in gap

    def capital_name(self, number: int, *, loud: bool = False, first_may_be_word: bool = False) -> int:
        """Return where the name ends that begins with word `number`; 0 when none begins there.

        `loud` takes a first word in capitals ("SMITH"); `first_may_be_word` one that is a word as well ("Young").
        """
        end, count, at = 0, 0, number
        while at < len(self.words) and count < LONGEST_NAME:
            step = at
            while step < at + 3 and step + 1 < len(self.words) and self._is_particle(step, bool(end)):
                step += 1
            word = self.words[step]
            if not self._is_part(
                word, is_first=not count, loud=loud, may_be_word=first_may_be_word or count > 0
            ):
                break
            if word.is_initial and not self._leads_on(step):
                break
            end, count = word.name_end, count + 1
            if word.name_end != word.end or not self.joins(step):
                break
            at = step + 1
        return end

    def _is_particle(self, number: int, inside: bool) -> bool:
        word = self.words[number]
        if word.text.lower() not in PARTICLES or not self.joins(number):
            return False
        return inside or not word.is_capital or self.words[number + 1].is_capital

    def _leads_on(self, number: int) -> bool:
        """Whether an initial is followed by a further part of a name, or by its own full stop."""
        if self.text[self.words[number].end : self.words[number].end + 1] == ".":
            return True
        return self.joins(number) and self.words[number + 1].is_capital

    def _is_part(self, word: Word, *, is_first: bool, loud: bool, may_be_word: bool) -> bool:
        if not word.is_capital or _LETTER_AND_WORD.match(word.text):
            return False
        if word.is_initial:
            return word.text != "I" or not is_first
        if word.key in SURNAMES and may_be_word:
            return True
        if word.key in CAPITALS or word.key in NOT_NAMES:
            return is_first and may_be_word and word.is_given
        if word.is_shouted and not word.is_given:
            return (loud or not is_first) and len(word.key) > 2 and (word.key not in COMMON)
        return True

    def small_name(self, number: int, *, any_word: bool) -> int:
        """Return where a name written small ends ("danny"); 0 for none.  `any_word` takes every uncommon word."""
        word = self.words[number]
        if not self._is_small_part(word, any_word):
            return 0
        end, at = word.name_end, number
        while (
            any_word and at < number + 2 and self.words[at].name_end == self.words[at].end and self.joins(at)
        ):
            at += 1
            if not self._is_small_part(self.words[at], any_word=True):
                break
            end = self.words[at].name_end
        return end

    @staticmethod
    def _is_small_part(word: Word, any_word: bool) -> bool:
        if word.key in CAPITALS or word.key in NOT_NAMES or len(word.key) < 2:
            return False
        return word.is_given or (
            any_word and word.key not in COMMON and word.key not in EPONYMS and not _STATE.search(word.key)
        )
