"""What public pages show of causes and similar questions."""

from collections.abc import Sequence

from django import template

from conditions.models import Cause, ReferencePage
from conditions.related.lists import read, topics
from conditions.related.lists.items import SimilarItem
from conditions.related.proposals import for_pages
from conditions.related.reasons.pages import RelatedPage, with_reasons
from conditions.tree import PageTree
from consult.models import Question, Topic

register = template.Library()


@register.simple_tag
def similar_questions(question: Question) -> list[SimilarItem]:
    """`{% similar_questions question as similar %}`: up to four items.

    Each has `question` (with `public_replies`), `reply` (the one to show), `reasons` (sentences) and `pinned`.
    """
    return read.similar_questions(question)


@register.simple_tag(takes_context=True)
def cause_links(context: template.Context, question: Question) -> list[read.LinkedReply]:
    """`{% cause_links question as replies %}`: each public reply as `entry.reply` with `entry.links`.

    Each link has `name`, `url`, `page` and `cause` (None when it leads to a whole page); `entry.passages` are what
    the reply cites (conditions.grounding.read.PassageItem).  The question comes from `for_thread()`.  With
    `is_preview` in the context, replies that are not public yet show theirs too.
    """
    if context.get("is_preview"):
        return read.linked_in_preview(question.public_replies)  # type: ignore[attr-defined]
    return read.linked_replies(question)


@register.simple_tag
def related_topics(question: Question) -> list[Topic]:
    """`{% related_topics question as topics %}`: topics with their `specialty`."""
    return topics.related_topics(question)


@register.simple_tag
def cause_cases(page: ReferencePage) -> dict[int, read.CauseCases]:
    """`{% cause_cases page as cases %}`; then `{% with asked=cases|of:cause %}` for each cause of the page."""
    return read.cause_cases(page)


@register.simple_tag
def topic_causes(topic: Topic) -> list[Cause]:
    """`{% topic_causes topic as causes %}`: causes with their `page` and `cases` (a count)."""
    return read.topic_causes(topic)


@register.simple_tag
def related_pages(page: ReferencePage, tree: PageTree, chosen: Sequence[ReferencePage]) -> list[RelatedPage]:
    """`{% related_pages page tree chosen as others %}`: the pages that editors chose, each with its `reasons`."""
    return with_reasons(page, tree, chosen)


@register.simple_tag
def proposed_pages(page: ReferencePage, tree: PageTree) -> list[RelatedPage]:
    """`{% proposed_pages page tree as others %}`: public pages like this one that editors have not related to it."""
    return with_reasons(page, tree, for_pages.proposed_pages(page))


@register.filter
def causes(links: list[read.LinkItem] | None) -> list[read.LinkItem]:
    """Those of the links that lead to a cause."""
    return [link for link in links or () if link.is_cause]


@register.filter
def to_read(links: list[read.LinkItem] | None) -> list[read.LinkItem]:
    """Those of the links that lead to a page about a condition."""
    return [link for link in links or () if not link.is_cause]


@register.filter
def of(cases: dict[int, read.CauseCases], cause: Cause) -> read.CauseCases | None:
    """The cases of one cause, out of what `cause_cases` gave; None when nobody asked about it."""
    return cases.get(cause.pk)
