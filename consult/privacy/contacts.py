"""E-mail addresses, links, account names and phone numbers."""

import re
from collections.abc import Iterator

import phonenumbers

from consult.privacy.findings import Kind, Span

_DOMAINS = "com|org|net|edu|gov|info|io|me|co|uk|tw|us|eu|de|fr|ie|in|au|ca|example|biz|app|health"
_EMAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}\b")
_SPOKEN_EMAIL = re.compile(
    r"(?<![\w.-])(?:[\w-]{1,30} dot ){0,3}[\w.-]{2,64}\s?"
    r"(?:\(at\)|\[at\]|\{at\}| at )\s?[\w-]{2,63}\s?(?:\(dot\)|\[dot\]|\{dot\}| dot |\.)"
    rf"\s?(?:{_DOMAINS})\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:\bhttps?://|\bwww\.)[^\s<>\"“”]+", re.IGNORECASE)
_BARE_LINK = re.compile(
    rf"(?<![\w@.-])(?:[a-z0-9-]{{2,63}}\.){{1,4}}(?:{_DOMAINS})(?:/[^\s<>\"“”]*)?(?![\w-])", re.IGNORECASE
)
_HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z][\w.]{2,29}\b")
_ACCOUNT = re.compile(
    r"\b(?:facebook|instagram|insta|twitter|tiktok|telegram|whatsapp|wechat|skype|line id|snapchat)"
    r"(?: (?:account|name|user|id|handle))?(?: is| as|:)? ?(?:me as )?[:=]? ?([\w.-]*[\w-])",
    re.IGNORECASE,
)
_ASKED_TO_CALL = re.compile(
    r"\b(?:phone|telephone|tel|mobile|mob|cell|call|text|ring|whatsapp|reach|fax|number)\b[^\d\n+]{0,24}"
    r"(\+?\(?\d[\d ().-]{5,18}\d(?: ?(?:ext|extension|x)\.? ?\d{1,5})?)",
    re.IGNORECASE,
)
# Numbers of these countries are known by their strict grouping, wherever the site is.
_REGIONS = ("GB", "TW", "US")
# Candidates that may fail before a text is given up, so that a page of digits costs no more than this.
_TRIES = 1_000
_END_MARKS = ".,;:!?)]}'’"


def find_contacts(text: str, region: str) -> Iterator[Span]:
    """Yield e-mail addresses, links, account names and phone numbers; `region` is a country code ("GB")."""
    for pattern in (_EMAIL, _SPOKEN_EMAIL):
        for match in pattern.finditer(text):
            yield Span(Kind.EMAIL, *match.span())
    for pattern in (_LINK, _BARE_LINK):
        for match in pattern.finditer(text):
            yield Span(Kind.LINK, match.start(), match.start() + len(match.group().rstrip(_END_MARKS)))
    for match in _HANDLE.finditer(text):
        yield Span(Kind.LINK, *match.span())
    for match in _ACCOUNT.finditer(text):
        if any(mark.isdecimal() or mark in "._" for mark in match[1]):
            yield Span(Kind.LINK, *match.span(1))
    yield from _phones(text, region)


def _phones(text: str, region: str) -> Iterator[Span]:
    leniencies = {region: phonenumbers.Leniency.VALID}
    for other in _REGIONS:
        leniencies.setdefault(other, phonenumbers.Leniency.STRICT_GROUPING)
    for country, leniency in leniencies.items():
        for match in phonenumbers.PhoneNumberMatcher(text, country, leniency=leniency, max_tries=_TRIES):
            yield Span(Kind.PHONE, match.start, match.end)
    if "+" in text:
        for match in phonenumbers.PhoneNumberMatcher(
            text, region, leniency=phonenumbers.Leniency.POSSIBLE, max_tries=_TRIES
        ):
            if match.raw_string.startswith("+"):
                yield Span(Kind.PHONE, match.start, match.end)
    for asked in _ASKED_TO_CALL.finditer(text):
        if sum(mark.isdecimal() for mark in asked[1]) >= 7:
            yield Span(Kind.PHONE, *asked.span(1))
