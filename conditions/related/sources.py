"""What is indexed of each public question, cause and page."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Prefetch

from conditions.models import Cause, CauseAlias, CauseGroup, ReferencePage
from conditions.related.encoder import Encoder
from conditions.related.text import encode_text, index_text, passage_text
from consult.models import Question, Reply


@dataclass(frozen=True)
class Indexed:
    """One object's text for the encoder and its terms for the word index."""

    kind: str
    object_id: int
    text: str
    terms: str
    reply_terms: str = ""

    def digest(self, encoder: Encoder | None) -> str:
        """Changes when anything that is stored would change."""
        parts = (encoder.fingerprint if encoder else "", self.text, self.terms, self.reply_terms)
        return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


def of_questions(numbers: Iterable[int]) -> Iterator[Indexed]:
    """The public ones among these questions.  Two queries."""
    replies = Reply.objects.public().only("question_id", "text", "more_info")
    questions = (
        Question.objects.public()
        .filter(pk__in=list(numbers))
        .only("title", "body")
        .prefetch_related(Prefetch("replies", replies, "public_replies"))
    )
    for question in questions:
        words = [text for reply in question.public_replies for text in (reply.text, reply.more_info)]
        yield Indexed(
            "question",
            question.pk,
            encode_text(question.title, question.body),
            index_text(question.title, question.body),
            index_text(*words),
        )


def of_pages(numbers: Iterable[int]) -> Iterator[Indexed]:
    """The public ones among these pages, and their causes.  Four queries."""
    pages = (
        ReferencePage.objects.public()
        .filter(pk__in=list(numbers))
        .prefetch_related(
            Prefetch("groups", CauseGroup.objects.only("page_id", "heading", "text")),
            Prefetch("causes", Cause.objects.only("page_id", "name", "text")),
            Prefetch("causes__aliases", CauseAlias.objects.only("cause_id", "name")),
        )
    )
    for page in pages:
        names = [name for cause in page.causes.all() for name in _names(cause)]
        yield Indexed(
            "page",
            page.pk,
            passage_text(page.title, page.lead),
            index_text(
                page.title,
                page.question_heading,
                page.lead,
                *(group.text for group in page.groups.all()),
                " ".join(names),
                page.treatment,
            ),
        )
        for cause in page.causes.all():
            name, *aliases = _names(cause)
            yield Indexed(
                "cause",
                cause.pk,
                passage_text(name, cause.text, aliases),
                index_text(name, *aliases, cause.text),
            )


def _names(cause: Cause) -> list[str]:
    """The cause's name, then its other names."""
    return [cause.name, *(alias.name for alias in cause.aliases.all())]
