"""Other names: read without unpickling, kept in one file, found in a text."""

import bz2
import os
import pickle

import pytest

from consult.language.synonyms import lexicon, sources
from consult.language.synonyms.lexicon import EMPTY
from consult.language.tokens import tokens

NAMES = [
    ["paracetamol", "calpol", "acetaminophen"],
    ["pregnant", "knocked up"],
    ["migranal", "dihydroergotamine"],
]


@pytest.fixture
def known(tmp_path):
    lexicon.write(tmp_path / "names", NAMES, "these")
    return lexicon.load(tmp_path / "names")


def named(known, text):
    words = list(tokens(text))
    return [
        (text[words[each.first].start : words[each.end - 1].end], each.names)
        for each in known.named_in(words)
    ]


def test_a_name_is_found_with_its_other_names(known):
    assert named(known, "Is Calpol safe?") == [("Calpol", tuple(NAMES[0]))]


def test_a_name_of_stop_words_is_found_whole_and_not_in_part(known):
    assert named(known, "she is knocked up") == [("knocked up", tuple(NAMES[1]))]
    assert named(known, "I knocked my head") == []


def test_a_word_that_only_shares_the_stem_of_a_name_is_none(known):
    assert (known.knows("migranal"), known.knows("migrane")) == (True, False)


def test_a_lexicon_says_what_it_is_made_from(tmp_path):
    lexicon.write(tmp_path / "names", NAMES, "these")
    (tmp_path / "broken").write_bytes(b"no lexicon")
    found = [lexicon.made_from(tmp_path / name) for name in ("names", "broken", "missing")]
    assert found == ["these", "", ""]


def test_the_empty_lexicon_knows_nothing():
    assert (len(EMPTY), EMPTY.knows("calpol"), EMPTY.named_in(list(tokens("calpol")))) == (0, False, [])


class Harmful:
    def __reduce__(self):
        return (os.system, ("true",))


@pytest.mark.parametrize(
    ("value", "words"), [({"a": Harmful()}, "more than plain data"), ({"a": ("b",)}, "more than plain data")]
)
def test_what_is_more_than_plain_data_is_refused(monkeypatch, value, words):
    monkeypatch.setattr(sources, "_file", lambda _source: bz2.compress(pickle.dumps(value)))
    with pytest.raises(sources.SourceError, match=words):
        sources._plain(sources.DRUGS)


def test_plain_data_is_read(monkeypatch):
    value = {"a": ["b", "c"], "d": {"e": True, "f": 1.5}, "g": [], "h": ["b"]}
    monkeypatch.setattr(sources, "_file", lambda _source: bz2.compress(pickle.dumps(value)))
    assert sources._plain(sources.DRUGS) == value


def test_a_list_that_is_not_the_known_one_is_refused(monkeypatch):
    monkeypatch.setitem(sources.SHA256, sources.SYMPTOMS, "another")
    with pytest.raises(sources.SourceError, match="not the file that is known"):
        next(sources.symptoms())


def test_a_list_that_is_not_installed_is_named():
    with pytest.raises(sources.SourceError, match="no_such_wheel is not installed"):
        sources._file(("no_such_wheel", "names"))


def test_our_own_names_are_lists():
    assert ["isotretinoin", "roaccutane", "accutane"] in list(sources.own())
