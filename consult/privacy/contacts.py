"""E-mail addresses, links and account names."""

import re
from collections.abc import Iterator

from consult.language.characters import MARKS, small
from consult.language.numbers import number_words
from consult.privacy.findings import Kind, Span

_DOMAINS = (
    "com|org|net|edu|gov|info|io|me|co|uk|tw|us|eu|de|fr|ie|in|au|ca|nl|be|ch|at|es|it|pt|pl|cz|sk|hu|ro|bg|gr"
    "|tr|ru|ua|se|no|dk|fi|is|lt|lv|ee|hr|si|rs|jp|kr|cn|hk|sg|my|th"
    "|vn|ph|id|nz|za|ng|ke|gh|br|mx|ar|cl|il|ae|sa|pk|bd|lk|example|biz|app|health|blog|online|site|club|page"
    "|link|social|dev|tv|gg|ly|care|doctor|clinic|test"
)
_LOCAL = r"[\w.%+'&=/-]"
_EMAIL = re.compile(
    rf"(?<![\w.%+'-])[^\W_](?:{_LOCAL}{{0,63}}[\w+-])?@(?:[\w{MARKS}](?:[\w{MARKS}-]{{0,62}})\.){{1,6}}[^\W\d_"
    r"]{2,24}\b"
)
_AT = r"(?:[(\[{<] ?(?:at|ät|arroba|chiocciola) ?[)\]}>]|_at_| at |@)"
_DOT = r"(?: ?[(\[{<] ?(?:dot|punkt|punto|point|ponto) ?[)\]}>] ?| (?:dot|punkt|punto|point|ponto|full stop) |\.| \. )"
_NUMBER = rf"(?:oh|{number_words(100)})"
_SPOKEN_EMAIL = re.compile(
    r"(?<![\w.-])(?:[\w-]{1,30}(?: (?:dot|underscore|dash|hyphen|minus|plus|point|punto|punkt) "
    r"| ?[(\[]dot[)\]] ?)){0,4}"
    rf"(?:{_NUMBER}[ -]){{0,3}}[\w.-]{{1,64}}(?: \d{{1,4}})?\s?"
    rf"{_AT}\s?(?:[\w-]{{2,63}}{_DOT}){{1,3}}(?:{_DOMAINS})\b",
)
_QUOTED_EMAIL = re.compile(
    rf"(?<=[\"“])[\w .-]{{2,40}} at (?:[\w-]{{2,63}}{_DOT}){{1,3}}(?:{_DOMAINS})\b(?=[\"”])"
)
# Well-known letter boxes need no ending: "ann underscore lee at hotmail".
_BOXES = (
    "(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|protonmail|proton|gmx|aol|msn|btinternet|yandex|libero)"
)
_BOX_EMAIL = re.compile(
    r"(?<![\w.-])(?:(?:[\w-]{1,30} (?:dot|underscore|dash|hyphen|minus|plus|point|punto|punkt) ){1,4}[\w.-]{1,64}"
    rf"|[\w-]{{0,30}}[\d_][\w-]{{0,30}})(?: at | ?[(\[]at[)\]] ?){_BOXES}\b",
)
# Written apart so that no site sees it: "k l o m 8 8 @ libero . it".
_APART_EMAIL = re.compile(
    rf"(?<!\w)(?:[\w.+-] ){{4,40}}@ ?(?:[\w-]{{2,40}}|[\w-](?: [\w-]){{1,40}})(?: ?\. ?(?:{_DOMAINS})\b)?",
)
# "I read at www.nhs.uk", "look at boots.com": a page and no letter box.
_READ_AT = re.compile(
    r"(?:[\w-]+ )?(?:read|look|looked|looking|saw|seen|see|found|find|checked|check|advice|info|information|page"
    r"|it|up|bought"
    r"|available|online|website|site|symptoms|leaflet) at [\w.-]+$|[\w-]+ at www\.",
)
# Pages that everybody reads tell of nobody.
PUBLIC_SITE = re.compile(
    r"(?:https?://)?(?:www\.)?(?:(?:(?:111|beta|england|111\.wales)\.)?nhs\.uk|nhsinform\.scot|gov\.uk"
    r"|nice\.org\.uk|who\.int"
    r"|patient\.info|cdc\.gov|nih\.gov|(?:en\.)?wikipedia\.org|mayoclinic\.org|webmd\.com|netdoctor\.co\.uk"
    r"|drugs\.com"
    r"|healthline\.com|samaritans\.org|mind\.org\.uk|diabetes\.org\.uk|bhf\.org\.uk|macmillan\.org\.uk)(?![\w-]|\.\w)"
    r"|(?:www\.)?(?:google|amazon|youtube|boots|confused|facebook)\.(?:com|co\.uk)(?![\w/-]|\.\w)",
    re.IGNORECASE,
)
_END_MARKS = ".,;:!?)]}'\"’"
_LINK = re.compile(r"(?:\bhttps?://|\bwww\.)[^\s<>\"“”]+")
_BARE_LINK = re.compile(
    rf"(?<![\w@.-])(?:[a-z0-9-]{{2,63}}\.){{1,4}}(?:{_DOMAINS})(?:/[^\s<>\"“”]*)?(?![\w-])"
)
_LINK_WITH_PATH = re.compile(r"(?<![\w@.-])(?:[a-z0-9-]{2,63}\.){1,4}[a-z]{2,12}/[\w~%./?=&#-]{2,200}")
# "@8pm", "@50mg" and "@ 12.30" say when and how much.
_HANDLE = re.compile(r"(?<![\w@./])@(?!\d[\d.:]*[A-Za-z%]{0,3}\b)\w[\w.]{2,29}\b")
_NUMBERED_HANDLE = re.compile(r"(?<![\w#])[\w.-]{2,32}#\d{4}\b")
_UNDERSCORED = re.compile(r"(?<![\w@./-])[A-Za-z][A-Za-z0-9]{0,30}(?:_[A-Za-z0-9]{1,30}){1,6}(?![\w@])")
# "BrianOfTheBog55": words written together with a number are no word of a text.
_CAMEL = re.compile(r"(?<![\w@./-])(?:[A-Z][a-z]{2,14}){1,2}(?:[A-Z][a-z]{1,14}){1,4}\d{1,4}(?![\w@])")
_REDDIT = re.compile(r"(?<![\w/])/?u/[\w-]{3,24}\b")
_PLACES = (
    r"facebook|fb|instagram|insta|ig|twitter|tiktok|telegram|whatsapp|wechat|weixin|skype|line id|line"
    r"|kakao(?:talk)?|viber|signal|snapchat|snap|discord|reddit|youtube|xbox|psn|steam"
    r"|linkedin|mastodon|threads|bluesky|twitch|strava|tumblr|pinterest|messenger|zalo|kik|vk"
)
_ACCOUNT = re.compile(
    rf"\b(?:{_PLACES})\b(?: (?:account|name|username|user|id|handle|me|tag|profile|page))?(?: (?:is|as|under|at)|:|,)?"
    r" ?(?:me as )?[:=]? ?@?([\w.-]*[\w-])",
)
_USER = re.compile(
    r"\b(?:user ?name|user id|screen ?name|gamer ?tag|handle|my login|nick|nickname|account name|profile name"
    r"|username here)(?: (?:on|for|in) (?:[a-z]{2,10} ){0,3}(?:app|site|forum|portal|page|here))?(?: is\b|:"
    r"| =)* ?@?\b([\w.-]*[\w-])"
    rf"|\b(?:as|(?:add|find|follow|dm|message|msg) me(?: as| at)?) @?([\w.-]*[\w-]) on (?:{_PLACES})\b"
    rf"|\b(?:my|find me on|i'm on|add me on|dm me on|follow me on) "
    rf"(?:{_PLACES})(?:,| -|:| is| as| under)? @?([\w.-]*[\w-])",
)
# Each with a sign that it cannot do without: looking for that first spares most texts the pattern.
_EMAILS = ((_EMAIL, "@"), (_SPOKEN_EMAIL, ""), (_QUOTED_EMAIL, " at "), (_BOX_EMAIL, ""), (_APART_EMAIL, "@"))
_LINKS = ((_LINK, ""), (_BARE_LINK, "."), (_LINK_WITH_PATH, "/"))
_HANDLES = ((_HANDLE, "@"), (_NUMBERED_HANDLE, "#"), (_UNDERSCORED, "_"), (_REDDIT, "u/"), (_CAMEL, ""))


