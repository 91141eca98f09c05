"""Names that no title, relative or introduction leads on to, and data in words."""

import pytest

from consult.privacy.personal_data import find_personal_data

MARKED = [
    ("Mark says I snore.", ["Mark"]),
    ("Typhoid? Rose flew back on Sunday and feels rotten.", ["Rose"]),
    ("Grace's mum wants to know about the jab.", ["Grace"]),
    ("Little Grace has a temperature of 38.4 after her jabs.", ["Grace"]),
    ("hiya its our darren, 15, knackered since covid", ["darren"]),
    ("mhairi macleod, 34 weeks, itchy palms all night", ["mhairi macleod"]),
    ("d'souza here, the rash has crossed the line", ["d'souza"]),
    ("mcallister here, the cough is back", ["mcallister"]),
    ("macdonald here, the cough is back", ["macdonald"]),
    ("Wren here, the cough is back", ["Wren"]),
    ("Hello. Salmon here, the cough is back", ["Salmon"]),
    ("SMITH, JOHN. REPEAT OF RAMIPRIL NOT AT THE CHEMIST. WHAT NOW", ["SMITH, JOHN"]),
    ("ELIZABETH HARGREAVES-MOON. PLEASE STOP SENDING ME THOSE LETTERS", ["ELIZABETH HARGREAVES-MOON"]),
    ("VAN DEN BERG HERE. METFORMIN MAKES ME RUN TO THE LOO ALL DAY", ["VAN DEN BERG"]),
    ("I cannot attend. kind regards chantelle o'brien-hope", ["chantelle o'brien-hope"]),
    ("Maricel delos Santos po, I take losartan", ["Maricel delos Santos"]),
    ("write to s (dot) yamashita88 (at) gmail (dot) com", ["s (dot) yamashita88 (at) gmail (dot) com"]),
    (
        "gareth underscore seventy one at hotmail dot co dot uk is best",
        ["gareth underscore seventy one at hotmail dot co dot uk"],
    ),
    ("date of birth five, seven, eighty-one. cholesterol 6.8", ["five, seven, eighty-one"]),
    (
        "They live in Room 1203, Building 6, 88 Huaihai Middle Road, Huangpu District, Shanghai.",
        ["Room 1203, Building 6, 88 Huaihai Middle Road, Huangpu District, Shanghai"],
    ),
]
CALM = [
    "The mark says nothing about the dose.",
    "Swapped from one pill to another, bleeding for nineteen days straight",
    "Rash here, and there, for two weeks now.",
    "machinery here at work hurts my ears",
    "mackerel here gave me a rash",
    "Mackerel here gave me a rash",
    "I feel sick. Aubergine makes my lips swell. Yoghurt too",
    "macular here means nothing to me",
    "Mark the spot before the operation?",
    "May I ask about our will to live with gout?",
    "Grace periods for a missed pill?",
    "BLOOD PRESSURE, HIGH. WHAT DO I DO OVER THE WEEKEND",
    "I was born with seven toes on one foot, five on the other.",
    "Little hope has been given to us.",
]


@pytest.mark.parametrize(
    ("text", "parts"), MARKED, ids=lambda value: value[:30] if isinstance(value, str) else ""
)
def test_they_are_marked_whole(text: str, parts: list[str]) -> None:
    assert [finding.text for finding in find_personal_data(text)] == parts


@pytest.mark.parametrize("text", CALM)
def test_words_that_are_names_too_are_left_alone(text: str) -> None:
    assert find_personal_data(text) == []
