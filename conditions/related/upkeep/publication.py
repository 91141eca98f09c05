"""A question becomes public, changes, or ceases to be: its entry and every list follow."""

from django.db import transaction
from django.db.models import Q

from conditions.models import IndexEntry, Neighbour
from conditions.related.lists import neighbours
from conditions.related.text import documents
from conditions.related.upkeep import index
from consult.models import Question


@transaction.atomic
def publish(question: Question) -> None:
    """Bring everything in step with a question that is public now: its entry, its list, and the lists it belongs in.

    A question whose words are unchanged costs three queries.
    """
    index.store("question", list(documents.of_questions([question.pk])))
    entry = IndexEntry.objects.filter(question=question).first()
    if entry is not None and entry.listed_at is None:
        neighbours.make_lists([entry], both_ways=True, most=neighbours.REMADE)


@transaction.atomic
def unpublish(question: Question) -> None:
    """Take a question out of the index and of every list at once; what editors pinned or hid waits for its return."""
    shortened = neighbours.lists_with(question.pk)
    index.remove("question", [question.pk])
    Neighbour.objects.found().filter(Q(question=question) | Q(other=question)).delete()
    neighbours.refill(shortened)
