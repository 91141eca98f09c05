"""Names written small, or that are words as well, told by what people do: "me and trev both", "hi im faith and"."""

import re
from collections.abc import Iterator

from consult.privacy.findings import Kind, Span
from consult.privacy.name_words import family_name_at
from consult.privacy.reading import (
    BRANDS,
    CAPITALS,
    COMMON,
    EPONYMS,
    LARGE_PLACES,
    NOT_NAMES,
    SURNAMES,
    THINGS,
    WORDS_TOO,
    Reading,
    Word,
    is_nobodys,
)

_OTHER_WORDS = CAPITALS | NOT_NAMES | EPONYMS | BRANDS | LARGE_PLACES | THINGS
_NOT_KISSED = CAPITALS | NOT_NAMES | COMMON
# What follows is done by people only.
_DOES = (
    r"(?:who|has been|has got|says?|said|thinks?|thought|reckons?|told|tells|asked|asks|took|takes|woke|wakes"
    r"|fell|went|wants"
    r"|wanted|drinks?|eats?"
    r"|drank|ate|cries|cried|screams?|screamed|refuses|refused|sleeps|slept|swallowed|collapsed|fainted|vomited"
    r"|keeps|came|lives"
    r"|rang|phoned|plays|goes|won't|wont|doesn't|doesnt|can't|cant|couldn't|hasn't|hasnt|didn't|didnt|wouldn't"
    r"|used to|loves|hates)\b"
)
_KIN = (
    r"(?:mum|mom|mam|dad|mother|father|sister|brother|wife|husband|daughter|son|nan|nana|gran|grandma|grandad"
    r"|uncle|aunt|auntie"
    r"|cousin|niece|nephew|partner|girlfriend|boyfriend|gf|bf|mate|friend|best friend|best mate|bestie"
    r"|neighbou?r|boss|manager"
    r"|carer|flatmate|housemate|roommate|teacher|stepson|stepdaughter|stepdad|stepmum|grandson|granddaughter"
    r"|twin|fianc[eé]e?)"
)
_OWNER = r"(?:my|me|our|his|her|their|ur)"
# A word or a given name, small or not: who comes in with a greeting.
_COMES_IN = re.compile(
    r"(?:\b(?:hi|hello|hey|hiya|good (?:morning|evening|afternoon|day)|salaam|salam|namaste|dear doctor"
    r"|doctor)\b[,.! ]{1,3})"
    r"(?:(?:it'?s|i'?m|i am|am|is|this is|my name is|me)(?: only| just)? )?(?=[^\W\d_])",
)
_COMES_FROM = re.compile(
    r"(?:,? (?:again|here|from|and i(?:'?(?:ve|m|d))?|i post|, ?\d\d)\b|, )", re.IGNORECASE
)
_SELF = re.compile(r"\b(?:it'?s|i'?m|i am|am|is|this is|me) $", re.IGNORECASE)
_ME_AND = re.compile(r"\b(?:me (?:and|n|&)|between me and) (?=[^\W\d_])")
_BOTH = re.compile(r" (?:both|had|have|ate|got|went|were|are|was|share|shared|split|started|came|live)\b")
# "Rose and Frank next door": two words that are names where two people do something.
_TWO = re.compile(
    r"\b([^\W\d_a-z][a-z]{1,12}) (?:and|&|n) ([^\W\d_a-z][a-z]{1,12})"
    r"(?= (?:both|next door|from next door|says?|said|reckon|who)\b)"
)
_AND_SOMEBODY = re.compile(r"\b(?:and|by|with|from|cos|cause|because|but|then|so|when|that|if) (?=[a-z])")
_IN_MY = re.compile(
    r" (?:(?:in|from|on|at|off) (?:my|our|the same|his|her) (?:form|class|year|school|team|work|office|course"
    r"|street|road|shift"
    r"|ward|block|uni|college|football|netball|estate|house|floor)\b)"
)
_KINSMAN = re.compile(
    rf"\b{_OWNER} (?:[a-z]{{2,9}} ){{0,2}}?(?:best |big |little |wee |older |younger "
    rf"|step)?{_KIN}(?:[ -]in[ -]law)?,? (?=[a-z])"
)
_IS_MY = re.compile(
    rf"(?:'s| is| was)(?: just)? (?:my|our|his|her|me)(?: [a-z]{{2,9}}){{0,2}}? {_KIN}\b"
    r"|(?:'s| is),? (?:only |nearly |now )?(?:\d{1,2}(?! ?(?:mg|mcg|ml|%|g|pm|am|days?|weeks?|[./:]\d))|\d months)\b"
)
_THATS_MY = re.compile(rf"\b(?:that'?s|thats|he'?s|she'?s|hes|shes) (?:my|our|me) (?:[a-z]{{2,9}} )?{_KIN}\b")
_OF_A_CHILD = re.compile(rf"(?:'s|s') {_KIN}\b(?! (?:disease|syndrome))")
_ASKS = re.compile(r"\b(?:asks|writes|asked|told|tell|ask|phoned|rang|texted|emailed) (?=[^\W\d_a-z])")
_GOES_ON = re.compile(
    r" (?:\(\d{1,2}\)|at|in|from|about|that|to|and|but|how|if|whether|why|who|for|this|last|twice)\b|[,.?!;]|$"
)
_UNDER = re.compile(r"\b(?:under|saw|seen by|sent to|waiting for|see) (?=[^\W\d_a-z])")
_FOR_MY = re.compile(r" (?:for|about) (?:my|his|her|their|the|our|this)\b")
_CLOSES = re.compile(r"(?:[.?!)]|[a-z]) ?[–—-] ?((?:[^\W\d_a-z][\w'’-]{1,15} ?){1,3}?(?: [A-Z])?)[ \t.!x]*$")
# "Mo x", "from a worried nan, Dot", "ta, big shaz"
_KISSED = re.compile(r"[,.?!–-] ?([^\W\d_a-z][\w'-]{1,15}(?: [A-Z]\.?)?) x{1,4}[ .]*$")
_LAST_WORD = re.compile(r", ([^\W\d_a-z][\w'-]{1,15})[ .!]*$")
_NICKNAME = re.compile(
    r"\b(?i:ta|cheers|thanks|thx|love|from),? ((?i:big|lil|wee|old|mad|lazy|tiny) [^\W\d_]{2,12})[ .!x]*$"
)
# "this is nurse adeola writing", "is that normal? from Precious in ..."
_WRITES = re.compile(
    r"\b(?:this is|it'?s|i'?m|i am|from) (?:(?:nurse|sister|matron|carer|midwife|pastor|brother|auntie|miss|mrs|mr) )"
    r"(?P<small>[a-z]{3,15}) (?:here|writing|from|at|on|again)\b"
    r"|[.?!\n] ?from (?P<large>[^\W\d_a-z][\w'-]{1,15}) (?:in|at|\(|aged)",
    re.IGNORECASE,
)
_INITIALLED = re.compile(
    r"\b((?:[A-Z]\. ?){1,3}[^\W\d_a-z][\w'-]{2,20}) \((?:Miss|Mrs|Mr|Ms|Mx|Dr|aged?\b|[mf]\b|\d\d)"
)
_KOREAN = re.compile(
    r"\b(?:(?:Kim|Lee|Park|Choi|Jung|Jeong|Kang|Cho|Yoon|Yun|Jang|Lim|Han|Oh|Seo|Shin|Kwon|Hwang|Ahn|Song|Hong"
    r"|Yoo|Moon|Bae"
    r"|Baek|Noh|Chung|Chang|Wong|Chan|Lam|Ng|Chen|Wang|Lin|Huang|Tsai|Liu|Wu|Hsu"
    r"|Yang) [A-Z][a-z]{1,6}-[A-Za-z][a-z]{1,6}"
    r"|[A-Z][a-z]{1,6}-[a-z]{1,6} (?:Kim|Lee|Park|Choi|Jung|Jeong|Kang|Cho|Yoon|Jang|Lim|Han|Seo|Shin|Kwon|Hwang"
    r"|Chen|Wang"
    r"|Lin|Huang|Tsai|Liu|Wu|Hsu|Yang|Wong|Chan))\b"
)
_BORN = re.compile(r", (?:born|dob|d\.o\.b)")
_FAMILY_FIRST = re.compile(
    r"([A-Z]{3,20}|[a-z]{2,12}), (?:born|dob|d\.o\.b|aged?|\d\d[,. ]|[a-z]{2,10}(?: [a-z]{2,10})?\.)"
)


