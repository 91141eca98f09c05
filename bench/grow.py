"""Fill a database for the benchmarks of pages: python -m bench.grow [--questions 17505]

Needs imported questions and reference pages with their index (import_questions and import_reference_pages, both with
--publish, and rebuild_related).  Confirms the nearest reference page or cause for half of the replies, then mixes
further questions, each of two stored ones, with replies, topics, links, entry and list of similar questions, until
there are enough.  A mixed question takes the list of similar questions of its first one: making them anew takes 12 ms
a question.  Never run it on a database that you want to keep.
"""

import argparse
import os
import random
from datetime import timedelta
from typing import Any

from django.db.models import Model

SEED = 7
BLOCK = 1_000
LINKED = 0.5
"""Share of the replies that get one confirmed link."""

OWN = 0.7
"""How much of a mixed vector comes from its first question; the rest from its second."""


def main() -> None:
    """Link, then grow, then write the files of vectors."""
    import django

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--questions", type=int, default=17_505)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from django.db import transaction

    from consult.models import Question

    draw = random.Random(SEED)
    with transaction.atomic():
        link_replies(draw)
    stored = Question.objects.public().filter(index_entry__vector__isnull=False)
    first = list(stored.order_by("pk").values_list("pk", flat=True))
    while (missing := options.questions - Question.objects.public().count()) > 0:
        with transaction.atomic():
            add(draw, first, min(missing, BLOCK))
    finish()
    print(f"{Question.objects.public().count():,} public questions")


def finish() -> None:
    """The last steps of rebuild_related, without reading again what was mixed: files, sequences, statistics."""
    from django.core.management.color import no_style
    from django.db import connection

    from conditions.related.backends import backend, keyword_index
    from conditions.related.encoder.encoder import get_encoder
    from consult.common.database import analyze
    from consult.models import Question, Reply

    def quiet(_name: str, _done: int, _total: int) -> None:
        return None

    encoder = get_encoder()
    assert encoder is not None, "run manage.py build_encoder first"
    backend().rebuild_vectors(encoder, quiet)
    keyword_index.forget_common_terms()
    with connection.cursor() as cursor:  # the keys of what was mixed were given by hand
        for statement in connection.ops.sequence_reset_sql(no_style(), [Question, Reply]):
            cursor.execute(statement)
    analyze()


def link_replies(draw: random.Random) -> None:
    """Confirm the nearest cause or page for some of the replies that have no link."""
    import numpy as np
    from django.utils import timezone

    from conditions.actions.passages import take_passages
    from conditions.models import CauseLink, IndexEntry
    from consult.models import Reply

    targets = list(
        IndexEntry.objects.exclude(kind="question")
        .filter(vector__isnull=False)
        .values_list("kind", "cause_id", "page_id", "vector")
    )
    matrix = np.stack([np.asarray(row[3]) for row in targets])
    replies = [
        row
        for row in Reply.objects.public()
        .filter(cause_links__isnull=True, question__index_entry__vector__isnull=False)
        .order_by("pk")
        .values_list("pk", "question__index_entry__vector")
        if draw.random() < LINKED
    ]
    nearest: list[int] = (
        (np.stack([np.asarray(vector) for _pk, vector in replies]) @ matrix.T).argmax(axis=1).tolist()
    )
    CauseLink.objects.bulk_create(
        CauseLink(
            reply_id=pk,
            cause_id=targets[at][1],
            page_id=targets[at][2],
            state=CauseLink.State.CONFIRMED,
            decided_at=timezone.now(),
        )
        for (pk, _vector), at in zip(replies, nearest, strict=True)
    )
    for reply in Reply.objects.filter(pk__in=[pk for pk, _vector in replies]):
        take_passages(reply=reply)


def add(draw: random.Random, first: list[int], count: int) -> None:
    """Store `count` questions mixed of two of the `first` each, with everything that hangs on them."""
    from conditions.models import CauseLink, IndexEntry, Neighbour, Passage
    from consult.models import Consent, Question, Reply

    pairs = [draw.sample(first, 2) for _ in range(count)]
    known: Any = (
        Question.objects.filter(pk__in={pk for pair in pairs for pk in pair})
        .select_related("index_entry")
        .prefetch_related("replies__cause_links", "replies__passages", "topics", "consents", "neighbours")
        .in_bulk()
    )
    models: tuple[type[Model], ...] = (Question, Reply)
    last = {model: model._default_manager.order_by("-pk")[0].pk for model in models}
    questions, consents, replies, topics, links, passages, entries = [], [], [], [], [], [], []
    neighbours: list[Neighbour] = []
    reply_pk = last[Reply]
    for pk, (one, two) in enumerate(((known[a], known[b]) for a, b in pairs), start=last[Question] + 1):
        questions.append(mixed(one, two, pk))
        consents += [copied(each, pk=None, question_id=pk) for each in one.consents.all()]
        topics += [Question.topics.through(question_id=pk, topic_id=topic.pk) for topic in one.topics.all()]
        for reply in one.replies.all():
            reply_pk += 1
            replies.append(copied(reply, pk=reply_pk, question_id=pk, import_key=None))
            links += [copied(link, pk=None, reply_id=reply_pk) for link in reply.cause_links.all()]
            passages += [copied(each, pk=None, reply_id=reply_pk) for each in reply.passages.all()]
        neighbours += [copied(each, pk=None, question_id=pk) for each in one.neighbours.all()]
        entries.append(mixed_entry(draw, one.index_entry, two.index_entry, pk))
    Question.objects.bulk_create(questions)
    Consent.objects.bulk_create(consents)
    Reply.objects.bulk_create(replies)
    Question.topics.through.objects.bulk_create(topics)
    CauseLink.objects.bulk_create(links)
    Passage.objects.bulk_create(passages)
    IndexEntry.objects.bulk_create(entries, batch_size=500)
    Neighbour.objects.bulk_create(neighbours)


def copied(row: Any, **changes: Any) -> Any:
    """The same row under another key, with these changes."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values.pop("id")
    values["id"] = changes.pop("pk")
    return type(row)(**(values | changes))


def mixed(one: Any, two: Any, pk: int) -> Any:
    """A question with the beginnings of two."""
    return copied(
        one,
        pk=pk,
        title=f"{one.title[:75]} {two.title[:70]}".strip(),
        body=f"{one.body[: len(one.body) * 2 // 3]} {two.body[: len(two.body) // 3]}".strip() or one.title,
        import_key=None,
        published_at=one.published_at + timedelta(microseconds=pk),
    )


def mixed_entry(draw: random.Random, one: Any, two: Any, pk: int) -> Any:
    """The entry of a mixed question: terms of both, the vector between theirs, the sketch of the first."""
    import numpy as np

    vector = OWN * np.asarray(one.vector) + (1 - OWN) * np.asarray(two.vector)
    vector += np.random.default_rng(pk).normal(0, 0.02, vector.shape)
    terms = [
        word for text, share in ((one.terms, 2 / 3), (two.terms, 1 / 3)) for word in some(draw, text, share)
    ]
    return copied(
        one,
        pk=None,
        question_id=pk,
        terms=" ".join(terms),
        digest="bench",
        vector=(vector / np.linalg.norm(vector)).astype(np.float32),
    )


def some(draw: random.Random, terms: str, share: float) -> list[str]:
    """This share of the terms."""
    words = terms.split()
    return draw.sample(words, int(share * len(words)))


if __name__ == "__main__":
    main()
