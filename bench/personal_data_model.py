"""Makes the weights of consult/privacy/capitals.py.

    python -m bench.personal_data_model CLEAN.jsonl ... [--personal FILE.csv ...]

CLEAN files hold sentences that name nobody, as JSON lines with "text" (or title, body, reply); the project's own
sentences about dangers are such.  Those with personal data are tests/consult/privacy/own.csv and what --personal adds.
Names in them are exchanged at random for others (Faker) and for small places; medicines and eponyms are put into
frames: so the model learns what names look like, not which ones stand in the sentences.
"""

import argparse
import importlib
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench import personal_data_words as words

if TYPE_CHECKING:
    from consult.privacy.reading import Reading

Example = tuple["np.ndarray", bool]
VARIANTS, FRAMED, EPOCHS, RATE, DECAY = 14, 2_600, 8, 0.15, 1e-4
PARENT = Path(__file__).parent.parent


def main() -> None:
    """Read, train, write; print how many marks a kept part of the clean sentences gets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clean", nargs="+", type=Path)
    parser.add_argument("--personal", nargs="*", type=Path, default=[])
    options = parser.parse_args()
    random.seed(3)
    np.random.seed(3)
    from consult.privacy import capitals

    clean = [text for path in options.clean for text in clean_texts(path)]
    random.shuffle(clean)
    kept, clean = clean[:2_000], clean[2_000:]
    examples = [
        *from_clean(clean),
        *from_clean(words.framed(FRAMED)),
        *from_personal(options.personal),
        *from_frames(FRAMED * 2),
    ]
    weights = train(examples, capitals.SIZE)
    capitals.WEIGHTS.write_bytes(
        np.clip(np.round(weights * capitals.SCALE), -127, 127).astype(np.int8).tobytes()
    )
    marked = sum(any(capitals.find_capitals(read(text))) for text in kept)
    print(f"{len(examples)} words; of {len(kept)} clean texts kept apart {marked} have a mark")


def read(text: str) -> "Reading":
    """The text as the check reads it."""
    from consult.language.normalise import normalise
    from consult.privacy.reading import Reading

    return Reading(normalise(text))


def clean_texts(path: Path) -> Iterator[str]:
    """The texts of a file, without those in which the rules see somebody."""
    from consult.privacy.personal_data import find_personal_data

    people = {"name", "clinician", "place", "workplace", "school", "hospital"}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row.get("label", "calm") is None:
            continue
        text = ". ".join(str(row[part]) for part in ("text", "title", "body", "reply") if row.get(part))[
            :4_000
        ]
        if not any(finding.kind.value in people for finding in find_personal_data(text)):
            yield text


def from_clean(texts: list[str]) -> Iterator[Example]:
    """Every capital word of these is nobody's."""
    from consult.privacy import capitals

    for text in texts:
        reading = read(text)
        for number in capitals.candidates(reading):
            yield _places(reading, number), False


def from_personal(paths: list[Path]) -> Iterator[Example]:
    """The capital words of the personal parts, in variants; of texts without such parts every one."""
    from consult.privacy import capitals
    from consult.privacy.evaluation import read_sentences

    own = PARENT / "tests/consult/privacy"
    for path in [own / "own.csv", own / "sentences.jsonl", own / "sentences_second.jsonl", *paths]:
        for sentence in read_sentences(path):
            for variant in range(VARIANTS + 1 if sentence.parts else 3):
                text, parts = (
                    (sentence.text, sentence.parts) if not variant else varied(sentence.text, sentence.parts)
                )
                reading = read(text)
                for number in capitals.candidates(reading):
                    word = reading.words[number]
                    is_personal = any(start <= word.start and word.name_end <= end for start, end in parts)
                    # What else stands in such a text may be personal as well: it teaches nothing.
                    if is_personal or not parts:
                        yield _places(reading, number), is_personal


def from_frames(count: int) -> Iterator[Example]:
    """The names in frames, and what else has a capital there, which is nobody's."""
    from consult.privacy import capitals

    kinds = {"n": GIVEN, "m": GIVEN, "s": SURNAMES, "p": [words.PLACES]}
    for text, spots in words.framed_people(count, lambda kind: random.choice(random.choice(kinds[kind]))):
        reading = read(text)
        for number in capitals.candidates(reading):
            word = reading.words[number]
            yield (
                _places(reading, number),
                any(start <= word.start and word.name_end <= end for start, end in spots),
            )


def _places(reading: "Reading", number: int) -> "np.ndarray":
    from consult.privacy import capitals

    return np.array(sorted(capitals.places(reading, number)), dtype=np.uint16)


def varied(text: str, parts: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The text with other names in its parts, and where these stand."""
    made, cursor, places = "", 0, []
    for start, end in sorted(parts):
        made += text[cursor:start]
        part = text[start:end]
        if not re.search(r"[@/\d]", part):
            part = re.sub(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", _exchanged, part)
        places.append((len(made), len(made) + len(part)))
        made, cursor = made + part, end
    return made + text[cursor:], places


def _exchanged(match: re.Match[str]) -> str:
    from consult.privacy.reading import COMMON

    word = match[0]
    if not word[0].isupper() or word.isupper() or len(word) < 3 or word.lower() in COMMON:
        return word
    if word.lower() in GIVEN_KNOWN:
        return random.choice(random.choice(GIVEN))
    if word.lower() in SURNAMES_KNOWN or random.random() < 0.4:
        return random.choice(random.choice(SURNAMES))
    return random.choice(words.PLACES)


def _people(kind: str) -> list[list[str]]:
    """Names of one kind from Faker, a list for each country, so that each counts the same."""
    import faker.providers.person

    found = []
    for folder in sorted(Path(faker.providers.person.__file__).parent.glob("*_*/")):
        if folder.name.startswith("__"):
            continue
        provider = importlib.import_module(f"faker.providers.person.{folder.name}").Provider
        values = [getattr(provider, name) for name in dir(provider) if kind in name]
        names = [name for value in values if isinstance(value, list | tuple | dict) for name in value]
        plain = [
            n
            for n in names
            if isinstance(n, str) and re.fullmatch(r"[^\W\d_a-zа-я][a-zß-ÿĀ-žȘ-ț'ạ-ỹ-]{1,14}", n)
        ]
        if plain:
            found.append(plain)
    return found


GIVEN, SURNAMES = _people("first"), _people("last")
GIVEN_KNOWN = {name.lower() for names in GIVEN for name in names}
SURNAMES_KNOWN = {name.lower() for names in SURNAMES for name in names}


def train(examples: list[Example], size: int) -> "np.ndarray":
    """Logistic regression by AdaGrad."""
    weights, squares = np.zeros(size), np.full(size, 1e-8)
    order = np.arange(len(examples))
    for _epoch in range(EPOCHS):
        np.random.shuffle(order)
        for at in order:
            places, is_personal = examples[at]
            odds = np.clip(weights[places].sum(), -30, 30)
            slope = 1 / (1 + np.exp(-odds)) - is_personal + DECAY * weights[places]
            squares[places] += slope * slope
            weights[places] -= RATE * slope / np.sqrt(squares[places])
    return weights


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    main()
