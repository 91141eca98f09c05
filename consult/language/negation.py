"""Is a phrase said not to be so ("no chest pain"), or to be long past ("a stroke ten years ago")?

Both answers lean to "it is so": a patient interrupted for nothing can go on with one tap, one not interrupted may be
harmed. So a negation reaches only over words that are known to carry it, over a list only when an "or" or "nor"
says that it is one, and never past "but", a verb of its own, a full stop or a line's end.
The method is NegEx (Chapman et al., J Biomed Inform 2001, doi 10.1006/jbin.2001.1029), made stricter.
"""

from collections.abc import Sequence, Set
from datetime import date

from consult.language.word_lists import word_lists, word_pairs
from consult.language.words import Word

_LISTS = word_lists("negation")
DENIALS, NOTS = _LISTS["denials"], _LISTS["nots"]
_DENIAL_PAIRS = word_pairs("negation", "denial_pairs")
_CARRIERS, _DEGREES, _STOPS = _LISTS["carriers"], _LISTS["degrees"], _LISTS["stops"]
_ONLY_AFTER = word_pairs("negation", "only_after")
_NOT_A_LIST = _STOPS | _LISTS["not_a_list"]
_NOT_A_DENIAL, _SAYS_NO, _COMPARES = _LISTS["not_a_denial"], _LISTS["says_no"], _LISTS["compares"]
_REACH = 8

_AGAIN, _PRESENT = _LISTS["again"], _LISTS["again"] | _LISTS["present"]
# One of these stands wherever the past is named: most texts are done with at once.
_PAST_HINTS = frozenset({"ago", "back", "earlier", "in", "as", "when"})
_PAST_UNITS, _YOUNG = _LISTS["past_units"], _LISTS["young"]


# One of these stands wherever anything is denied.
_DENIAL_HINTS = DENIALS | NOTS | _SAYS_NO | frozenset(_DENIAL_PAIRS) | frozenset({"ruled", "excluded"})


def may_deny(texts: Set[str]) -> bool:
    """Whether anything can be denied in a text of these words: where nothing can, no place need be looked at."""
    return not _DENIAL_HINTS.isdisjoint(texts)


def may_be_past(texts: Set[str]) -> bool:
    """The same of what is long past."""
    return not _PAST_HINTS.isdisjoint(texts)


def is_denied(words: Sequence[Word], matched: Sequence[int]) -> bool:
    """Say whether the matched words (positions in `words`, ascending) are denied by those around them."""
    first, last = matched[0], matched[-1]
    inside = set(range(first, last + 1)) - set(matched)
    if any(words[i].text in DENIALS | NOTS and not _is_false_denial(words, i) for i in inside):
        return True
    return _denied_before(words, first) or _denied_after(words, last)


def is_long_past(words: Sequence[Word], matched: Sequence[int], today: date | None = None) -> bool:
    """Say whether the matched words tell of something years ago and nothing near them says it is back."""
    first, last = matched[0], matched[-1]
    sentence = words[first].sentence
    around = [word for word in words[max(0, first - 40) : last + 41] if word.sentence == sentence]
    if not _names_the_past(around, (today or date.today()).year):
        return False
    for i, word in enumerate(around):
        following = around[i + 1].text if i + 1 < len(around) else ""
        if word.text in _PRESENT and not (word.text in {"have", "has"} and following in {"had", "been"}):
            return False
    after = [word.text for word in words[last + 1 : last + 41] if word.sentence == sentence + 1]
    return not _AGAIN.intersection(after)


def _denied_before(words: Sequence[Word], first: int) -> bool:
    """Walk back from the match to the word that denies it, as far as every word on the way may carry a "no"."""
    listed = _is_list_going_on(words, first)
    comma = False
    loose = 0  # words on the way that carry a denial only inside a list
    for i in range(first - 1, max(-1, first - 1 - _REACH), -1):
        nearer, word = words[i + 1], words[i]
        if nearer.sentence != word.sentence or nearer.line != word.line:
            return False
        comma = comma or "," in nearer.before
        if word.text in DENIALS or word.text in NOTS or _is_denial_pair(words, i):
            return not _is_false_denial(words, i) and (listed or not (loose or comma))
        if word.text == "or":
            if comma and not listed:
                return False  # "no fever or cough, chest pain since noon": the list ended before the comma
            listed = True
        elif _stops_denial(words, i):
            return False
        else:
            loose += word.text not in _CARRIERS and word.text not in _DEGREES
    return False


def _is_list_going_on(words: Sequence[Word], first: int) -> bool:
    """ "no fever, chest pain, cough or rash": an "or" soon after the match makes the whole a list."""
    for i in range(first + 1, min(first + 8, len(words) - 1)):
        word = words[i]
        if word.sentence != words[first].sentence or word.text[0].isdecimal() or word.text in _NOT_A_LIST:
            return False
        if word.text in {"or", "nor"}:
            return words[i + 1].text not in _NOT_A_LIST
    return False


def _stops_denial(words: Sequence[Word], i: int) -> bool:
    text = words[i].text
    if text in _ONLY_AFTER:
        return i == 0 or words[i - 1].text not in _ONLY_AFTER[text]
    return text in _STOPS and not (text == "and" and words[i + 1].text == "or")


def _is_denial_pair(words: Sequence[Word], i: int) -> bool:
    return i + 1 < len(words) and words[i + 1].text in _DENIAL_PAIRS.get(words[i].text, ())


def _is_false_denial(words: Sequence[Word], i: int) -> bool:
    """ "no relief", "not only", "no longer able", "never such pain", and the double negation "not without"."""
    following = [word.text for word in words[i + 1 : i + 3]]
    said = {word.text for word in words[i + 1 : i + 1 + _REACH] if word.sentence == words[i].sentence}
    if words[i].text == "never" and said & _COMPARES:
        return True
    if following[:1] == ["longer"]:
        return following[1:] not in (["have"], ["has"], ["get"], ["feel"])
    if following and following[0] in _NOT_A_DENIAL:
        return True
    return words[i].text in DENIALS and i > 0 and words[i - 1].text in NOTS


def _denied_after(words: Sequence[Word], last: int) -> bool:
    """ "chest pain: no", "chest pain? None.", "chest pain was ruled out"."""
    tail = words[last + 1 : last + 6]
    if not tail:
        return False
    if tail[0].text in _SAYS_NO and tail[0].line == words[last].line:
        asked = "?" in tail[0].before or tail[0].sentence == words[last].sentence
        closed = len(tail) == 1 or tail[1].before.strip() != "" or tail[1].line != tail[0].line
        return asked and closed
    texts = [word.text for word in tail if word.sentence == words[last].sentence]
    while texts and texts[0] in {"was", "were", "is", "has", "have", "been", "already"}:
        texts.pop(0)
    return texts[:2] == ["ruled", "out"] or texts[:1] == ["excluded"]


def _names_the_past(around: Sequence[Word], this_year: int) -> bool:
    texts = [word.text for word in around]
    if _PAST_HINTS.isdisjoint(texts):
        return False
    for i, text in enumerate(texts):
        following = texts[i + 1] if i + 1 < len(texts) else ""
        if text in _PAST_UNITS and following in {"ago", "back", "earlier"}:
            return True
        if text == "in" and following.isdecimal() and 1900 <= int(following) < this_year - 1:
            return True
        if text in {"as", "when", "in"} and _YOUNG.intersection(texts[i + 1 : i + 5]):
            return True
    return False
