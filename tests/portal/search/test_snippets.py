import pytest
from django.utils.html import strip_tags
from hypothesis import given, settings
from hypothesis import strategies as st

from conditions.related.text.prepare import terms
from consult.language.variants import _SAME, letters_before, term_of
from portal.search.snippets import marked, snippet


def test_every_form_of_a_word_is_marked():
    assert (
        marked("Numbness: is a numb cheek serious?", set(terms("numb cheeks")))
        == "<mark>Numbness</mark>: is a <mark>numb</mark> <mark>cheek</mark> serious?"
    )


def test_text_of_a_patient_is_escaped():
    html = marked("<script>alert('numb')</script> & <mark>", set(terms("numb script")))
    assert html == (
        "&lt;<mark>script</mark>&gt;alert(&#x27;<mark>numb</mark>&#x27;)&lt;/<mark>script</mark>&gt; &amp; &lt;mark&gt;"
    )


def test_the_piece_with_most_different_words_is_shown():
    text = (
        "My cheek. "
        + "Nothing to see here today. " * 30
        + "Then my left cheek went numb in the cold wind."
        + " More." * 80
    )
    shown = snippet(text, set(terms("numb cheek cold"))).html
    assert "left <mark>cheek</mark> went <mark>numb</mark> in the <mark>cold</mark> wind." in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(strip_tags(shown)) < 220


def test_a_text_without_the_words_shows_its_beginning():
    shown = snippet("It began last winter. " * 30, {"numb"})
    assert shown.html.startswith("It began last winter.")
    assert shown.html.endswith(" …")
    assert shown.found == frozenset()


def test_a_short_text_is_shown_whole():
    assert snippet("My cheek\n\n is numb.", {"numb"}).html == "My cheek is <mark>numb</mark>."


def test_chinese_words_are_marked_once():
    assert marked("我的左臉麻木了", set(terms("臉麻木"))) == "我的左<mark>臉麻木</mark>了"


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=900), query=st.text(max_size=40))
def test_any_text_is_shown_and_safe(text, query):
    html = snippet(text, set(terms(query))).html
    assert "<" not in html.replace("<mark>", "").replace("</mark>", "")
    assert html.count("<mark>") == html.count("</mark>")


@settings(max_examples=300, deadline=None)
@given(
    words=st.lists(st.from_regex(r"\A[a-zA-Z]{1,12}(ies|ing|ed|ness|ational|y|s)?\Z"), min_size=1, max_size=8)
)
def test_every_word_with_a_wanted_stem_is_marked(words):
    text = " ".join(words)
    wanted = set(terms(text)[:2])
    html = marked(text, wanted)
    expected = [word for word in words if wanted.intersection(terms(word))]
    assert [part.split("</mark>")[0] for part in html.split("<mark>")[1:]] == expected


def test_the_piece_at_the_end_of_a_text_runs_to_its_end():
    shown = snippet("Nothing to see here today. " * 30 + "My left cheek went numb.", set(terms("numb cheek")))
    assert shown.html.startswith("… ")
    assert shown.html.endswith("My left <mark>cheek</mark> went <mark>numb</mark>.")


@pytest.mark.parametrize(
    "word",
    ["edema", "oedema", "haemorrhage", "hemorrhage", "fetus", "foetus", "phobia", "Feet", "ear", "sulfur"],
)
def test_a_word_is_marked_alike_whatever_else_the_text_has(word):
    wanted = set(terms(word))
    text = f"I had it, {word}, and {word.upper()}s; a half-{word} x{word} 2.{word}"
    plain_letters = marked(text, wanted)
    assert plain_letters.count("<mark>") >= 2
    # A letter outside ASCII has the text read by a pattern.
    assert marked(text + " é", wanted) == plain_letters + " é"


def test_every_word_that_stands_for_another_begins_with_the_letters_looked_up():
    for word, kept in _SAME.items():
        assert word.startswith(tuple(letters_before(term_of(kept)))), word
