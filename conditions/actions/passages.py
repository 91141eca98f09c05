"""The passages of a reply: chosen while it is written, copied when it is published."""

from datetime import datetime

from django.db import transaction

from conditions.grounding.blocks import shortened
from conditions.grounding.choice import Choice
from conditions.grounding.cited import cited, copy_words, key_of
from conditions.models import CauseLink, Passage
from consult.models import Reply


@transaction.atomic
def choose_passages(*, reply: Reply, choice: Choice) -> None:
    """Store the order and the cuts of what is ticked.

    Words that were copied before stay as they were copied; only the cuts are made anew in them.
    """
    standing = {key_of(passage): passage for passage in reply.passages.select_for_update()}
    for part in choice.parts:
        passage = standing.pop((part.kind, part.key), None) or Passage(
            reply=reply, **{f"{part.kind}_id": part.key}
        )
        passage.position, passage.left_out = part.position, part.left_out
        if passage.taken_at:
            passage.text = shortened(passage.full_text, part.left_out)
        passage.save()
    for passage in standing.values():
        passage.delete()


@transaction.atomic
def take_passages(*, reply: Reply, at: datetime | None = None) -> list[Passage]:
    """Copy the words and sources of what the reply links to, where that has not been done; return the passages.

    Only from pages that strangers can see: what is not public yet does not become so through a reply.
    """
    links = list(
        CauseLink.objects.confirmed()
        .to_public_pages()
        .filter(reply=reply)
        .select_related("cause__page", "page")
        .order_by("-score", "pk")
    )
    sources = cited([link.cause for link in links if link.cause], [link.page for link in links if link.page])
    standing = {key_of(passage): passage for passage in reply.passages.all()}
    taken = []
    for place, (key, source) in enumerate(sources.items(), start=1):
        passage = standing.get(key) or Passage(reply=reply, position=place, **{f"{key[0]}_id": key[1]})
        if passage.taken_at is None:
            copy_words(passage, source, at)
            passage.save()
        taken.append(passage)
    return taken
