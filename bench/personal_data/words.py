"""Medicines, eponyms and brands, and sentences that name them: nobody's, however they look."""

import random
from pathlib import Path


def section(name: str) -> list[str]:
    """The words of one section of words.txt."""
    text = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8")
    return [word.replace("_", " ") for word in text.split(f"[{name}]")[1].split("[")[0].split()]


MEDICINES, EPONYMS, BRANDS = (section(name) for name in ("medicines", "eponyms", "brands"))
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
_KINDS = ((ABOUT_MEDICINES, MEDICINES), (ABOUT_EPONYMS, EPONYMS), (ABOUT_BRANDS, BRANDS))
DOSES = (5, 10, 20, 25, 40, 50, 100, 500)


def framed() -> str:
    """A sentence that names a medicine, somewhat less often an eponym or a brand."""
    frames, names = random.choices(_KINDS, (5, 3, 5))[0]
    first, second = random.choice(names), random.choice(names)
    return random.choice(frames).format(a=first, b=second, n=random.choice(DOSES))
