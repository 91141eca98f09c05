"""How long a search takes, and which part of it: python -m bench.search [--searches 200] [--cold] [--again] [--profile]

Searches the database of the present settings (bench/grow.py fills one) inside this process, each text once: titles,
beginnings of bodies, topics, and single words of the index from the rarest to the commonest.  With --cold nothing that
the process remembers of words is kept from one search to the next, as if every term were asked for the first time.
What the models said of a text is forgotten before each search; with --again each was asked before, as it is for a next
page or a filter.
"""

import argparse
import os
import random
import statistics
import time
from typing import Any

SEED = 7
WARMING = 10


def main() -> None:
    """Search, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--searches", type=int, default=200)
    parser.add_argument("--cold", action="store_true", help="forget every count between searches")
    parser.add_argument("--again", action="store_true", help="each search a second time: no model is asked")
    parser.add_argument("--profile", action="store_true", help="print where the processor time goes")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    os.environ.setdefault("ALLOWED_HOSTS", "testserver")
    import django

    django.setup()
    from django.db import connection
    from django.test import Client

    from consult.models import Question

    client = Client()
    kinds = texts(options.searches)
    for text in next(iter(kinds.values()))[-WARMING:]:
        client.get("/search/", {"q": text})
    print(
        f"{Question.objects.public().count():,} questions, {connection.vendor}, load {os.getloadavg()[0]:.1f}"
    )
    print(
        "| search | clock, median | 95th percentile | processor time, median | 95th percentile | queries |\n|"
        + " --- |" * 6
    )
    rows = {
        kind: [timed(client, text, cold=options.cold, again=options.again) for text in some]
        for kind, some in kinds.items()
    }
    for kind, row in rows.items():
        print(line(kind, row))
    print(line("all", [each for row in rows.values() for each in row]))
    if options.profile:
        profile(client, [text for some in kinds.values() for text in some], cold=options.cold)


def texts(count: int) -> dict[str, list[str]]:
    """A fixed sample of what may be searched for, by kind."""
    from conditions.models import IndexEntry
    from consult.models import Question, Topic

    draw = random.Random(SEED)
    public = Question.objects.public().order_by("pk")
    numbers = list(public.values_list("pk", flat=True))
    some = list(public.in_bulk(draw.sample(numbers, min(len(numbers), count))).values())
    topics = list(Topic.objects.order_by("pk").values_list("name", flat=True))
    entries = IndexEntry.objects.filter(kind="question").order_by("pk").values_list("terms", flat=True)
    words = [draw.choice(terms.split() or [""]) for terms in entries[: count * 4]]
    each = max(1, count // 4)
    return {
        "title": [question.title for question in some[:each]],
        "sentence": [" ".join(question.body.split()[:20]) for question in some[-each:]],
        "topic": draw.sample(topics, min(len(topics), each)),
        "single word": draw.sample(sorted(set(filter(None, words))), each),
    }


def forget_searches() -> None:
    """Let the models read every search anew."""
    from conditions.related.ranking import query
    from portal.search import danger

    query._vector.cache_clear()
    danger._judged.cache_clear()


def timed(client: Any, text: str, *, cold: bool, again: bool = False) -> tuple[float, float, int]:
    """Milliseconds on the clock and of processor time that a search took, and its queries."""
    from bench.desk import counted
    from conditions.related.backends import keyword_index

    forget_searches()
    if again:
        client.get("/search/", {"q": text})
    if cold:
        keyword_index.forget_counts()
    with counted() as asked:
        began, worked = time.perf_counter(), time.process_time()
        response = client.get("/search/", {"q": text})
        took = 1_000 * (time.perf_counter() - began), 1_000 * (time.process_time() - worked)
    assert response.status_code == 200, response.status_code
    return *took, len(asked)


def line(kind: str, rows: list[tuple[float, float, int]]) -> str:
    """A row of the table."""
    clock, processor, queries = zip(*rows, strict=True)
    times = " | ".join(
        f"{statistics.median(each):.1f} ms | {statistics.quantiles(each, n=20)[-1]:.1f} ms"
        for each in (clock, processor)
    )
    return f"| {kind} | {times} | {max(queries)} |"


def profile(client: Any, some: list[str], *, cold: bool) -> None:
    """Where the time of these searches goes, by function."""
    import cProfile
    import pstats

    watch = cProfile.Profile()
    watch.enable()
    for text in some:
        timed(client, text, cold=cold)
    watch.disable()
    pstats.Stats(watch).sort_stats("cumulative").print_stats(70)


if __name__ == "__main__":
    main()
