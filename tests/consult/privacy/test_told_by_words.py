"""People, houses and numbers that the words around them tell, marked to their end; calm texts that look like them."""

import pytest

from consult.privacy.personal_data import find_personal_data

pytestmark = pytest.mark.one_database

TITLES = [
    ("mr o'dowd gave me the cream", "mr o'dowd"),
    ("mrs d'angelo next door had it too", "mrs d'angelo"),
    ("dr patel's locum said no", "dr patel"),
    ("Capt. (retd) B. Osei-Mensah asks about gout", "Capt. (retd) B. Osei-Mensah"),
    ("he trains with coach Delroy on Sundays", "coach Delroy"),
    ("It was Colonel Whitcombe who drove me", "Colonel Whitcombe"),
    ("doamna doctor Vasilescu changed the dose", "doamna doctor Vasilescu"),
    ("Frau Doktor Lindner says rest", "Frau Doktor Lindner"),
    ("Pastor Chukwuemeka prayed and drove me to casualty", "Pastor Chukwuemeka"),
    ("Cllr Braithwaite got me the grab rail", "Cllr Braithwaite"),
    ("Any help welcome. Hannah W.", "Hannah W."),
    ("I am Ivor P. and my ear rings", "Ivor P."),
]
PEOPLE = [
    ("hi am fatuma from the flats, baby not moving", "fatuma"),
    ("hello is rukhsana i post yesterday", "rukhsana"),
    ("hi im faith and ive missed two pills", "faith"),
    ("Hi, Grace again! Still hoarse", "Grace"),
    ("me and trev both had the prawns", "trev"),
    ("me and kwame had the same curry", "kwame"),
    ("it itches cos callum brody in my form put powder down my back", "callum brody"),
    ("my best mate tash took 16 of them", "tash"),
    ("asking for my father in law harjinder who wants to fly", "harjinder"),
    ("me best mate Deano reckons it works", "Deano"),
    ("May is my nan and she is on amlodipine", "May"),
    ("bill wont go. thats my husband", "bill"),
    ("Chidinma's mum here, she is four", "Chidinma"),
    ("our Dawn's weeing blood", "Dawn"),
    ("so Rose fell off the frame", "Rose"),
    ("anyone else under Fitzsimmons for their fibroids", "Fitzsimmons"),
    ("I asked Gwenllian at the desk twice", "Gwenllian"),
    ("(shes called Ingrid) and she faints", "Ingrid"),
    ("the one called Precious leaves him wet", "Precious"),
    ("Any ideas gratefully received – Torquil", "Torquil"),
    ("They owe me nothing. Kayleigh-Jo x", "Kayleigh-Jo"),
    ("The report has Park Ji-hoon on top", "Park Ji-hoon"),
    ("Lin Mei-hua is my mother, she is 80", "Lin Mei-hua"),
    ("HOLLOWAY, born in June, waiting for an operation", "HOLLOWAY"),
    ("MCALLISTER. BOTH EARS SYRINGED AND NOW DEAF AS A POST", "MCALLISTER"),
]
HOUSES = [
    ("plays prop for Aberwenlli RFC under 14s and fell", "Aberwenlli RFC under 14s"),
    ("Ward 7B at the Thornley Royal sent her home", "Ward 7B at the Thornley Royal"),
    ("the only firefighter at Kelderby station", "Kelderby station"),
    ("She's at Willowmere Lodge, room 12. Others?", "Willowmere Lodge, room 12"),
    ("taken from flat 9, Jubilee Court with pain", "flat 9, Jubilee Court"),
    ("at the Tuesday lunch club at Netherby Methodist hall", "Tuesday lunch club at Netherby Methodist hall"),
    ("the Friday coffee morning at Oxley Chapel, she fell", "Friday coffee morning at Oxley Chapel"),
    ("I was at Dunmarrow Cottage Hospital minor injuries", "Dunmarrow Cottage Hospital minor injuries"),
    ("I'm a porter at Hexley Mart cattle auction", "Hexley Mart cattle auction"),
    ("on the tills at Nisa on Gorsley Road so", "Nisa on Gorsley Road"),
    ("She's in the 3rd Ellerholm Brownies with ten others", "3rd Ellerholm Brownies"),
    ("he is with Pentrebach Sea Cadets on Mondays", "Pentrebach Sea Cadets"),
    ("I'm registered at The Willows Medical Practice", "The Willows Medical Practice"),
    ("off sick from Asda in Morpeth with sciatica", "Asda in Morpeth"),
    ("a sixth former at Brackenhurst Girls' Grammar", "Brackenhurst Girls' Grammar"),
    ("at the royal victoria infirmary last year", "royal victoria infirmary"),
    ("from a small town Kumbakonam, creatinine 2.8", "Kumbakonam"),
    ("Negative. - Mhairi, Isle of Scarrasay", "Mhairi, Isle of Scarrasay"),
    ("Cheers, Bev from the chippy in Portmorran", "Bev from the chippy in Portmorran"),
]
NUMBERS = [
    ("sort code 00-11-22 acc 40817362 for the fee", "00-11-22 acc 40817362"),
    ("sort code 00-99-88 account number 11223344", "00-99-88 account number 11223344"),
    ("the band says MRN 00618834 and", "MRN 00618834"),
    ("wristband says RX1-558204 and a wrong name", "RX1-558204"),
    ("Mobile 0300-5550172 works here", "0300-5550172"),
    (
        "plus forty nine, one seven one, three nine two double oh, six four",
        "plus forty nine, one seven one, three nine two double oh, six four",
    ),
    ("Username on the patient app is BrianOfTheBog55 and", "BrianOfTheBog55"),
    ("I am SadSackSue72 over there", "SadSackSue72"),
    (
        'answer to "the knitting nurse 47 at yahoo dot co dot uk" please',
        "the knitting nurse 47 at yahoo dot co dot uk",
    ),
    (
        "Mail it to 서울특별시 마포구 월드컵로 212, 101동 1503호, please",
        "서울특별시 마포구 월드컵로 212, 101동 1503호",
    ),
    (
        "〒160-0022 東京都新宿区新宿5-11-27 コーポ花園204 is it",
        "〒160-0022 東京都新宿区新宿5-11-27 コーポ花園204",
    ),
    (
        "101-1502 Raemian Apt, 25 Banpo-daero, Seocho-gu, Seoul is home",
        "101-1502 Raemian Apt, 25 Banpo-daero, Seocho-gu, Seoul",
    ),
    ("I am at Rua das Flores 88, 3º Esq, 4050-262 Porto - now", "Rua das Flores 88, 3º Esq, 4050-262 Porto"),
    ("my appointment is Friday 13 June at 2", "Friday 13 June"),
]
CALM = [
    "Since 3 March I have had a numb patch on my thigh.",
    "Sertraline went up on Monday 3 March, jaw clenching since.",
    "Boot off on 3 May, driving when?",
    "In April, my daughter fell and her wrist still clicks.",
    "I read at www.nhs.uk that chilblains get better alone.",
    "It says so on https://www.nhs.uk/conditions/gout/ too.",
    "My scalp is flaky and I've tried Nizoral and coconut oil.",
    "Is Heinz ketchup gluten free?",
    "as they do in Puglia, warm oil in the ear",
    "granny smith apples make my mouth itch",
    "the coach journey made me sick",
    "I missed the coach and walked home in the rain",
    "Von Hippel something, the letter said",
    "Didn't Angelina Jolie have that gene test?",
    "me and my mates had the same kebab",
    "me and the wife both have worms",
    "my mum took two of mine by mistake",
    "my son keeps sniffing and my dad keeps coughing",
    "hi im pregnant and bleeding a bit",
    "hi im new and hope this is right",
    "Hello again, it's hope I need",
    "Rose hip powder for arthritis, does it do anything?",
    "Hope is my only plan now",
    "May is the worst month for my nose",
    "April showers make my knees ache",
    "Will it go away by itself?",
    "Ref range 0.27-4.20, mine 4.19. Normal?",
    "the under 14s all had it at school",
    "I run under 5 km and my knee clicks",
    "Ward 7 was cold and noisy",
    "she goes to a lunch club and came home with a cough",
    "my shop is on the high street and the fumes get me",
    "I stack shelves in Leeds and my back hurts",
    "CA-125 was 41 and my B12 203, L4/L5 disc",
    "COVID-19 in January, FEV1 62%, HLA-B27 negative",
    "I rang Samaritans on 116 123 and then 0300 123 3393",
    "the patch says Estelle-35 and Femoston 1/10",
    "two tablets a day – is that all?",
    "told Neurology about it, and asked Boots for a cream",
    "under general anaesthetic for my teeth",
    "The paint is called oatmeal and it made us sneeze",
    "scouts were away when the rash began",
    "the hospital in Leeds lost my notes",
    "sort code of emotions, if you like",
    "PARKINSONS. BOTH HANDS SHAKE AND NOW THE LEFT FOOT TOO",
]


@pytest.mark.parametrize(("text", "part"), [*TITLES, *PEOPLE, *HOUSES, *NUMBERS])
def test_marked_whole(text: str, part: str) -> None:
    assert [part] == [part for finding in find_personal_data(text) if part in finding.text]


@pytest.mark.parametrize("text", CALM)
def test_calm_texts_are_left_alone(text: str) -> None:
    assert find_personal_data(text) == []
