"""Lays the sections of an imported page out as a reference page.

The sections that tell what the condition is (or else those on its symptoms, its causes, or the first of all) open the
page.  Their beginning is the lead; their rest is the text of the one cause that every imported page has: the condition
itself, which carries the synonyms as aliases and to which replies can link.  Treatment goes to the treatment section,
and what tells when to get help to the warning signs, one a line, unless it is too long for a card.
Every other kind of section becomes a cause group with its text, in the order in which patients ask; when the opening
leaves nothing for the cause, it takes the text of the first of these.  Nothing is left out.
"""

import re
from dataclasses import dataclass, field

LEAD_LENGTH = 500
ABOUT = "About this condition"
OPENERS = ("information", "symptoms", "causes")
HEADINGS = {
    "information": ABOUT,
    "symptoms": "Symptoms",
    "causes": "Causes",
    "susceptibility": "Who is at risk",
    "inheritance": "How it runs in families",
    "frequency": "How common it is",
    "complications": "Complications",
    "exams and tests": "Tests and diagnosis",
    "outlook": "Outlook",
    "prevention": "Prevention",
    "considerations": "Living with it",
    "research": "Research",
}
MOST_WARNINGS = 1_500
_WHEN = re.compile(
    r"\bwhen (?:to|should (?:i|you|we)) (?:get|seek|call|contact|see)\b|\bwarning signs\b|\bemergency\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-*•·]|\d+[.)])\s+")
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*(?=\s)")


@dataclass(frozen=True)
class Section:
    """One section of the file: its type, its heading and its text."""

    kind: str
    heading: str
    text: str


@dataclass
class Layout:
    """Where the words of a page go."""

    question_heading: str
    lead: str
    cause_heading: str
    cause_text: str
    treatment: str
    warning_signs: str = ""
    groups: list[tuple[str, str]] = field(default_factory=list)


def lay_out(title: str, sections: list[Section]) -> Layout:
    """Return the layout of a page with at least one section."""
    warnings, sections = _warnings(sections)
    treatment = [section.text for section in sections if section.kind == "treatment"]
    others = [section for section in sections if section.kind != "treatment"]
    opening = min(
        others or sections,
        key=lambda section: OPENERS.index(section.kind) if section.kind in OPENERS else len(OPENERS),
    )
    opening_text = "\n\n".join(s.text for s in sections if s.kind == opening.kind)
    lead, rest = split_lead(opening_text)
    if not rest and len(others) == 1:
        lead, _gap, rest = lead.partition("\n\n")
    groups = _groups([section for section in others if section.kind != opening.kind])
    cause_heading, cause_text = (ABOUT, rest) if rest or not groups else groups.pop(0)
    return Layout(
        question_heading=question_heading(title, opening),
        lead=lead,
        cause_heading=cause_heading,
        cause_text=cause_text,
        treatment="" if opening.kind == "treatment" else "\n\n".join(treatment),
        warning_signs="\n".join(warnings),
        groups=groups,
    )


def _warnings(sections: list[Section]) -> tuple[list[str], list[Section]]:
    """The lines of the sections that tell when to get help, and the other sections; one section stays at least."""
    chosen = [section for section in sections if _WHEN.search(f"{section.kind} {section.heading}")]
    lines = [line for section in chosen for line in _lines(section.text)]
    if len(chosen) == len(sections) or len("\n".join(lines)) > MOST_WARNINGS:
        return [], sections
    return lines, [section for section in sections if section not in chosen]


def _lines(text: str) -> list[str]:
    """One sign a line: the points of a list, else the sentences."""
    points = [line for line in text.splitlines() if line.strip()]
    if len(points) > 1 or _BULLET.match(text):
        return [_BULLET.sub("", line).strip() for line in points]
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+", text) if part.strip()]


def _groups(sections: list[Section]) -> list[tuple[str, str]]:
    """Heading and text of each kind of section, in the order of HEADINGS; unknown kinds last, under their own."""
    texts: dict[str, list[str]] = {heading: [] for heading in HEADINGS.values()}
    for section in sections:
        texts.setdefault(HEADINGS.get(section.kind, section.heading), []).append(section.text)
    return [(heading[:160], "\n\n".join(parts)) for heading, parts in texts.items() if parts]


def question_heading(title: str, opening: Section) -> str:
    """Return the opening section's heading as a plain question: "What is (are) X ?" becomes "What is X?"."""
    if title.lower().startswith("causes of "):
        return f"What are the c{title[1:]}?"[:200]
    if opening.kind == "information":
        return f"What is {title.removeprefix('Parasites - ')}?"[:200]
    return " ".join(re.sub(r"[\s?]+$", "?", opening.heading).replace("(are) ", "").split())[:200] or title


def split_lead(text: str, length: int = LEAD_LENGTH) -> tuple[str, str]:
    """Return the first sentences of a text, up to `length` characters, and all that follows them.

    A first sentence longer than that is cut at a word and continued in the rest.
    """
    text = text.strip()
    if len(text) <= length:
        return text, ""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, length + 1)]
    if ends:
        return text[: ends[-1]], text[ends[-1] :].strip()
    cut = text.rfind(" ", 0, length)
    cut = cut if cut > 0 else length
    return text[:cut].rstrip() + " …", "… " + text[cut:].strip()
