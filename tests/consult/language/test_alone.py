"""The reader stands at the bottom: it needs no Django, and its word lists are files."""

import pkgutil
import subprocess
import sys

from django.conf import settings

import consult.language
from consult.language.word_lists import word_lists, word_pairs


def test_no_part_of_it_imports_django() -> None:
    names = [f"consult.language.{found.name}" for found in pkgutil.iter_modules(consult.language.__path__)]
    code = f"import sys, {', '.join(names)}; print(sorted(n for n in sys.modules if n.split('.')[0] == 'django'))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )

    assert len(names) >= 10
    assert run.stdout == "[]\n"


def test_word_lists_are_read_from_files() -> None:
    assert "without" in word_lists("negation")["denials"]
    assert word_pairs("contractions", "irregular")["cannot"] == ("can", "not")
    assert word_pairs("numbers", "values")["twelve"] == ("12",)


def test_every_list_has_words_in_small_letters_once() -> None:
    for name in ("negation", "spelling", "search", "privacy"):
        for section, words in word_lists(name).items():
            assert words, section
            assert {word for word in words if word != word.lower()} == set()
