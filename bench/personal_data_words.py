"""Words and frames for the training of consult/privacy/capitals.py."""

import random
import re
from collections.abc import Callable
from pathlib import Path


def _section(name: str) -> list[str]:
    """The words of one section of personal_data_words.txt."""
    text = (Path(__file__).parent / "personal_data_words.txt").read_text(encoding="utf-8")
    return [word.replace("_", " ") for word in text.split(f"[{name}]")[1].split("[")[0].split()]


MEDICINES, EPONYMS, PLACES, BRANDS = (_section(name) for name in ("medicines", "eponyms", "places", "brands"))
ABOUT_MEDICINES = [
    "Is {a} better than {b}?",
    "Took {a} {n} mg, then {b}",
    "Started {a} in March, stopped in June",
    "{a} or {b} for my back?",
    "can I drink on {a}",
    "Does {a} make you gain weight?",
    "{a} {n} twice a day, dizzy",
    "swapped from {a} to {b}",
    "My doctor gave me {a} and {b}",
    "On {a} since 2019",
    "Can {a} and {b} go together?",
    "{a} came off, now what?",
    "Has anyone had {a}?",
    "The {a} worked, then it came back",
    "I was put on {a} by the GP",
    "side effects of {a}?",
    "allergic to {a} and {b}",
    "Mum takes {a}, {b} and aspirin",
    "{a} every 8 weeks",
    "My son is on {a} for ADHD",
    "dose of {a} for 18 kg",
    "{a} injection hurts",
    "They want to start {a}",
    "{a}, {b}, which one?",
    "what is {a}",
    "After {a} my rash went",
    "We use {a} at night",
    "Ordered {a} online",
    "Missed my {a} on Monday",
    "is {a} safe in pregnancy?",
]
ABOUT_EPONYMS = [
    "Is {a}'s inherited?",
    "{a}'s or {b}'s?",
    "{a} test positive, what now",
    "They found {a} syndrome",
    "My gran has {a}'s",
    "What does {a} mean on my report?",
    "{a} sign negative",
    "{a}'s disease and statins",
    "dad had a {a} and mum a {b}",
    "Could it be {a}?",
    "{a} score 4, is it bad?",
    "diagnosed with {a} in 2018",
    "The letter says {a} grade 2",
    "{a} and {b}, are these the same?",
    "Positive {a} today",
    "my {a}'s is worse in winter",
    "Living with {a}, any tips?",
]
ABOUT_BRANDS = [
    "Is {a} any good?",
    "The {a} says no, the {b} says yes",
    "My {a} says 38 at night",
    "Sounds like {a} when he sleeps",
    "Had {a} from eggs",
    "I use {a} on my baby",
    "{a} and {b} in my sputum",
    "{a} till 3 am and now my eye twitches",
    "Do {a} and {b} clash?",
    "Read it in the {a}",
    "bought it in {a}",
    "{a} dust and asthma, {b} any better?",
    "{a} with a hernia?",
    "the {a} study on walking",
    "Is the {a} review right?",
    "My {a} licked the stitches",
    "Can I have {a} with aspirin?",
    "arm like {a} after the jab",
    "positive for {a} in stool",
    "{a} at once with {b}?",
    "Ate at {a}, sick all night",
    "{a} grade 3, what does it mean",
    "Took {a} for sleep, no use",
]
# {n}: a given name, {m}: another, {s}: a surname, {p}: a place, or a house called like one.
ABOUT_PEOPLE = [
    "I asked {n} about it",
    "{n} says it is a virus",
    "{n} and I both have it",
    "with {n} it was the same",
    "{n}'s blood test was low",
    "they gave {n} a drip",
    "as {n} told me, rest helps",
    "for {n} it began in May",
    "because {n} fainted twice",
    "then {n} {s} phoned",
    "{n} {s} had the same operation",
    "it was {n} who found me",
    "I look after {n}, she is 83",
    "{n} has had a fever since Sunday",
    "{n} next door lent me hers",
    "yesterday {n} vomited again",
    "poor {n} can't swallow",
    "when {n} was born she was blue",
    "{n}, nearly 4, still wets the bed",
    "we are {n} and {m}, trying for a baby",
    "ask {n} at reception",
    "tell {n} I can't come",
    "I trust {n}, my nurse",
    "so {n} rang the ward",
    "both {n} and {m} tested positive",
    "our {n} will not eat",
    "{n} is allergic to nuts",
    "can {n} go to school with this?",
    "should {n} have the jab?",
    "does {n} need a scan",
    "what can {n} take for pain?",
    "is {n} too young for it",
    "Mr {s} did my knee",
    "{s} is my surname",
    "the letter went to {n} {s}",
    "patient {n} {s}, ward 7",
    "signed {s}",
    "{n} from work has it as well",
    "I sit next to {n} and he coughs",
    "{n} ({s}) is my carer",
    "me and {n} caught it in June",
    "{n}'s mum asked me to write",
    "{n}'s asthma is worse",
    "my friend is {n}",
    "we called him {n}",
    "his twin {n} is fine",
    "do you know {n} {s}?",
    "an aunt, {n}, had it too",
    "since {n} came home she cries",
    "I promised {n} to ask",
    "help {n} please",
    "{n} started walking late",
    "{n} weighs 14 kg",
    "without {n} I would not cope",
    "{n}, {m} and the baby all itch",
    "why does {n} snore?",
    "{n} took three of them",
    "my tall one, {n}, has scoliosis",
    "Thank you, {n}",
    "Yours {n} {s}",
    "xx {n}",
    "- {n}",
    "{n} {s} here",
    "{n} can't see well at night",
    "then there's {n}, who is 9",
    "{s}, {n}: results pending",
    "{n} got bitten by a tick",
]
ABOUT_PLACES = [
    "I'm from {p}, 61",
    "we live in {p}",
    "moved to {p} last year",
    "the baker in {p} has it",
    "nurse at {p} said wait",
    "seen at {p} on Friday",
    "{p} kept me overnight",
    "{p} did my hip",
    "the {p} discharged me",
    "sent to {p} for a scan",
    "he boards at {p}",
    "my class at {p} all cough",
    "I work at {p} and my hands crack",
    "night shift at {p}",
    "nursery {p} sent her home",
    "she goes to {p}",
    "we farm near {p}",
    "only shop in {p} is shut",
    "{p} Surgery never answers",
    "{p} School has nits",
    "in {p} there is no dentist",
    "born in {p} in 1950",
    "retired to {p}, 70",
    "plays for {p}",
    "30, single, {p}, headaches",
    "Greetings from {p}",
    "the home is called {p}",
    "under {p} since 2019",
    "admitted to {p} with sepsis",
    "mum of two in {p}",
]
DOSES = (5, 10, 20, 25, 40, 50, 100, 500)


def framed_people(count: int, name: Callable[[str], str]) -> list[tuple[str, list[tuple[int, int]]]]:
    """Return sentences about people and places and where their names stand; `name` makes one of a kind (n, m, s, p)."""
    made = []
    for _number in range(count):
        frame = random.choice(ABOUT_PEOPLE if random.random() < 0.7 else ABOUT_PLACES)
        text, spots = "", []
        for piece in re.split(r"(\{[nmsp]\})", frame):
            if re.fullmatch(r"\{[nmsp]\}", piece):
                piece = name(piece[1])
                spots.append((len(text), len(text) + len(piece)))
            text += piece
        made.append((text, spots))
    return made


def framed(count: int) -> list[str]:
    """Return sentences that name medicines, and somewhat fewer of each that name eponyms and brands."""
    made = []
    kinds = ((ABOUT_MEDICINES, MEDICINES, 5), (ABOUT_EPONYMS, EPONYMS, 3), (ABOUT_BRANDS, BRANDS, 5))
    for frames, names, share in kinds:
        for _number in range(count * share // 5):
            first, second = random.choice(names), random.choice(names)
            made.append(random.choice(frames).format(a=first, b=second, n=random.choice(DOSES)))
    return made