def find_told_names(reading: Reading) -> Iterator[Span]:
    """Yield names that the words around them tell."""
    for match in _KOREAN.finditer(reading.text):
        yield Span(Kind.NAME, *match.span())
    if reading.is_shouting:
        return
    yield from _who_comes_in(reading)
    yield from _companions(reading)
    yield from _whose(reading)
    yield from _asked(reading)
    for match in _INITIALLED.finditer(reading.text):
        yield Span(Kind.NAME, *match.span(1))
    for match in _WRITES.finditer(reading.text):
        number = reading.at(match.start(match.lastgroup or 0))
        word = reading.words[number] if number is not None else None
        if word and (not _is_any(word) or (word.is_capital and word.key in SURNAMES)):
            yield Span(Kind.NAME, word.start, word.name_end)
    yield from _closing(reading)


def _closing(reading: Reading) -> Iterator[Span]:
    """Who ends a message: "- Torquil", "Mo x", "from a worried nan, Dot", "ta, big shaz"."""
    shift = max(0, len(reading.text) - 60)
    for pattern in (_CLOSES, _KISSED, _LAST_WORD, _NICKNAME):
        close = pattern.search(reading.text[shift:])
        number = reading.at(shift + close.start(1)) if close else None
        if close is None or number is None:
            continue
        word = reading.words[number]
        is_word_too = word.key in WORDS_TOO or word.key in SURNAMES
        is_short = pattern is _KISSED and word.key not in _NOT_KISSED
        if (
            pattern is _NICKNAME
            or is_short
            or (pattern is not _CLOSES and is_word_too)
            or (pattern is _CLOSES and _is_odd(word))
        ):
            yield Span(Kind.NAME, shift + close.start(1), shift + close.end(1))


