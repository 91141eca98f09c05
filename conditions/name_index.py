"""Keeps the names of conditions in step with the pages that readers see."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from conditions.models import Cause, ConditionName, ReferencePage
from conditions.names import index_name, name_words, writing_of

BATCH = 500


@transaction.atomic
def renew_names(*pages: ReferencePage) -> None:
    """Make the names of these pages and of their causes what they are now, and choose the best place of each anew.

    What stands already is not written again: whoever shows it need not be made anew.
    """
    standing = {_identity(row): row for row in ConditionName.objects.filter(page__in=pages)}
    wanted = {_identity(row): row for row in _wanted(pages)}
    gone = [row for identity, row in standing.items() if identity not in wanted]
    new = [row for identity, row in wanted.items() if identity not in standing]
    if gone:
        ConditionName.objects.filter(pk__in=[row.pk for row in gone]).delete()
    ConditionName.objects.bulk_create(new)
    _choose({row.words for row in (*gone, *wanted.values())})


def renew_all_names() -> None:
    """Make every name anew, some pages at a time."""
    numbers = list(ReferencePage.objects.dated().order_by("pk").values_list("pk", flat=True))
    ConditionName.objects.exclude(page__in=ReferencePage.objects.dated()).delete()
    for first in range(0, len(numbers), BATCH):
        renew_names(*ReferencePage.objects.filter(pk__in=numbers[first : first + BATCH]))


@transaction.atomic
def forget_names(page: ReferencePage) -> None:
    """Take the names of a page that is to be deleted away; those told elsewhere get their place there."""
    rows = ConditionName.objects.filter(page=page)
    words = set(rows.values_list("words", flat=True))
    rows.delete()
    _choose(words)


def _identity(row: ConditionName) -> tuple[Any, ...]:
    """What makes a name the same name at the same place, with all that is known of it."""
    return (row.page_id, row.cause_id, row.name, row.words, row.is_other_name, row.writing)


def _wanted(pages: Sequence[ReferencePage]) -> Iterator[ConditionName]:
    """The names of pages that are on the site, and of their causes.  Two queries, however many pages."""
    dated = [page for page in pages if page.published_at is not None]
    causes: dict[int, list[Cause]] = defaultdict(list)
    # “Blood tests” among the causes of a page is no name of a condition.
    called = Cause.objects.told().filter(Q(is_condition=True) | Q(is_subject=True), page__in=dated)
    for cause in called.prefetch_related("aliases"):
        causes[cause.page_id].append(cause)
    for page in dated:
        yield from _named(page.short_name, page=page)
        for cause in causes[page.pk]:
            # What the page is about is told by the page as a whole.
            place = {"page": page, "cause": None if cause.is_subject else cause}
            yield from _named(cause.name, **place)
            for alias in cause.aliases.all():
                yield from _named(alias.name, **place, is_other_name=True)


def _named(name: str, **place: Any) -> Iterator[ConditionName]:
    """The row of one name; none for what has no words."""
    words = name_words(name)
    if words and (sorted_as := index_name(name)):
        yield ConditionName(
            name=name,
            words=" ".join(words)[:400],
            first_word=words[0][:200],
            index_name=sorted_as,
            writing=writing_of(name),
            **place,
        )


def _choose(words: Iterable[str]) -> None:
    """Choose the best place of each of these names."""
    known = sorted(words)
    for first in range(0, len(known), BATCH):
        some = known[first : first + BATCH]
        rows = list(
            ConditionName.objects.filter(words__in=some, page__published_at__isnull=False).select_related(
                "cause"
            )
        )
        best: dict[str, ConditionName] = {}
        for row in rows:
            if row.words not in best or _rank(row) < _rank(best[row.words]):
                best[row.words] = row
        chosen = {row.pk for row in best.values()}
        for is_best in (False, True):
            changed = [row.pk for row in rows if row.is_best != is_best == (row.pk in chosen)]
            if changed:
                ConditionName.objects.filter(pk__in=changed).update(is_best=is_best)


def _rank(row: ConditionName) -> tuple[Any, ...]:
    """How well a place tells of what it is called: the lower the better."""
    cause = row.cause
    return (cause is not None, row.is_other_name, -len(cause.text) if cause else 0, row.page_id, row.pk)
