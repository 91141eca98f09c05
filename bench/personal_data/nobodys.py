"""Sentences that name nobody and look as if they did: famous people, large places, laboratory values, pets."""

import random
from collections.abc import Callable

from bench.personal_data import made_up, words
from bench.personal_data.words import section
from consult.privacy.reading import FAMOUS, LARGE_PLACES

_pick = random.choice
_FAMOUS = sorted(name.replace("_", " ").title() for name in FAMOUS if "_" in name)
_PLACES = sorted(place.replace("_", " ").title() for place in LARGE_PLACES if len(place) > 3)
_COUNTRIES = section("countries")
_OF_FAMOUS = (
    "Like {f} my uncle has {e}, why so different",
    "is it true that {f} had {e}?",
    "{f} had this op too",
    "i look like {f} since the steroids",
    "saw {f} on telly talking about it",
    "{f} died of that and now I'm scared",
    "My hair fell out, I look like {f}",
    "a voice like {f} after the tube",
    "{f} said on TV it changed her life",
    "did {f} really take {m} to lose weight",
    "the {f} diet, does it work",
    "my daughter loves {f} and won't stop singing",
    "read that {f} was deaf in one ear",
    "got the same thing as {f}, {e}",
    "what did {f} die of, was it {e}",
    "dressed up as {f} and the face paint burnt",
    "walk like {f} now",
)
_OF_PLACES = (
    "I live in {p} and work nights",
    "I'm from {p}, is {m} sold there",
    "moved from {p} to {q} last year",
    "we flew to {p} and came home ill",
    "my doctor in {p} said no, the one in {q} said yes",
    "here in {p} you need no prescription for {m}",
    "born in {p}, living in {q}, 34 F",
    "on holiday in {p}, bitten by a dog",
    "is {e} common in {p}",
    "Hello from {p}! Question about {m}",
    "originally from {p}, now {q}",
    "went private in {p} for the scan",
    "teeth done in {p}, infection now",
    "the heat in {p} makes my legs swell",
    "moving to {p}, will they give me {m}",
    "trains to {p} make me faint",
    "my mum is in {p} and I am in {q}, she has {e}",
)
_OF_PETS = (
    "my {a} {n} scratched me, do i need a jab",
    "{n} the {a} licked the wound",
    "our {a}, {n}, sleeps on my chest and I wheeze",
    "My {a} is called {n} and he bit my son",
    "My {a} {n} jumped up and scratched my eyelid",
    "{a} called {n}, me with hives",
    "my old {a} {n} died in spring and I can't sleep",
    "got chucked off my {a}, {n}, tailbone",
    "{a} scratched my cornea, she's called {n}",
    "my {a} {n} swears at me when I cough",
    "allergic to {n} (the {a}) after four years?",
)
_OF_JOBS = (
    "I'm a {j}, hands cracked and bleeding",
    "im a {j} so its a pain",
    "I am a {j} in {p}, viral load 1400",
    "As a {j} I stand all day",
    "retired {j} of 73 with Parkinson's",
    "My husband is a {j} and his back is finished",
    "she was a {j} for thirty years",
    "trainee {j} here, is this dermatitis",
    "I AM A {j} AND CANNOT SLEEP",
    "the {j} said it was nothing",
    "I work as a {j} in {p}",
    "{j}, 58, left handed, numb fingers",
    "I'm a {j} at a large hospital, on nights",
    "i play sunday league, im a {j} by trade",
    "ex {j}, bad ears",
    "a {j} friend told me to use {m}",
    "my dad's a {j} from {p} way",
)
_JOBS = section("jobs")
_OF_SCORES = (
    "{t} {a} then {b} after stopping {m}",
    "{t}: {a} (2019), {b} (2021), {c} (2023), what now",
    "my {t} went from {a} to {b} in a month",
    "{t} {a}/{b}, {e} {c}. is it bad",
    "Page {c} of {b}. Impression: {e} grade {c}",
    "Batch {k}{a} of {m} was recalled",
    "{m} {a} mg lot {k}{b}, arm swollen",
    "scan said {t} {a}, {e} score {c}, no infection",
    "{c} Feb, {b} Feb, {a} Mar: three jabs of {m}, eye red",
    "since {c} March no periods, {t} {a} mIU/L",
    "{m} {a} or {b}, I take {c} at night",
    "{t} {a}, {b}, {c} ({y}-{z}) is it falling",
    "son {c}y{b}m says 8 words, {e} {a}",
    "{b} wks preg with {e}",
    "{e} {c} of 9 and subluxing hips",
    "tested {e} +ve, {t} {a}",
)
_SCORES = section("scores")
_PETS = section("pets")
_TESTS = section("tests")


def _labs() -> str:
    gap = _pick((", ", "; ", "\n", " / ", " "))
    values = [f"{test}{_pick((' ', ': ', ' = '))}{_pick((random.randint(1, 400), round(random.random() * 20, 1)))}"
              for test in random.sample(_TESTS, random.randint(2, 9))]  # fmt: skip
    lead, end = (
        _pick(("", "bloods: ", "My results ", "Results back. ")),
        _pick(("", ". is it bad", " what now?")),
    )
    return f"{lead}{gap.join(values)}{end}"


def _of_famous() -> str:
    return _pick(_OF_FAMOUS).format(f=_pick(_FAMOUS), e=_pick(words.EPONYMS), m=_pick(words.MEDICINES))


def _of_places() -> str:
    places = [_pick(_COUNTRIES if random.random() < 0.6 else _PLACES) for _ in range(2)]
    return _pick(_OF_PLACES).format(
        p=places[0], q=places[1], e=_pick(words.EPONYMS), m=_pick(words.MEDICINES)
    )


def _of_jobs() -> str:
    return _pick(_OF_JOBS).format(j=_pick(_JOBS), p=_pick(_COUNTRIES), m=_pick(words.MEDICINES))


def _of_scores() -> str:
    small, middle, large = (
        random.randint(1, 9),
        random.randint(2, 60),
        _pick((random.randint(20, 900), 1.9, 9.8, 3.1)),
    )
    return _pick(_OF_SCORES).format(
        t=_pick(_SCORES), e=_pick(words.EPONYMS), m=_pick(words.MEDICINES), a=large, b=middle, c=small,
        k=_pick(("EW", "FJ", "AB", "L", "K")), y=random.randint(2008, 2018), z=random.randint(2019, 2026),
    )  # fmt: skip


def _of_pets() -> str:
    return _pick(_OF_PETS).format(a=_pick(_PETS), n=made_up.given())


def made() -> str:
    """One sentence."""
    makers: tuple[tuple[Callable[[], str], int], ...] = (
        (words.framed, 34), (_of_famous, 14), (_of_places, 15), (_labs, 8), (_of_pets, 7),
        (_of_jobs, 11), (_of_scores, 11),
    )  # fmt: skip
    return random.choices([make for make, _ in makers], [weight for _, weight in makers])[0]()
