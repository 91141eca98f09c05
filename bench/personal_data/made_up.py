"""Makes up names, houses, places, numbers and dates of all the world, so that no list of them is learnt by heart."""

import importlib
import random
import re
import string
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.personal_data.words import section
from consult.language.word_lists import word_lists

_ONE_NAME = re.compile(r"[^\W\d_a-zа-я][a-zß-ÿĀ-žȘ-ț'ạ-ỹ-]{1,14}")
SHORT_NAMES = section("short_names")
NAMES_TOO = section("names_too")
FAMILY_TOO = section("family_too")
_FAMILY_FRONTS = ("Mc", "Mac", "O'", "van ", "de ", "van der ", "al-", "Fitz", "Ó ", "ter ")
_SOUNDS = section("sounds")
_ENDS = section("ends")
_PLACE_FRONTS = section("place_fronts")
_PLACE_ENDS = section("place_ends")
_PLACE_LEADS = section("place_leads")
_PLACE_TAILS = (
    "on-Sea",
    "on-the-Hill",
    "upon-Tyne",
    "by-the-Water",
    "St Mary",
    "Magna",
    "Parva",
    "le-Street",
    "Regis",
)
_SAINTS = section("saints")


def _of_faker(kind: str) -> list[list[str]]:
    """Names of one kind from Faker, a list for each country, so that each counts the same."""
    import faker.providers.person

    found = []
    for folder in sorted(Path(faker.providers.person.__file__).parent.glob("*_*/")):
        if folder.name.startswith("__"):
            continue
        provider = importlib.import_module(f"faker.providers.person.{folder.name}").Provider
        values = [getattr(provider, name) for name in dir(provider) if kind in name]
        names = [name for value in values if isinstance(value, list | tuple | dict) for name in value]
        if plain := [name for name in names if isinstance(name, str) and _ONE_NAME.fullmatch(name)]:
            found.append(plain)
    return found


GIVEN, FAMILY = _of_faker("first"), _of_faker("last")
TOWNS = sorted(word_lists("small_places")["small_places"])
_pick = random.choice


def _maybe(share: float) -> bool:
    return random.random() < share


def invented() -> str:
    """A name that no list has."""
    made = "".join(_pick(_SOUNDS) for _ in range(random.choice((1, 2, 2, 3)))) + (
        _pick(_ENDS) if _maybe(0.6) else ""
    )
    return made.capitalize()


def given() -> str:
    """A given name."""
    chance = random.random()
    if chance < 0.62:
        return _pick(_pick(GIVEN))
    if chance < 0.74:
        return _pick(SHORT_NAMES)
    if chance < 0.86:
        return _pick(NAMES_TOO)
    if chance < 0.9:
        return f"{_pick(_pick(GIVEN))}-{_pick(_pick(GIVEN))}"
    return invented()


def family() -> str:
    """A family name."""
    chance = random.random()
    if chance < 0.62:
        return _pick(_pick(FAMILY))
    if chance < 0.76:
        return _pick(FAMILY_TOO)
    if chance < 0.82:
        return f"{_pick(_pick(FAMILY))}-{_pick(_pick(FAMILY))}"
    if chance < 0.9:
        return _pick(_FAMILY_FRONTS) + _pick(_pick(FAMILY))
    return invented()


def whole() -> str:
    """A given and a family name in one of the forms in which people write them."""
    initial = _pick(string.ascii_uppercase)
    forms: tuple[tuple[int, Callable[[], str]], ...] = (
        (60, lambda: f"{given()} {family()}"),
        (8, lambda: f"{initial}. {family()}"),
        (4, lambda: f"{initial} {family()}"),
        (4, lambda: f"{initial}. {_pick(string.ascii_uppercase)}. {family()}"),
        (6, lambda: f"{given()} {initial}"),
        (5, lambda: f"{given()} {initial}."),
        (5, lambda: f"{given()} {initial}. {family()}"),
        (6, lambda: f"{given()} {given()} {family()}"),
        (2, lambda: f"{family().upper()}, {given()}"),
    )
    return random.choices([make for _, make in forms], [weight for weight, _ in forms])[0]()


def place() -> str:
    """A village or small town."""
    chance = random.random()
    if chance < 0.4:
        return _pick(TOWNS).replace("_", " ").title()
    made = _pick(_PLACE_FRONTS) + _pick(_PLACE_ENDS)
    if chance < 0.5:
        made = f"{_pick(_PLACE_LEADS[:6])} {made}"
    elif chance < 0.58:
        made = f"{_pick(_PLACE_LEADS[6:])}{_pick(_PLACE_ENDS)}"
    elif chance < 0.64:
        made = f"{made}{_pick((' ', '-'))}{_pick(_PLACE_TAILS)}"
    elif chance < 0.8:
        made = invented() + _pick(
            ("", "pur", "abad", "nagar", "stad", "ville", "ow", "grad", "heim", "vik", "borg")
        )
    return made


def _called() -> str:
    """What a house is called after."""
    return _pick((place, place, family, _saint, _tree, given))()


def _saint() -> str:
    return f"St {_pick(_SAINTS)}" + _pick(("s", "'s", ""))


