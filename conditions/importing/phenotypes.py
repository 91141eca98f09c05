"""Makes a list of the tables of signs that came as one long line.

Pages of the Genetic and Rare Diseases Information Center carry a table of the Human Phenotype Ontology, flattened into
"name share name share ..." between two standing explanations, the same on every page.  Patients get a list
with one sentence before it.
"""

import re

_TABLE = re.compile(
    r"(?:What are the signs and symptoms of [^?]{1,200}\?\s+)?"
    r"The Human Phenotype Ontology provides the following list of signs and symptoms for .{1,400}?"
    r"Signs and Symptoms Approximate number of patients \(when available\)\s+"
    r"(?P<table>.*?)\s*"
    r"The Human Phenotype Ontology \(HPO\) has collected information .*?the sign or symptom may be rare or common\.",
    re.DOTALL,
)
_ENTRY = re.compile(r"(?P<name>\S.*?)\s+(?P<share>\d[\d.]*%|\d+/\d+|-)(?=\s|$)", re.DOTALL)
# No sign that anybody has: how it is passed on, when it begins, how it goes on.
_COURSE = re.compile(
    r"(?:.*\b(?:inheritance|onset|penetrance|expressivity|variability)|heterogeneous|sporadic|(?:non|rapidly |slowly )?"
    r"progressive|slow progression|genetic anticipation.*|contiguous gene syndrome)",
    re.IGNORECASE,
)
_SHARE = re.compile(r" \((?:[\d.]+%|\d+ of \d+ patients)\)$")
LONGEST_NAME = 120
SENTENCE = (
    "These signs have been seen in people with this condition; the share of patients is given where it is known "
    "(Human Phenotype Ontology)."
)


def readable(text: str) -> str:
    """Return the text with such a table as a list; any other text as it is."""
    return _TABLE.sub(lambda match: _list(match["table"]) or match[0], text)


def _list(table: str) -> str:
    """The sentence and the list; empty when the table cannot be read to its last word."""
    entries = list(_ENTRY.finditer(table))
    whole = bool(entries) and entries[-1].end() == len(table)
    if not whole or max(len(entry["name"]) for entry in entries) > LONGEST_NAME:
        return ""
    course = [entry["name"] for entry in entries if _COURSE.fullmatch(entry["name"])]
    lines = [f"- {entry['name']}{_share(entry['share'])}" for entry in entries if entry["name"] not in course]
    told = [SENTENCE, "\n".join(lines)] if lines else []
    return "\n\n".join([*told, f"Inheritance and course: {'; '.join(course)}."] if course else told)


def _share(share: str) -> str:
    """What share of patients has a sign, in words that need no table: "3/3" is three of three."""
    found, slash, of = share.partition("/")
    if share == "-":
        return ""
    return f" ({found} of {of} patients)" if slash else f" ({share})"


def without_share(sign: str) -> str:
    """The sign alone."""
    return _SHARE.sub("", sign)
