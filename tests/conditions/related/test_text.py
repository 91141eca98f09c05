"""What the engine reads of a text."""

import pytest

from conditions.related.text.prepare import clean, encode_text, index_text, passage_text, terms


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hello Doctor, my knee hurts. Thank you for your help.", "my knee hurts."),
        ("hi dr. please help me! I have a rash, thanks", "I have a rash"),
        ("Dear Dr. Chen, I have a rash", "I have a rash"),
        ("Hello doctor My son coughs", "My son coughs"),
        ("Good morning. I am very worried. My ear rings.", "My ear rings."),
        ("My knee hurts when I climb stairs.", "My knee hurts when I climb stairs."),
        ("Hip pain for a month", "Hip pain for a month"),
        ("thanks", "thanks"),
        ("", ""),
    ],
)
def test_greetings_and_thanks_are_dropped(text: str, kept: str) -> None:
    assert clean(text) == kept


def test_terms_are_stemmed_and_without_stop_words() -> None:
    assert terms("The infections of my Ears were getting worse") == ["infect", "ear", "wors"]


def test_one_stem_for_the_forms_of_a_word() -> None:
    assert terms("numb numbness")[0] == terms("numbness")[0] == "numb"


def test_chinese_is_cut_into_bigrams() -> None:
    assert terms("我腹痛") == ["我腹", "腹痛"]


def test_operators_and_quotes_are_never_terms() -> None:
    assert terms('" OR * NEAR( AND NOT ^ : - +') == []


def test_accents_do_not_matter() -> None:
    assert terms("Ménière") == terms("Meniere")


def test_a_body_that_repeats_the_title_is_read_once() -> None:
    assert encode_text("Why do I sneeze?", "why do i sneeze") == "Why do I sneeze?"
    assert encode_text("Why do I sneeze", "Every morning.") == "Why do I sneeze. Every morning."


def test_shorthand_is_written_out_for_the_encoder() -> None:
    assert encode_text("Blood on TP after a BM") == "Blood on toilet paper after a bowel movement"
    assert encode_text("The bmw is mine") == "The bmw is mine"


def test_a_passage_begins_with_its_names() -> None:
    assert passage_text("Bell's palsy", "It comes quickly.", ["facial palsy"]) == (
        "Bell's palsy (facial palsy). It comes quickly."
    )


def test_index_text_joins_the_terms_of_its_parts() -> None:
    assert index_text("Numb face", "in the cold") == "numb face cold"
