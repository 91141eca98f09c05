"""Names that famous people, diseases and brands bear as well are found where a person bears them, and only there."""

import pytest

from consult.language.word_lists import word_lists
from consult.privacy.personal_data import find_personal_data
from consult.privacy.reading import GIVEN

pytestmark = pytest.mark.one_database

PEOPLE = [
    ("Davidson's mother has shingles.", "Davidson"),
    ("Simpson has a cough.", "Simpson"),
    ("Emma Watson has a rash.", "Emma Watson"),
    ("George Harrison, 54, has a rash", "George Harrison"),
    ("Mary Berry is my mother.", "Mary Berry"),
    ("Regards, Muhammad Ali", "Muhammad Ali"),
    ("Wilson told me to stop the tablets.", "Wilson"),
    ("Bell said I need a scan.", "Bell"),
    ("I asked Wilson about it.", "Wilson"),
    ("Parkinson, 54, from Leeds", "Parkinson"),
    ("Wilson is my neighbour", "Wilson"),
    ("Regards, Wilson", "Wilson"),
    ("Thanks, Hashimoto", "Hashimoto"),
]
NOBODY = [
    "I rode my Harley Davidson into a wall.",
    "Is it Wilson disease or Parkinson?",
    "Parkinson is my diagnosis.",
    "Wilson is my worst fear",
    "I have Crohn's, 34 and tired",
    "My Hamilton score was 12 and the Epworth 9",
    "The Norwood scale says three.",
    "Rockall score of 4, Harris hip score of 60",
    "A Salter-Harris fracture of the wrist",
    "Fitzpatrick type 3 skin",
    "I have been on the Atkins diet",
    "Yasmin does not agree with me",
    "Boots said it is fine",
    "Angelina Jolie had that gene test",
]


@pytest.mark.parametrize(("text", "name"), PEOPLE)
def test_a_person_who_bears_it_is_found(text: str, name: str) -> None:
    assert [finding.text for finding in find_personal_data(text)] == [name]


@pytest.mark.parametrize("text", NOBODY)
def test_what_bears_it_is_left_alone(text: str) -> None:
    assert find_personal_data(text) == []


def test_no_single_given_name_is_famous() -> None:
    assert {name for name in word_lists("not_personal")["famous"] if name in GIVEN} <= {"beyonce", "prince"}
