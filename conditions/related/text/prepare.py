"""What the engine reads of a text: the part with meaning, its terms for the index, and what the encoder is given."""

import re
from collections.abc import Iterator

from conditions.related.text.abbreviations import written_out
from conditions.related.text.stopwords import STOP_WORDS
from consult.language.normalise import normalise
from consult.language.tokens import is_word_alone, plain, tokens
from consult.language.variants import term_of

VERSION = 6
"""Raise it when anything here changes what is stored: indexes and vectors of an older version are stale."""

MAX_CHARS = 4_000
"""Longer texts are cut: the encoder reads 96 word pieces and a patient's question is told in the first pages."""

_DOCTOR = (
    r"(?:dr\b\.?\s+(?-i:[A-Z][a-z]+)|dr|doc|doctor|docs|doctors|sir|madam|ma'am|sir/madam|team|all|everyone|there"
    r"|friends?|guys)\b\.?"
)
_GREETING = re.compile(
    rf"^\W*(?:(?:hello|hi+|hey|dear|respected|greetings|good\s+(?:morning|afternoon|evening|day))\b[\s,.!-]*"
    rf"(?:(?:dear|respected)\s+)?(?:{_DOCTOR})?[\s,.!:;-]*)+",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"""
    \b(?:
        (?:many\s+)?(?:thanks|thank\s+(?:you|u)|thanx|thx|tnx|cheers)\b[^.?!\n]*
      | (?:best|kind|warm)?\s*regards\b[^.?!\n]*
      | (?:please|pls|plz|kindly)\s+(?:help|advi[sc]e|suggest|reply|respond|guide|explain|answer|assist|let\s+me\s+know
            |give\s+(?:me\s+)?(?:your\s+)?(?:advice|suggestions?|opinion))\b
            (?:\s+(?:me|us|asap|soon|urgently|quickly|on\s+this|with\s+this|out|further|accordingly|what\s+to\s+do))*
      | (?:any|your)\s+(?:help|advice|suggestions?|insights?|input|ideas?|thoughts)\b
            [^.?!\n]{0,40}\b(?:appreciated|welcome|helpful|great)\b
      | i\s+(?:would|will|'d|d)\s+(?:really\s+|greatly\s+|highly\s+)?
            (?:be\s+(?:grateful|thankful|obliged)|appreciate)\b[^.?!\n]*
      | (?:i\s+am|i'm|im)\s+(?:very\s+|really\s+|so\s+|extremely\s+)?
            (?:worried|scared|concerned|confused|desperate|anxious)
            (?:\s+(?:about\s+(?:this|it)|now))?(?=\s*[.?!\n]|$)
      | (?:waiting|hoping|looking\s+forward)\s+(?:for|to)\s+(?:your|a|an)\s+
            (?:quick\s+|early\s+)?(?:reply|response|answer|suggestion)\w*
      | god\s+bless(?:\s+you)?
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SPACE = re.compile(r"\s+")
_STRAY = re.compile(r"(?:\s*[,;:!-]+)?\s*([.?!])(?:\s*[.,;:?!])+")


def clean(text: str) -> str:
    """The text without greetings, thanks and pleas for help, on one line, at most MAX_CHARS long.

    A text that is nothing but pleasantries comes back whole rather than empty.
    """
    flat = _flat(text).replace("…", "...")
    kept = _BOILERPLATE.sub(" ", _GREETING.sub("", flat))
    kept = _SPACE.sub(" ", _STRAY.sub(r"\1", kept)).lstrip(" .,;:!?-").rstrip(" ,;:-")
    if not any(character.isalnum() for character in kept):
        kept = flat
    return kept[:MAX_CHARS]


def located(text: str) -> Iterator[tuple[str, int, int]]:
    """Each content word of a text as (term, start, end), in order, stop words left out; text[start:end] is the word."""
    for token in tokens(text):
        if token.text not in STOP_WORDS and (len(token.text) > 1 or is_word_alone(token.text)):
            yield term_of(token.text), token.start, token.end


def words(text: str) -> Iterator[tuple[str, str]]:
    """Each content word of a text as (term, the word as written), in order, stop words left out."""
    for term, start, end in located(text):
        yield term, text[start:end]


def terms(text: str) -> list[str]:
    """The normalised terms of a text, in order and with repeats: lower case, no accents, stemmed; CJK as bigrams.

    Every term is letters, digits and combining marks only, so it is safe inside double quotes in an FTS5 expression
    and one token of the index (bm25.TOKENIZER; PostgreSQL's `simple` configuration).
    """
    return [term for term, _ in words(text)]


def index_text(*parts: str) -> str:
    """What the lexical index stores for a text: its terms joined by spaces (tokenize with unicode61, no porter)."""
    return " ".join(term for part in parts for term in terms(clean(part)))


def encode_text(title: str, body: str = "") -> str:
    """What the encoder reads of a question: the title, and the body unless it only repeats the title.

    Greetings stay: they are common word pieces, which weigh little, and dropping them lost 0.002 (docs/RELATED.md).
    """
    return written_out(_joined(_flat(title), _flat(body)))[:MAX_CHARS]


def passage_text(heading: str, text: str = "", aliases: tuple[str, ...] | list[str] = ()) -> str:
    """What the encoder reads of a cause or reference page: its name, its other names, and the start of its text."""
    named = heading if not aliases else f"{heading} ({', '.join(aliases)})"
    return _joined(_flat(named), _flat(text))


def names_text(name: str, aliases: tuple[str, ...] | list[str] = ()) -> str:
    """What the second stage looks for in a text to find a cause or page: its name and at most three others."""
    return passage_text(name, "", aliases[:3])


def _flat(text: str) -> str:
    """The text on one line, at most MAX_CHARS long."""
    return _SPACE.sub(" ", normalise(text[: MAX_CHARS * 2])).strip()[:MAX_CHARS]


def _joined(head: str, tail: str) -> str:
    """Head and tail as two sentences; the tail alone when it begins with the head, the head alone when that is all."""
    plain_head, plain_tail = plain(head), plain(tail)
    if not plain_tail or plain_tail == plain_head:
        return head or tail
    if not plain_head or plain_tail.startswith(plain_head):
        return tail
    return f"{head} {tail}" if head.endswith((".", "?", "!")) else f"{head}. {tail}"