def find_contacts(text: str) -> Iterator[Span]:
    """Yield e-mail addresses, links and account names."""
    written = small(text)
    for pattern, sign in _EMAILS:
        for match in pattern.finditer(written) if sign in written else ():
            if not _READ_AT.match(match[0]):
                yield Span(Kind.EMAIL, *match.span())
    for pattern, sign in _LINKS:
        for match in pattern.finditer(written) if sign in written else ():
            if not PUBLIC_SITE.match(match[0]):
                yield Span(Kind.LINK, match.start(), match.start() + len(match.group().rstrip(_END_MARKS)))
    for pattern, sign in _HANDLES:
        for match in pattern.finditer(text) if sign in text else ():
            yield Span(Kind.LINK, *match.span())
    for match in _ACCOUNT.finditer(written):
        if any(mark.isdecimal() or mark in "._" for mark in match[1]):
            yield Span(Kind.LINK, *match.span(1))
    for match in _USER.finditer(written):
        group = match.lastindex or 1
        start, end = match.span(group)
        before = text[max(match.start(), start - 5) : start]
        if _is_account(text[start:end], sure=group == 1 and bool(re.search(r"is|[:=]", before))):
            yield Span(Kind.LINK, start, end)


def _is_account(word: str, *, sure: bool) -> bool:
    """Whether a word is one that an account is called by, and not a word of the sentence."""
    return len(word) > 3 and (
        sure or any(mark.isdecimal() or mark in "._-" for mark in word) or word[1:] != word[1:].lower()
    )