def _who_comes_in(reading: Reading) -> Iterator[Span]:
    """ "hi am fatuma from the flats", "Hi, Grace again!", "HOLLOWAY, born ..."."""
    text = reading.text
    for match in _COMES_IN.finditer(reading.small):
        number = reading.at(match.end())
        if number is None:
            continue
        word = reading.words[number]
        on = _COMES_FROM.match(text, word.end)
        is_self = bool(_SELF.search(match[0]))
        again = bool(on and on[0].strip(", ").lower() in {"again", "here"})
        if word.key in WORDS_TOO and (again or (is_self and on)):
            yield Span(Kind.NAME, word.start, word.name_end)
        elif is_self and word.is_given and not _is_any(word):
            yield Span(Kind.NAME, word.start, _and_family(reading, number))
    yield from _family_first(reading)


def _family_first(reading: Reading) -> Iterator[Span]:
    """A message that begins as lists do: "HOLLOWAY, born ...", "tran, thi mai."."""
    first = _FAMILY_FIRST.match(reading.text)
    if first is None or reading.words[0].start or _is_any(reading.words[0]):
        return
    if reading.words[0].is_shouted and _BORN.match(reading.text, first.end(1)):
        yield Span(Kind.NAME, 0, first.end(1))
    elif any(word.is_given and not _is_any(word) for word in reading.words[1:3]):
        yield Span(Kind.NAME, 0, first.end() - 1)


