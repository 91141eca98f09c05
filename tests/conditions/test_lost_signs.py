"""What a file lost when it was taken from its pages is put back, as far as its own words tell."""

import pytest

from conditions.importing.grammar import spoken
from conditions.importing.layout import Section, lay_out
from conditions.importing.lost_signs import FileWords
from conditions.importing.wording import as_markdown, blocks_of

COMMON = (
    "metabolism energy disease inflammation irritation conduct neuromyelitis optic anemia heart thyroid urinary tract "
    "infections children vermis "
)
LOST = "metabolismthe energyand anemiaa inflammationirritation conductor optica"
NAMES = "Crohn's disease. Coomb's test. The Coombs test. Coombs again. doctors"
WORDS = FileWords([COMMON * 120, LOST, NAMES])


@pytest.mark.parametrize(
    ("lost", "found"),
    [
        ("metabolismthe way we use energyand food", "metabolism – the way we use energy – and food"),
        ("anemiaa lack of blood", "anemia – a lack of blood"),
        ("inflammationirritation", "inflammation – irritation"),
        (
            "a conductor, neuromyelitis optica, Metabolismthe",
            "a conductor, neuromyelitis optica, Metabolismthe",
        ),
        ("a persons kidneys at a doctors office", "a person's kidneys at a doctor's office"),
        ("the doctors say; a doctors, too", "the doctors say; a doctors, too"),
        ("Crohns disease, Coombs test, Doctors", "Crohn's disease, Coombs test, Doctors"),
    ],
)
def test_dashes_and_apostrophes(lost: str, found: str) -> None:
    assert WORDS.restored(lost) == found


@pytest.mark.parametrize(
    ("lost", "found"),
    [
        ("the tractalso called a gutand", "the tract – also called a gutand"),
        ("the stomachliningknown as the mucosais soft", "the stomach lining – known as the mucosa – is soft"),
        ("diabetesa disease", "diabetes – a disease"),
        (
            "acne vulgaris, labia minora, a cesarean, the oddity",
            "acne vulgaris, labia minora, a cesarean, the oddity",
        ),
        ("chronicor long, painoften, a conductor", "chronic – or long, pain – often, a conductor"),
        ("aortathe aortathe aortathe aortathe", "aorta – the aorta – the aorta – the aorta – the"),
        ("mucosaisx stomachlining", "mucosaisx stomachlining"),
    ],
)
def test_a_small_file_is_read_by_a_list_of_words(lost: str, found: str) -> None:
    known = {
        "chronic",
        "pain",
        "conduct",
        "aorta",
        "tract",
        "stomach",
        "lining",
        "mucosa",
        "diabetes",
        "vulgar",
        "minor",
        "cesare",
        "oddity",
    }
    assert FileWords([lost], known.__contains__).restored(lost) == found
    assert FileWords([lost]).restored(lost) == lost


@pytest.mark.parametrize(
    ("name", "said", "verb"),
    [
        ("Meningitis and Encephalitis", "meningitis and encephalitis", "are"),
        ("Overweight and Obesity", "Overweight and obesity", "are"),
        ("Deafness and Myopia Syndrome", "Deafness and Myopia syndrome", "is"),
        ("Kidney and Ureter Stones", "Kidney and Ureter Stones", "are"),
        ("Lymphocytic Choriomeningitis", "lymphocytic choriomeningitis", "is"),
        ("Annular pancreas", "annular pancreas", "is"),
        ("Chitayat Meunier syndrome", "Chitayat Meunier syndrome", "is"),
        ("Vidal syndrome", "Vidal syndrome", "is"),
        ("Interstitial Cystitis/Painful Bladder", "Interstitial cystitis/Painful Bladder", "is"),
        ("Sequelae of Lupus", "sequelae of Lupus", "is"),
    ],
)
def test_how_a_title_is_said(name: str, said: str, verb: str) -> None:
    found = spoken(name, [], FileWords(["syndrome obesity " * 200]).is_common)
    assert (found.name, found.verb) == (said, verb)


@pytest.mark.parametrize("title", ["My Child's Infection", "Kidney Failure and How it is Treated"])
def test_a_title_that_is_no_name_is_not_asked_for(title: str) -> None:
    texts = [Section("information", "", f"{title} is told here.")]
    layout = lay_out(title, texts)
    assert (layout.question_heading, layout.parts[0].heading) == ("In short", "What to know")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Urinary Tract Infections in Children", "urinary tract infections in children"),
        ("Thyroid Disease", "thyroid disease"),
        ("Vermis Syndrome of Alkhurma", "vermis syndrome of Alkhurma"),
        ("Brown Syndrome", "Brown Syndrome"),
    ],
)
def test_a_title_that_no_text_uses_has_small_letters_where_the_file_has(name: str, said: str) -> None:
    assert spoken(name, [], WORDS.is_common).name == said


def test_what_only_a_page_is_called_is_not_asked_for() -> None:
    text = [Section("information", "", "It aches.")]
    assert lay_out("Pregnancy and Thyroid Disease", text, WORDS).question_heading == "In short"
    assert lay_out("Thyroid Disease", text, WORDS).question_heading == "What is thyroid disease?"


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Hepatitis* A is; the anus*the end; DRB1*0301.", "Hepatitis A is; the anus – the end; DRB1\\*0301."),
        ("Fact Sheets", ""),
        (
            "Infected withC. burnetii by ureters.The bladder",
            "Infected with C. burnetii by ureters. The bladder",
        ),
        ("It is told. Call 1-800-CDC-INFO.", "It is told."),
        (
            "Test Instructions Results or Dates A1C test. Date: ____ Next test: ______ Call.",
            "A1C test. Call.",
        ),
        ("References A. B. Accessed 3/30/2011.", ""),
        ("the vermis- an area -- and the cyst(s)", "the vermis – an area – and the cyst(s)"),
        (
            "Signs may include: Headache Feeling of Heat Joint pain (now and then) Wheezing In severe cases, it kills.",
            "Signs may include:\n\n- Headache\n- Feeling of Heat\n- Joint pain (now and then)\n- Wheezing\n"
            "- In severe cases, it kills.",
        ),
        (
            "They told us: Take it. Then rest More or less Often",
            "They told us: Take it. Then rest More or less Often",
        ),
        ("Three: One thing Two things", "Three: One thing Two things"),
        ("Reflux - acid that rises - burns.", "Reflux – acid that rises – burns."),
        (
            "It is likely if you - smoke - drink - are over 45",
            "It is likely if you\n\n- smoke\n- drink\n- are over 45",
        ),
        ("Weigh it. My dry weight should be ______. Ask.", "Weigh it. Ask."),
        (
            "It kills about 3percent with HSP.1 They wont eat.",
            "It kills about 3 percent with HSP. They won't eat.",
        ),
        ("on the persons body", "on the person's body"),
        ("It is rare. This article focuses on adults. It heals.", "It is rare. It heals."),
        ("They nest. For more information, see the site of mice:", "They nest."),
        (
            "Reference's\nInformation for this page is from 2011.\nLink to Infections\nHow to Contact the Office",
            "",
        ),
        (
            "It goes with Crohn's disease – a disorder of the bowel.\nCrohn's Disease",
            "It goes with Crohn's disease – a disorder of the bowel.",
        ),
    ],
)
def test_signs_between_words_and_points_in_one_line(text: str, markdown: str) -> None:
    assert as_markdown(blocks_of(text)) == markdown
