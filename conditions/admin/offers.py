"""What the reply form offers to cite: each cause or page with why, and which sentences of its passage are kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from conditions.grounding.blocks import blocks_of
from conditions.grounding.choice import Part
from conditions.grounding.cited import CAUSE, PAGE, Key, cited, digest_of, key_of
from conditions.grounding.read import SourceItem, told_sources
from conditions.models import Cause, CauseLink, Passage, ReferencePage
from conditions.related.proposals.for_replies import Proposal
from conditions.related.reasons.explain import in_words


@dataclass(frozen=True)
class Sentence:
    """One part of a passage, and whether readers see it."""

    number: int
    text: str
    is_kept: bool


@dataclass(frozen=True)
class Offer:
    """One tick box: the cause or page, why it is proposed, and what of its passage is cited."""

    target: Cause | ReferencePage
    reasons: list[str]
    score: float | None
    is_ticked: bool
    text: str
    place: int | None = None
    left_out: list[str] = field(default_factory=list)
    sources: list[SourceItem] = field(default_factory=list)
    # The passage whose page says something else by now, for its doctor to decide.
    changed: int | None = None

    @property
    def kind(self) -> str:
        """Whether it is a cause or a whole page."""
        return CAUSE if isinstance(self.target, Cause) else PAGE

    @property
    def is_cause(self) -> bool:
        """Whether it is a cause, and no page to read about a condition."""
        return isinstance(self.target, Cause) and not self.target.is_subject

    @property
    def field_name(self) -> str:
        """The name of its tick box."""
        return f"{self.kind}s"

    @property
    def key(self) -> str:
        """What its other fields end with."""
        return f"{self.kind}-{self.target.pk}"

    @property
    def name(self) -> str:
        """What it is called."""
        return self.target.name if isinstance(self.target, Cause) else self.target.title

    @property
    def page(self) -> ReferencePage:
        """The page that it stands on."""
        return self.target.page if isinstance(self.target, Cause) else self.target

    @property
    def digest(self) -> str:
        """Tells whether the passage is still the one on the screen."""
        return digest_of(self.text)

    @property
    def sentences(self) -> list[Sentence]:
        """The parts of the passage."""
        return [
            Sentence(number, block.text, block.text not in self.left_out)
            for number, block in enumerate(blocks_of(self.text))
        ]


def offers_of(
    links: list[CauseLink],
    proposals: list[Proposal],
    passages: list[Passage],
    waiting: list[Part] | None,
    known: Mapping[Key, Cause | ReferencePage],
    sent: Iterable[Key] = (),
) -> list[Offer]:
    """Linked causes and pages that are not proposed, then the proposals, best first; as stored.

    What waits with a correction of the reply, if anything does, goes before what is linked.  `known` are the causes and
    pages themselves; what was `sent` by the form is offered too, for it was on the screen.  Sources stand as they were
    copied, of what was not copied as they stand now.  One query.
    """
    copied = {key_of(row): row for row in passages}
    of_links = {key_of(link): link for link in links}
    parts = {(part.kind, part.key): part for part in waiting or []}
    ticked = of_links if waiting is None else [*(key for key in of_links if key in parts), *parts]
    targets = {key: known[key] for key in dict.fromkeys(ticked) if key in known}
    proposed = {key_of(each.cause): each for each in proposals}
    others = {key: known[key] for key in sent if key in known and key not in proposed}
    shown = {**targets, **others, **{key: each.cause for key, each in proposed.items()}}
    taken = {key for key, row in copied.items() if row.taken_at}
    sources = _sources([target for key, target in shown.items() if key not in taken])

    def offer(key: Any, target: Any, reasons: list[str], score: float | None) -> Offer:
        row, part = copied.get(key), parts.get(key)
        text = row.full_text if row and row.taken_at else (target.text if key[0] == CAUSE else target.lead)
        chosen: Any = part or row
        return Offer(
            target,
            reasons,
            score,
            key in targets,
            text,
            chosen.position or None if chosen else None,
            chosen.left_out if chosen else [],
            told_sources(row.sources if row and row.taken_at else sources.get(key, [])),
            row.pk if row and row.changed_at else None,
        )

    linked = []
    for key, target in shown.items():
        if key not in proposed:
            link = of_links.get(key)
            linked.append(
                offer(key, target, in_words(link.reasons) if link else [], link.score if link else None)
            )
    linked.sort(key=lambda each: each.place or 0)
    return [*linked, *(offer(key, each.cause, each.words, each.score) for key, each in proposed.items())]


def _sources(targets: list[Cause | ReferencePage]) -> dict[Key, list[dict[str, str]]]:
    """The sources of these causes, and of the short answers of these pages.  One query, where there is any."""
    if not targets:
        return {}
    causes = [each for each in targets if isinstance(each, Cause)]
    pages = [each for each in targets if isinstance(each, ReferencePage)]
    return {key: each.sources for key, each in cited(causes, pages).items()}