def _and_family(reading: Reading, number: int) -> int:
    """Where a small given name ends with one more uncommon word: "callum brody"."""
    word = reading.words[number]
    if reading.joins(number):
        following = reading.words[number + 1]
        if not _is_any(following) and len(following.key) > 2 and following.is_capital == word.is_capital:
            return following.name_end
    return word.name_end


def _companions(reading: Reading) -> Iterator[Span]:
    """ "me and trev both had it", "callum brody in my form keeps on"."""
    text = reading.text
    for match in _ME_AND.finditer(reading.small):
        number = reading.at(match.end())
        if number is not None:
            word = reading.words[number]
            if (word.is_given or _BOTH.match(text, word.end)) and not _is_any(word):
                yield Span(Kind.NAME, word.start, word.name_end)
    for match in _TWO.finditer(text):
        if match[1].lower() in WORDS_TOO and match[2].lower() in WORDS_TOO:
            yield from (Span(Kind.NAME, *match.span(1)), Span(Kind.NAME, *match.span(2)))
    for match in _AND_SOMEBODY.finditer(text):
        number = reading.at(match.end())
        if number is not None and reading.words[number].is_given and not _is_any(reading.words[number]):
            end = _and_family(reading, number)
            if _IN_MY.match(text, end):
                yield Span(Kind.NAME, match.end(), end)


def _whose(reading: Reading) -> Iterator[Span]:
    """ "my best mate tash took 16", "May is my nan", "bill wont go. thats my husband", "Chidinma's mum"."""
    text = reading.text
    for match in _KINSMAN.finditer(text):
        number = reading.at(match.end())
        if number is None:
            continue
        word = reading.words[number]
        if len(word.key) > 3 and not _is_any(word) and re.match(rf" {_DOES}", text[word.end : word.end + 12]):
            yield Span(Kind.NAME, word.start, word.name_end)
    for number, word in enumerate(reading.words):
        if not word.is_capital:
            continue
        is_name = word.key in WORDS_TOO or word.is_given
        if (is_name and _IS_MY.match(text, word.name_end)) or (
            _OF_A_CHILD.match(text, word.name_end) and _is_odd(word) and not _follows_capital(reading, number)
        ):
            yield Span(Kind.NAME, word.start, word.name_end)
    if reading.words and not reading.words[0].is_capital and reading.words[0].key in WORDS_TOO:
        first = reading.words[0]
        if _THATS_MY.search(text[first.end : first.end + 60]) and re.match(
            rf" {_DOES}", text[first.end : first.end + 12]
        ):
            yield Span(Kind.NAME, first.start, first.name_end)


def _asked(reading: Reading) -> Iterator[Span]:
    """ "asks Ptolemy (9)", "under Fitzsimmons for their fibroids"."""
    for pattern, behind in ((_ASKS, _GOES_ON), (_UNDER, _FOR_MY)):
        for match in pattern.finditer(reading.text):
            number = reading.at(match.end())
            if number is None:
                continue
            is_name = _is_odd(reading.words[number]) or family_name_at(reading, match.end())
            if is_name and behind.match(reading.text, reading.words[number].name_end):
                yield Span(Kind.NAME, match.end(), reading.words[number].name_end)


def _follows_capital(reading: Reading, number: int) -> bool:
    return bool(number) and reading.joins(number - 1) and reading.words[number - 1].is_capital


def _is_odd(word: Word) -> bool:
    """Whether it is a capital word that no list knows as something else."""
    return (
        word.is_capital
        and len(word.key) > 2
        and not word.is_shouted
        and not _is_any(word)
        and not is_nobodys(word)
    )


def _is_any(word: Word) -> bool:
    """Whether it is a word of any sentence, or known as something other than a name."""
    return bool({word.key, word.text.lower()} & COMMON) or word.key in _OTHER_WORDS or is_nobodys(word)
