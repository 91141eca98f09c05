"""What is indexed of each public question, cause and page."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Prefetch

from conditions.models import Cause, CauseAlias, CauseGroup, CauseLink, ReferencePage
from conditions.related.text.facets import facets, for_whom, written
from conditions.related.text.prepare import encode_text, index_text, names_text, passage_text
from consult.models import Question, Reply

MOST_SIGNS = 2_000
"""So many characters of a passage count for the signs of its cause: what comes later is seldom a sign."""

_SIGNS = re.compile(r"\b(?:symptom|sign|feature|about this condition)s?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Indexed:
    """One object's text for the encoder and its terms for the word index.

    `head` is what it is about, in brief, `answer` what doctors replied.  Of a cause on a page of its own they are the
    page's lead and the signs, and `reply_terms` the terms of all three: patients tell signs, not names.
    """

    kind: str
    object_id: int
    text: str
    terms: str
    reply_terms: str = ""
    facets: str = ""
    tags: str = ""
    names: str = ""
    head: str = ""
    answer: str = ""

    def digest(self, fingerprint: str) -> str:
        """Changes when anything that is stored would change; `fingerprint` is the encoder's, "" for none."""
        parts = (
            fingerprint,
            self.head,
            self.text,
            self.answer,
            self.terms,
            self.reply_terms,
            self.facets,
            self.tags,
        )
        return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


def of_questions(numbers: Iterable[int]) -> Iterator[Indexed]:
    """The public ones among these questions.  Four queries; one when none is public."""
    numbers = list(numbers)
    replies = Reply.objects.public().only("question_id", "text", "more_info")
    questions = list(
        Question.objects.public()
        .filter(pk__in=numbers)
        .only("title", "body", "specialty_id", "age_range")
        .prefetch_related(Prefetch("replies", replies, "public_replies"))
    )
    tags = _tags(numbers) if questions else {}
    for question in questions:
        words = [text for reply in question.public_replies for text in (reply.text, reply.more_info)]
        yield Indexed(
            "question",
            question.pk,
            encode_text(question.title, question.body),
            index_text(question.title, question.body),
            index_text(*words),
            facets=written(facets(question.title, question.body, question.age_range)),
            tags=f"{question.specialty_id} {question.age_range} {tags.get(question.pk, [])}",
            head=encode_text(question.title),
            answer=encode_text(" ".join(reply.text for reply in question.public_replies)),
        )


def _tags(numbers: list[int]) -> dict[int, list[str]]:
    """The names of topics and linked causes of these questions: no part of the ranking, but of the reasons."""
    found: dict[int, list[str]] = {}
    topics = Question.topics.through.objects.filter(question__in=numbers)
    for number, topic in topics.values_list("question_id", "topic__name").order_by("topic_id"):
        found.setdefault(number, []).append(topic)
    links = CauseLink.objects.public().filter(reply__question__in=numbers, cause__isnull=False)
    for number, cause in links.values_list("reply__question_id", "cause__name").order_by("cause_id"):
        found.setdefault(number, []).append(cause)
    return found


def of_pages(numbers: Iterable[int]) -> Iterator[Indexed]:
    """Those of these pages that are public or will be, and their causes.  Four queries."""
    pages = (
        ReferencePage.objects.dated()
        .filter(pk__in=list(numbers))
        .prefetch_related(
            Prefetch("groups", CauseGroup.objects.only("page_id", "heading", "text")),
            Prefetch("causes", Cause.objects.told().only("page_id", "name", "text", "is_subject")),
            Prefetch("causes__aliases", CauseAlias.objects.only("cause_id", "name")),
        )
    )
    for page in pages:
        causes = page.causes.all()
        names = [name for cause in causes for name in _names(cause)]
        told = _told(page)
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
            names=names_text(page.title),
        )
        for cause in causes:
            name, *aliases = _names(cause)
            lead, signs = told if cause.is_subject or len(causes) == 1 else ("", "")
            yield Indexed(
                "cause",
                cause.pk,
                passage_text(name, cause.text, aliases),
                index_text(name, *aliases, cause.text),
                index_text(name, *aliases, lead, cause.text[:MOST_SIGNS], signs[:MOST_SIGNS]),
                facets=written(for_whom(name)),
                names=names_text(name, aliases),
                head=passage_text(name, lead) if lead else "",
                answer=passage_text(name, signs) if signs else "",
            )


def _told(page: ReferencePage) -> list[str]:
    """What a page about one condition tells of it beside its passage: the lead, and its signs ("" for none)."""
    signs = [group.text for group in page.groups.all() if group.text and _SIGNS.search(group.heading)]
    return [page.lead, "\n\n".join(signs)]


def _names(cause: Cause) -> list[str]:
    """The cause's name, then its other names."""
    return [cause.name, *(alias.name for alias in cause.aliases.all())]
