"""Search finds what was typed, under any of its names, and says what a text lacks."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from conditions.related.ranking import every_match
from conditions.related.ranking.spelling import is_a_word
from conditions.related.upkeep.publication import publish
from portal.search import ranked
from portal.search.filters import Filters
from portal.search.measure import digest_of
from portal.search.results import look

pytestmark = pytest.mark.django_db


def test_every_text_that_holds_the_word_is_listed(asked, found):
    for number in range(30):
        asked(f"Tooth number {number}", f"Case {number}: nothing about it but zincofer.")
    assert len(found("zincofer", group="questions")["questions"]) == 20
    assert len(found("zincofer")["questions"]) == 5


def test_an_unknown_word_does_not_empty_a_search(stranger, asked):
    asked("High fever in the night")
    html = stranger.get("/search/", {"q": "qwxzvb fever"}).content.decode()
    assert "High <mark>fever</mark> in the night" in html
    assert "No text here has “qwxzvb”" in html


def test_a_text_with_some_of_the_words_is_shown_and_says_so(stranger, asked):
    asked("Grapefruit juice")
    asked("Zincofer every day")
    html = stranger.get("/search/", {"q": "grapefruit zincofer"}).content.decode()
    assert "Without “zincofer”" in html
    assert "Without “grapefruit”" in html


@pytest.mark.parametrize(
    ("typed", "title", "reason"),
    [
        ("Calpol", "How much paracetamol may she have?", "Calpol = paracetamol"),
        ("UTI", "Urinary tract infection again", "UTI = urinary tract infection"),
        ("knocked up", "Pregnant and sick", "knocked up = pregnant"),
        ("can't get it up", "Erectile dysfunction at forty", "can&#x27;t get it up = erectile dysfunction"),
    ],
)
def test_another_name_finds_it_and_is_named(stranger, asked, typed, title, reason):
    asked(title)
    asked("Something else altogether", "Nothing of it.")
    response = stranger.get("/search/", {"q": typed})
    (group,) = response.context["results"].groups
    assert group.listing.rows[0].question.title == title
    assert reason in response.content.decode()


def test_both_spellings_are_found_and_marked(stranger, asked):
    asked("A tumor of the esophagus")
    html = stranger.get("/search/", {"q": "oesophagus tumour"}).content.decode()
    assert "A <mark>tumor</mark> of the <mark>esophagus</mark>" in html


def test_the_group_with_the_very_name_comes_first(asked, written, found):
    asked("Psoriasis on my elbows", "Psoriasis again, psoriasis everywhere.")
    written("Causes of red skin", "Psoriasis", "Red patches with scales.")
    written("More red skin", "Psoriasis of the nails", "Psoriasis, psoriasis, psoriasis.")
    groups = found("psoriasis")
    assert list(groups)[:2] == ["causes", "questions"]
    assert groups["causes"][0] == "Psoriasis"


def test_no_real_word_is_corrected(encoder):
    assert [is_a_word(word) for word in ("hole", "Zoloft", "anxeity")] == [True, True, False]


def test_a_text_with_a_red_flag_is_searched_for_as_typed(stranger, asked):
    asked("Migraine with zigzag lights")
    response = stranger.get(
        "/search/", {"q": "crushing chest pain and short of breath, migrane", "anyway": 1}
    )
    assert response.context["results"].correction is None


def test_the_longest_lists_are_cut(asked, found, monkeypatch):
    for number in range(6):
        asked(f"Tooth number {number}", "Zincofer.")
    monkeypatch.setattr(ranked, "MOST", 4)
    assert len(found("zincofer", group="questions")["questions"]) == 4


def test_the_command_measures_queries_and_words(asked, written, tmp_path):
    asked("Numb cheek in the cold", "It tingles in the wind.")
    written("What numbness means", "Ménière's disease", "Dizzy.")
    file = tmp_path / "queries.csv"
    file.write_text(
        "query,title,kind\n"
        f"numb cheek,{digest_of('Numb cheek in the cold')},lay\n"
        "meniere,Ménière's disease,single\n"
        "qwxzv,Nowhere,unknown\n"
    )
    out = io.StringIO()
    call_command("evaluate_search", str(file), "--literal", "--missed", "--json", stdout=out)
    results = json.loads(out.getvalue().splitlines()[-1])
    assert (results["queries"], results["recall_at_3"], results["found"]) == (3, 0.6667, 0.6667)
    assert results["by_kind"] == {"lay": 1.0, "single": 1.0, "unknown": 0.0}
    assert (results["literal_recall"], results["literal_recall_by_term"]) == (1.0, 1.0)
    assert "-\tunknown\tqwxzv\t-> Nowhere" in out.getvalue()


def test_the_command_refuses_another_file(tmp_path):
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="no column query, title"):
        call_command("evaluate_search", str(tmp_path / "other.csv"))
    with pytest.raises(CommandError, match="Name a file"):
        call_command("evaluate_search")


def test_a_word_too_common_is_said_to_lack_nowhere(asked, monkeypatch):
    """What is too common in questions is not looked for in replies alone either."""
    for number in range(4):
        asked(f"Sore throat number {number}", "It is a pain.")
    asked("My kneecap", "It is a pain when I kneel on my kneecap.")
    told = asked("Kneecap", "When I kneel.")
    told.replies.update(text="Pain there needs rest.")
    publish(told)
    monkeypatch.setattr(every_match, "BUDGET", 2)

    rows = look("kneecap pain", Filters()).found["questions"]

    assert {part for row in rows for part in row.of.found.skipped} == {"pain"}
    assert [row.missing for row in rows[:2]] == [[], []]
