"""How long every reader of typed text takes over hostile text of 20,000 characters.

    python -m bench.hostile_text [--size 20000] [--limit 250] [--only scan ...]

Prints, for each reader, the slowest inputs in milliseconds of processor time (the best of three), and how many times as
long the whole takes as its half: 2 is linear, 4 quadratic.  Ends with 1 when something takes longer than --limit, or
grows more than 3.5 times.  Needs no database, but the encoder and the classifier (`make encoder`).
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Callable
from contextlib import suppress

SHOWN = 5
REPEATED = {
    "prose": (
        "My mother is 71 and has had a cough since March. Her doctor gave her amoxicillin for a week, and it did not "
        "help. She sleeps badly and is often tired in the afternoon. Could it be the new tablets she takes? "
    ),
    "letters": "a",
    "words": "my chest pain and i can't breathe, no fever or ",
    "spaces": " ",
    "line ends": "\n",
    "blank lines": "\n \n",
    "tabs": "\t",
    "returns": "\r",
    "digits": "1",
    "numbers": "1 ",
    "decimals": "1.",
    "commas": "1,",
    "dashes": "1-",
    "dots": ".",
    "signs": "!?",
    "full stops": "a. ",
    "apostrophes": "a'",
    "quotes": "' ",
    "capitals": "Aa ",
    "initials": "A. ",
    "names": "Name O'Neil ",
    "my": "my son ",
    "doses": "how much can i take ",
    "my name": "my name is ",
    "signed": "Regards,\n",
    "Dr": "Dr Aa ",
    "saints": "St. ",
    "hospitals": "Aa of the Hospital ",
    "flats": "Flat 1, Aa ",
    "streets": "12 High Road ",
    "lives": "live at Aa, ",
    "chinese street": "中山區1路1",
    "postcode": "SW1A 1",
    "record": "record number ",
    "record digits": "id 1",
    "dates": "on May 1 ",
    "numeric dates": "1/1/1",
    "birthdays": "born 1 May ",
    "at": "a@",
    "mail": "a.b@c.",
    "spoken mail": "aa at bb dot ",
    "dot": "a dot ",
    "links": "www.",
    "bare links": "a.co/",
    "handles": "@a ",
    "accounts": "line id ",
    "calls": "call me on +",
    "plus": "+",
    "plus one": "+1 ",
    "phone": "020 7946 ",
    "no": "no ",
    "no or": "no pain or ",
    "denied": "not without ",
    "ago": "years ago chest pain ",
    "pain": "pain chest no or , ",
    "suicide": "suicide ",
    "slips": "chset pian ",
    "zero width": "a\u200b",
    "soft hyphens": "a\u00ad",
    "only zero width": "\u200b",
    "marks": "a\u0301\u0323",
    "only marks": "\u0301\u0323",
    "joiners": "\u0915\u200d",
    "emoji": "👩\u200d",
    "selectors": "❤\ufe0f",
    "tags": "🏴\U000e0067",
    "controls": "\x01",
    "overrides": "\u202ea",
    "surrogates": "\ud83d",
    "accents": "é",
    "hangul": "\uac00\u11a8",
    "hindi": "बुखार ",
    "thai": "ปวดหัว",
    "arabic": "مَرَض ",
    "chinese": "胸口痛我想死",
    "full width": "Ａ",
    "fractions": "½",
    "squares": "x² ",
    "ligatures": "ﬃ",
    "astral": "𝐤",
    "brackets": "[",
    "images": "![",
    "nested": "[[]",
    "half links": "[a](",
    "stars": "*",
    "emphasis": "*a*",
    "bold": "**a ",
    "underscores": "_a ",
    "backticks": "`",
    "code": "`a``",
    "tags of html": "<a ",
    "comments": "<!--",
    "quotes of lines": "> ",
    "headings": "# a\n",
    "lists": "- a\n",
    "numbered": "1. a\n",
    "spaced lists": "   - a\n\n",
    "backslashes": "\\",
    "entities": "&amp;",
    "thanks": "thanks ",
    "greetings": "hello dear ",
    "please": "please help me ",
    "any help": "any help ",
    "regards": "best regards ",
    "worried": "i am worried ",
    "null": "\x00",
}


def hostile(size: int) -> dict[str, str]:
    """The inputs by name, each of `size` characters."""
    chance = random.Random(7)
    made = {name: (piece * size)[:size] for name, piece in REPEATED.items()}
    letters = "abcdefghijklmnopqrstuvwxyz"
    made["new words"] = " ".join("".join(chance.choices(letters, k=7)) for _ in range(size))[:size]
    near = ("stroke", "paralisis", "unconcsious", "breething", "suicde", "bleading")
    made["near words"] = " ".join(
        chance.choice(near) + "".join(chance.choices(letters, k=2)) for _ in range(size // 4)
    )[:size]
    made["numbered lines"] = "".join(f"{n}. {letters[n % 26]}\n" for n in range(size))[:size]
    made["new names"] = " ".join("".join(chance.choices(letters, k=7)).title() for _ in range(size))[:size]
    made["long spaces"] = "a" + " " * (size - 2) + "b"
    made["deep list"] = "".join(" " * n + "- a\n" for n in range(size))[:size]
    made["deep quote"] = "".join(">" * n + " a\n" for n in range(size))[:size]
    made["any characters"] = "".join(chr(chance.randrange(1, 0x3000)) for _ in range(size))
    return made


def refused(read: Callable[[str], object], *errors: type[Exception]) -> Callable[[str], object]:
    """A reader that may say no."""

    def tried(text: str) -> object:
        with suppress(*errors):
            return read(text)
        return None

    return tried


def staff_readers() -> dict[str, Callable[[str], object]]:
    """What staff alone type, and addresses."""
    from django.core.exceptions import ValidationError

    from conditions.markdown.known import Known
    from conditions.markdown.read import MarkdownError, PageFile
    from consult.common.email_address import clean_email
    from consult.common.phrases import PatternError, parse_phrases

    return {
        "e-mail": refused(clean_email, ValidationError),
        # The domain alone is as long as whatever is typed.
        "e-mail, domain": refused(lambda text: clean_email(f"a@{text}"), ValidationError),
        "page file": refused(lambda text: PageFile(f"# Title\n{text}").document(Known()), MarkdownError),
        "page file, lines": refused(lambda text: PageFile(f"# Title\n## Group\n{text}"), MarkdownError),
        "patterns": refused(parse_phrases, PatternError),
    }


def model_readers() -> dict[str, Callable[[str], object]]:
    """What asks the language model, the classifier or the lexicon."""
    from conditions.related.ranking.spelling import LOOKED_UP, correct
    from conditions.related.text.vocabulary import Vocabulary
    from consult.language.word_lists import word_lists
    from consult.safety.classifier.decide import judge
    from consult.safety.classifier.model import get_classifier

    classifier = get_classifier()
    if classifier is None:
        sys.exit("The classifier is missing: run `make encoder` first.")
    vocabulary = Vocabulary(dict.fromkeys(word_lists("common_words")["common"], 1))
    return {
        "spelling": lambda text: correct(text, {}, lambda: vocabulary, rare=0, most=LOOKED_UP),
        "classifier": lambda text: judge(text, 0, classifier),
    }


def readers() -> dict[str, Callable[[str], object]]:
    """Every way by which typed text is read, by name."""
    from conditions.related.reasons.reading import Read
    from conditions.related.text.facets import facets
    from conditions.related.text.prepare import encode_text, index_text, terms
    from consult.abuse.repeats import fingerprints
    from consult.abuse.signs import suspicious_words
    from consult.common.commonmark import plain_text, render_markdown
    from consult.importing.wording import sentence_case, short_title
    from consult.language.normalise import normalise, normalise_located
    from consult.language.slug import slug_of
    from consult.language.spans import clauses, sentences
    from consult.language.words import split_words
    from consult.privacy.personal_data import find_personal_data, redact
    from consult.safety.default_rules import default_rules
    from consult.safety.matcher import Matcher, RuleText
    from consult.templatetags.consult_text import excerpt
    from portal.search.query import parse
    from portal.search.snippets import marked, snippet

    rules = [
        RuleText(number, rule["phrases"], rule["exceptions"]) for number, rule in enumerate(default_rules())
    ]
    matcher = Matcher(rules)
    wanted = set(terms("numb cheek pain"))
    return {
        "normalise": normalise,
        "normalise, located": normalise_located,
        "words": split_words,
        "sentences": lambda text: [*sentences(text), *clauses(text)],
        "red flags": matcher.find,
        "personal data": lambda text: redact(text, find_personal_data(text)),
        "signs of abuse": suspicious_words,
        "fingerprints": fingerprints,
        "terms": terms,
        "index": index_text,
        "encoder's text": lambda text: encode_text(text[:500], text),
        "reasons": Read.of,
        "facets": lambda text: facets(text, text),
        "search": parse,
        "snippet": lambda text: snippet(text, wanted).html,
        "marked": lambda text: marked(text, wanted),
        "slug": lambda text: slug_of(text, 80),
        "excerpt": lambda text: excerpt(text, 180),
        "commonmark": lambda text: render_markdown(normalise(text)),
        "commonmark, plain": lambda text: plain_text(normalise(text)),
        "import": lambda text: short_title(sentence_case(text, text)),
        **staff_readers(),
        **model_readers(),
    }


def took(read: Callable[[str], object], text: str, rounds: int = 3) -> float:
    """Milliseconds of processor time, the best of some rounds; one that takes a second is not repeated."""
    best = float("inf")
    for _round in range(rounds):
        start = time.process_time()
        read(text)
        best = min(best, (time.process_time() - start) * 1_000)
        if best > 1_000:
            break
    return best


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--limit", type=float, default=250.0, help="milliseconds")
    parser.add_argument("--only", nargs="*", default=[], help="readers, by the beginning of their names")
    options = parser.parse_args()
    whole, half = hostile(options.size), hostile(options.size // 2)
    bad = 0
    print(f"{'reader':20} {'input':16} {'ms':>8}  growth")
    for name, read in readers().items():
        if options.only and not name.startswith(tuple(options.only)):
            continue
        read("warm up")
        rows = [(took(read, text), took(read, half[key]), key) for key, text in whole.items()]
        for number, (slow, less, key) in enumerate(sorted(rows, reverse=True)):
            growth = slow / max(less, 0.01)
            is_bad = slow > options.limit or (slow > 50 and growth > 3.5)
            bad += is_bad
            if number < SHOWN or is_bad:
                print(f"{name:20} {key:16} {slow:8.1f} {growth:6.1f}{'  <--' if is_bad else ''}")
    return 1 if bad else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    sys.exit(main())
