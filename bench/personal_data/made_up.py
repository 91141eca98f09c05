"""Makes up names, houses, places, numbers and dates of all the world, so that no list of them is learnt by heart."""

import importlib
import random
import re
import string
from collections.abc import Iterator
from pathlib import Path

from consult.language.word_lists import word_lists

_ONE_NAME = re.compile(r"[^\W\d_a-zа-я][a-zß-ÿĀ-žȘ-ț'ạ-ỹ-]{1,14}")
SHORT_NAMES = (
    "Baz Bex Bev Caz Chaz Daz Dee Deb Di Ed Fi Gaz Gill Jaz Jen Jez Jo Jojo Kat Kaz Kel Kez Lex Lou Mags Maz Mo Nat Ned"
    " Nell Ollie Pat Pip Raj Ree Ro Ros Sal Sam Sammy Shaz Shell Steph Stu Suze Tash Tel Tess Tone Trev Trish Tyg Val"
    " Vik Viv Win Zac Zed Abs Benji Bertie Billy Bobby Charlie Dolly Eddie Evie Frankie Freddie Georgie Gus Hattie Izzy"
    " Jackie Jamie Johnny Kenny Kitty Lenny Lottie Maisie Mikey Millie Nicky Nonny Paddy Patsy Ricky Robbie Ronnie Rosie"
    " Sandy Teddy Terry Tilly Tommy Vicky Wally Wendy Ziggy"
).split()
NAMES_TOO = (
    "Grace Hope Faith Joy Will Mark Rose Jack Bill Bob Art Rich Pat Sue Gene Guy Dean Miles Max Drew Chase Grant Frank"
    " Ruby Amber Jade Pearl Olive Violet Daisy Lily Ivy Holly Hazel Heather Iris Poppy Rowan Robin Jay Dawn Eve Autumn"
    " Summer April May June August Sky Star Crystal Melody Harmony Destiny Patience Prudence Constance Mercy Blessing"
    " Precious Comfort Felicity Charity Chastity Honey Candy Ginger Basil Sage Angel Christian Noel Norman Victor Earl"
    " Duke Prince King Baron Dusty Rusty Sunny Misty Stormy Happy Lucky Sonny Buddy Bud Chip Rocky Cliff Glen Heath Dale"
    " Forest River Brook Bay Lane Wade Ford Stone Reed Herb Ray Skip Rod Gale Penny Bunny Robyn Merry Joyce Gay Harry"
    " Randy Nick Josh Peg Patty Tab Teal Wren Lark Dove Dolly Barbie Kitty Pip Pepper Clay Ash Colt Pierce Trip Royal"
    " Justice Trinity Genesis Nevaeh Heaven Promise Praise Wisdom Favour Goodness Sunday Friday Monday Happiness Lovely"
).split()
FAMILY_TOO = (
    "Smith Brown Black White Green Gray Young King Hill Wood Woods Stone Fields Rivers Brooks Banks Pool Church Bishop"
    " Abbott Pope Knight Page Cook Baker Butcher Fisher Hunter Carter Potter Taylor Turner Walker Bush Rose Flowers"
    " Bloom Rice Bean Lamb Bird Swan Drake Peacock Fox Wolf Lyon Bull Cox Long Short Small Little Large Strong Sharp"
    " Swift Savage Moody Grief Pain Paine Payne Hurt Love Darling Sweet Bliss Gold Silver Steel Glass Marsh Lake Poole"
    " Summers Winter Winters Snow Frost Rain Day Knight Weekes Monday Church Parsons Nunn Major Sargent Marshall Chambers"
    " Hall House Barnes Cotton Mills Miller Bridges Street Lane Gates Wall Porter Nurse Leech Doctor Best Good Goodman"
    " Power Wise Bright Loud Bass Bell Horn Drum Rich Cash Price Penny Pound Bond Ball Kidd Child Pratt Bacon Lemon Pepper"
).split()
_FAMILY_FRONTS = ("Mc", "Mac", "O'", "van ", "de ", "van der ", "al-", "Fitz", "Ó ", "ter ")
_SOUNDS = (
    "ka ke ki ko ku ma me mi mo mu na ne ni no nu ra re ri ro ru sa se shi so su ta te ti to tu da de di do wa ya yo"
    " ba be bi bo bu la le li lo lu va vi ga ge gi go gu za ze zi zo ha he hi ho cha che chi cho tha thi phi kwa nya"
    " dra bra stra kri shree oy ayo ola ade eni"
).split()
_ENDS = "n s r l m k t th d nne sh ng v w lyn ton son dra ska ski ova ez es os is ian yan dze ic ich sen by ly".split()
_PLACE_FRONTS = (
    "Ash Birch Black Brad Bram Brock Bur Cat Chal Chip Clay Cold Crick Dun East Elm Fen Fern Gar Great Green Had Har"
    " Hart Haw High Hol Horn Kel Kirk Lang Lea Ley Lin Long Mar Mel Mid Mill Nor Oak Old Pen Pil Rad Red Rom Rush Sal"
    " Sed Shel Sher Stain Stan Stock Stoke Sut Swin Thorn Thur Tid Tre Up Wain Wal West Whit Wick Win Wit Wood Wy"
).split()
_PLACE_ENDS = (
    "bourne bridge brook bury by combe cott dale den don field ford gate ham hampton head hill holme hurst leigh ley low"
    " marsh mere minster mouth more nall over pool port shaw stead stoke thorpe ton tree wade water well wick wood worth"
).split()
_PLACE_LEADS = "Little Great Upper Lower Nether Much High Over Ballyma Bally Kil Llan Aber Inver Glen Strath".split()
_PLACE_TAILS = ("on-Sea", "on-the-Hill", "upon-Tyne", "by-the-Water", "St Mary", "Magna", "Parva", "le-Street", "Regis")
_SAINTS = (
    "Mary Joseph John Peter Paul Anne Andrew George Michael Mark Luke Bede Aidan Cuthbert Oswald Winifred Teresa Brigid"
    " Patrick David Columba Ninian Mungo Monica Catherine Margaret Clare Francis Anthony Bernadette Jude Thomas Stephen"
    " Edmund Chad Swithun Hilda Leonard Giles Barnabas Augustine Ignatius Vincent Kevin Finbarr Colman Enda"
).split()


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
    made = "".join(_pick(_SOUNDS) for _ in range(random.choice((1, 2, 2, 3)))) + (_pick(_ENDS) if _maybe(0.6) else "")
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
    forms = (
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
        made = invented() + _pick(("", "pur", "abad", "nagar", "stad", "ville", "ow", "grad", "heim", "vik", "borg"))
    return made


def _called() -> str:
    """What a house is called after."""
    return _pick((place, place, family, _saint, _tree, given))()


def _saint() -> str:
    return f"St {_pick(_SAINTS)}" + _pick(("s", "'s", ""))


def _tree() -> str:
    return " ".join(
        random.sample(
            "Oak Elm Willow Beech Cedar Maple Laurel Holly Ivy Rose Bluebell Primrose Heather Fern Park Mead Manor Bank"
            " Grove Meadow Lodge View Croft Brook River Lake Hill Spring Sunny Orchard Abbey Priory Kings Queens Bishop"
            " Royal Victoria Albert Windsor Lavender Kingfisher Swan Robin Lark Castle Mill Bridge Church".split(),
            _pick((1, 2, 2)),
        )
    )


_HOSPITAL = (
    "Hospital;General Hospital;General;Royal Infirmary;Infirmary;Community Hospital;Cottage Hospital;Clinic;Medical Centre;"
    "Health Centre;Surgery;Medical Practice;Practice;Hospice;Dental Practice;Dental;Eye Clinic;Children's Hospital;"
    "University Hospital;District General;Memorial Hospital;Medical Group;Walk-in Centre;Birth Centre;Day Unit;"
    "Nursing Home;Care Home;Residential Home;Rest Home;House;Lodge;Court;Pharmacy;Opticians;Physio;Polyclinic;Memorial;"
    "Multispeciality Hospital;Nursing Home;Teaching Hospital;Mission Hospital;Family Practice;Fertility;Maternity;ward"
).split(";")
_SCHOOL = (
    "Primary;Primary School;School;High School;High;Academy;Secondary School;Grammar;Comprehensive;Infants;Juniors;"
    "Infant School;Nursery;Day Nursery;Preschool;Pre-School;Playgroup;Kindergarten;Montessori;College;Sixth Form;"
    "Sixth Form College;University;Elementary;Middle School;Convent;Boys' School;Girls' High;C of E Primary;"
    "Catholic Primary;RC Primary;Little Learners;Childminders;Tech;National School;ETB;Public School;Halls"
).split(";")
_WORK = (
    "Bakery;Garage;Motors;Stores;Foods;Farm;Farms;Dairy;Brewery;Logistics;Haulage;Plumbing;Builders;Construction;Council;"
    "Library;Leisure Centre;Gym;Rugby Club;FC;RFC;Cricket Club;Golf Club;Bowls Club;Harriers;Running Club;Swimming Club;"
    "Scouts;Brownies;Parish Church;Methodist Church;Baptist Church;Chapel;Mosque;Temple;Gurdwara;Church;Choir;Theatre;"
    "Steel;Steelworks;Quarry;Colliery;Mill;Pottery;Foundry;Shipyard;Printers;Nurseries;Garden Centre;Vets;Hairdressers;"
    "Barbers;Nails;Cafe;Tearooms;Arms;Tavern;Inn;Hotel;Fish Bar;Chippy;Kebabs;Takeaway;Supermarket;Depot;Bus Station;"
    "Fire Station;Police Station;Sorting Office;Distribution Centre;Law;Solicitors;Accountants;Estate Agents;Ltd;& Sons;"
    "Cars;Taxis;Dance Academy;Karate Club;Boxing Club;Riding School;Stables;Allotments;Social Club;Working Men's Club"
).split(";")
_SHOPS = "Tesco Asda Aldi Lidl Morrisons Sainsbury's Greggs Costa Boots Argos Amazon Walmart Spar Nisa Co-op".split()


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
    kind = _pick(
        "Road Street Lane Avenue Close Drive Way Terrace Crescent Gardens Place Rd St Ave Ln Grove Court Row Hill Walk"
        " Rise View Mews Green".split()
    )
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
    return f"{letters}{random.randint(1, 29)} {random.randint(1, 9)}{''.join(random.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}"


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
        lambda: " ".join(random.choices("oh one two three four five six seven eight nine zero double".split(), k=9)),
    )
    return _pick(forms)()


LABELS = (
    "my NHS number is;NHS no;hospital number;hosp no.;patient ID;MRN;policy;policy no;membership number;passport;"
    "my ref is;ref;reference;case number;claim;account;my number is;call me on;ring me on;text me;whatsapp;mob;tel;phone;"
    "reg;car reg;number plate;lab no;sample;barcode;ticket;booking ref;badge;staff no;student no;medicare;insurance no;"
    "Aadhaar;NI number;SSN;hospital id;file no;UHID;prescription no;order;crime ref;licence;my id is;locker;wristband says;"
    "chart;CHI;PPS;health card;appointment code;serial;pager;bleep;extension;my mobile"
).split(";")


def each_kind() -> Iterator[str]:
    """One of each, for a look at them."""
    yield from (make() for make in (given, family, whole, place, hospital, school, workplace, address, number))