def _tree() -> str:
    return " ".join(random.sample(_TREES, _pick((1, 2, 2))))


_HOSPITAL = section("hospital")
_SCHOOL = section("school")
_WORK = section("work")
_TREES, _ROADS = section("trees"), section("roads")
_SPELT = ("oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "zero", "double")
_SHOPS = section("shops")


def hospital() -> str:
    """A hospital, surgery, ward or home by its name."""
    chance = random.random()
    if chance < 0.14:
        return f"{_pick(('ward', 'Ward', 'bed'))} {random.randint(1, 40)}{_pick(('', 'A', 'B', 'C', ''))}"
    if chance < 0.26:
        return f"{_called()} {_pick(('Ward', 'ward', 'Unit', 'Suite'))}"
    if chance < 0.34:
        return f"the {_pick(('Royal', 'Queen', 'Prince', 'King', 'Royal Victoria', 'Royal'))} {_called()}"[4:]
    if chance < 0.44:
        return _called()
    return f"{_called()} {_pick(_HOSPITAL)}"


def school() -> str:
    """A school or nursery by its name."""
    return _called() if _maybe(0.15) else f"{_called()} {_pick(_SCHOOL)}"


def workplace() -> str:
    """An employer, shop, club or church by its name."""
    chance = random.random()
    if chance < 0.18:
        return f"{_pick(_SHOPS)} {_pick(('in', 'on', 'at', 'near'))} {_pick((place, road))()}"
    if chance < 0.24:
        return f"{_pick(_SHOPS)} {place()}"
    if chance < 0.34:
        return f"{family()} {_pick(('&', 'and'))} {family()}"
    if chance < 0.42:
        return _called()
    return f"{_called()} {_pick(_WORK)}"


def road() -> str:
    """A road."""
    kind = _pick(_ROADS)
    return f"{_pick((_tree, place, family))()} {kind}"


def address() -> str:
    """Where somebody lives."""
    number = random.randint(1, 240)
    forms = (
        lambda: f"{number} {road()}",
        lambda: f"{number}{_pick('abc')} {road()}",
        lambda: f"{number} {road()}, {place()}",
        lambda: f"Flat {random.randint(1, 40)}, {number} {road()}",
        lambda: f"{_tree()} {_pick(('Cottage', 'House', 'Farm', 'Court'))}, {place()}",
        lambda: f"flat {random.randint(1, 20)} {_tree()} {_pick(('Court', 'House', 'Point'))}",
        lambda: f"no {number} {road()}",
        lambda: road(),
        lambda: f"{postcode()}",
        lambda: f"{number} {road()}, {place()} {postcode()}",
        lambda: f"House {number}, Road {random.randint(1, 30)}, {place()}",
        lambda: f"P.O. Box {random.randint(10, 9999)}, {place()}",
    )
    return _pick(forms)()


def postcode() -> str:
    """A British postcode."""
    letters = "".join(random.choices("ABCDEFGHJKLMNPRSTUVWY", k=_pick((1, 2))))
    inward = "".join(random.choices("ABDEFGHJLNPQRSTUWXYZ", k=2))
    return f"{letters}{random.randint(1, 29)} {random.randint(1, 9)}{inward}"


def digits(count: int) -> str:
    """So many digits."""
    return "".join(random.choices(string.digits, k=count))


def number() -> str:
    """A number of a person, a car or an account, as it is written."""
    letters = "".join(random.choices(string.ascii_uppercase, k=_pick((1, 2, 2, 3))))
    forms = (
        lambda: digits(_pick((6, 7, 8, 9, 10, 11, 12))),
        lambda: f"{digits(3)} {digits(3)} {digits(4)}",
        lambda: f"{letters}{digits(_pick((4, 5, 6, 7, 8)))}",
        lambda: f"{letters}-{digits(_pick((4, 5, 6)))}-{digits(_pick((2, 3, 4)))}",
        lambda: f"{letters}{digits(6)}{_pick(string.ascii_uppercase)}",
        lambda: f"{letters}/{digits(4)}/{digits(_pick((2, 3, 5)))}",
        lambda: f"{letters[:2]}{digits(2)} {''.join(random.choices(string.ascii_uppercase, k=3))}",
        lambda: f"{digits(2)}-{digits(2)}-{digits(2)}",
        lambda: f"{digits(5)}-{digits(7)}-{digits(1)}",
        lambda: f"{digits(2)}-{letters}-{digits(_pick((3, 4, 5)))}",
        lambda: f"{digits(4)} {digits(4)} {digits(4)}",
        lambda: f"0{digits(4)} {digits(6)}",
        lambda: f"0{digits(3)} {digits(3)} {digits(4)}",
        lambda: f"+{digits(2)} {digits(3)} {digits(3)} {digits(3)}",
        lambda: f"07{digits(9)}",
        lambda: " ".join(random.choices(_SPELT, k=9)),
    )
    return _pick(forms)()


LABELS = section("labels")


def each_kind() -> Iterator[str]:
    """One of each, for a look at them."""
    yield from (
        make() for make in (given, family, whole, place, hospital, school, workplace, address, number)
    )
