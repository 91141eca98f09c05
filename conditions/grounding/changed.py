"""What a reply cites, beside what its page says now."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from conditions.grounding.blocks import shortened
from conditions.grounding.cited import Cited, cited, digest_of, key_of
from conditions.grounding.substance import by_address, rests_elsewhere, says_otherwise, words_of
from conditions.models import Passage
from consult.desk.admin.versions import Change


@dataclass(frozen=True)
class Comparison:
    """A copied passage and what it would be copied from now; None where no public page tells it any more."""

    passage: Passage
    now: Cited | None

    @property
    def mark(self) -> str:
        """Tells one state of the page from another, to the letter: what the doctor has seen."""
        said = [self.now.name, self.now.text, self.now.sources] if self.now else None
        return digest_of(json.dumps(said))

    @cached_property
    def substance(self) -> str:
        """Tells what the page says in substance from anything else: what the doctor has confirmed."""
        now = self.now
        said = [words_of(now.name), words_of(now.text), by_address(now.sources)] if now else None
        return digest_of(json.dumps(said, sort_keys=True))

    @cached_property
    def differs(self) -> bool:
        """Whether readers would see something else in substance; of a passage without words they see none.

        What changes in sentences that the doctor has left out is asked about when it would show.
        """
        passage, now = self.passage, self.now
        if not passage.full_text:
            return False
        return (
            now is None
            or says_otherwise(passage.name, now.name)
            or (says_otherwise(passage.full_text, now.text) and says_otherwise(passage.text, self.fresh))
            or rests_elsewhere(passage.sources, now.sources)
        )

    @property
    def is_open(self) -> bool:
        """Whether a doctor has to look at it."""
        return self.differs and self.substance != self.passage.confirmed

    @property
    def fresh(self) -> str:
        """What readers would see of it now."""
        return shortened(self.now.text, self.passage.left_out) if self.now else ""

    @property
    def changes(self) -> list[Change]:
        """What readers would see instead, part by part; nothing where the page tells it no more."""
        if self.now is None:
            return []
        parts = (
            (_("name"), self.passage.name, self.now.name),
            (_("text"), self.passage.text, self.fresh),
            (_("sources"), _in_words(self.passage.sources), _in_words(self.now.sources)),
        )
        return [Change(label, old, new) for label, old, new in parts if old != new]


def compared(passages: Iterable[Passage]) -> list[Comparison]:
    """Each of these copied passages (with cause and page) beside its page as it is public now.  One query."""
    rows = list(passages)
    causes = [
        row.cause for row in rows if row.cause and not row.cause.is_retired and row.cause.page.is_public
    ]
    pages = [row.page for row in rows if row.page and row.page.is_public]
    now = cited(causes, pages) if causes or pages else {}
    return [Comparison(row, now.get(key_of(row))) for row in rows]


def _in_words(sources: Iterable[dict[str, str]]) -> str:
    """Sources as readers see them."""
    return "; ".join(f"{each['publisher']}, {each['title']} ({each['url']})" for each in sources)
