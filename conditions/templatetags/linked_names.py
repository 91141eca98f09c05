"""Names of conditions in replies and pages, as links to where they are told."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from conditions.grounding.read import PassageItem
from conditions.linking import Names
from conditions.models import ReferencePage
from conditions.related.lists.read import LinkedReply
from conditions.tree import PageTree
from consult.models import FollowUp, Reply

register = template.Library()


@register.simple_tag
def names_in_replies(entries: Iterable[LinkedReply], followups: Iterable[FollowUp]) -> Names:
    """`{% names_in_replies entries followups as names %}`: the names in what doctors wrote.  One query."""
    texts = [text for entry in entries for text in _texts(entry.reply, entry.cited)]
    return Names([*texts, *(followup.answer for followup in followups)])


@register.simple_tag
def names_in_reply(reply: Reply, passages: Iterable[PassageItem] | None) -> Names:
    """`{% names_in_reply reply passages as names %}`: the names in one reply, which need not be stored.  One query."""
    return Names(_texts(reply, passages or ()))


def _texts(reply: Reply, passages: Iterable[PassageItem]) -> list[str]:
    """What a doctor wrote, and what it cites."""
    return [reply.text, reply.more_info, *(passage.text for passage in passages)]


@register.simple_tag
def names_on_page(page: ReferencePage, tree: PageTree) -> Names:
    """`{% names_on_page page tree as names %}`: the names in the texts of a reference page.  One query."""
    texts = [page.lead, page.causes_intro, page.treatment, *(group.group.text for group in tree.groups)]
    return Names([*texts, *(branch.cause.text for branch in tree.branches())])


@register.filter
def linked(html: str, names: Names | str) -> SafeString | str:
    """Link each of the `names` where it stands first in the HTML of a text; without names nothing changes."""
    return names.link(html, set()) if isinstance(names, Names) else html
