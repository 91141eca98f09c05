"""How the weights and floors of search do: topics as searches, their questions as what should be found.

    python -m bench.search_weights

Reads the database of the present settings.  Topics are given to questions by others, not always well, so the numbers
compare weights with each other; they are no score of search itself.
"""

import dataclasses
import os
import random
from collections.abc import Callable
from dataclasses import dataclass

TOPICS = 250
SEED = 1
WEIGHTS = [(share, bm25) for share in (0.0, 0.1, 0.2, 0.25, 0.4) for bm25 in (0.0, 0.05, 0.1)]
FLOORS = (0.34, 0.38, 0.42, 0.46)


@dataclass(frozen=True)
class Found:
    """One question found for a topic: its number, cosine, share of words, and BM25 scaled to the best."""

    number: int
    cosine: float
    share: float
    bm25: float


Case = tuple[set[int], list[Found]]


def cases() -> list[Case]:
    """For each topic with 3 to 60 public questions, those, and what the engine proposes for its name."""
    from django.db.models import Count

    from conditions.related.backends.entries import objects_of
    from conditions.related.ranking.every_match import every_match
    from consult.models import Question, Topic
    from portal.search import ranked
    from portal.search.filters import Filters
    from portal.search.public import hidden_among
    from portal.search.results import look

    public = Question.objects.public()
    topics = list(Topic.objects.annotate(n=Count("questions")).filter(n__gte=3, n__lte=60).order_by("pk"))
    random.Random(SEED).shuffle(topics)
    found: list[Case] = []
    for topic in topics[:TOPICS]:
        wanted = look(topic.name, Filters(), exact=True).wanted
        hits = every_match("question", wanted.query, wanted.wordings, wanted.counted)
        shares = ranked._shares(hits, wanted)
        numbers = objects_of("question", hits.entries).tolist()
        hidden = set(hidden_among("question", numbers).tolist())
        right = set(public.filter(topics=topic).values_list("pk", flat=True))
        rows = [
            Found(number, float(cosine), float(share), float(words))
            for number, cosine, share, words in zip(numbers, hits.cosine, shares, hits.words, strict=True)
            if number not in hidden
        ]
        found.append((right, rows))
    return found


def judge(found: list[Case], score: Callable[[Found], float], keep: Callable[[Found], bool]) -> str:
    """MRR@10, the share of the best five that are right, recall, and how many are shown, as cells of a table."""
    mrr = five = recall = shown = 0.0
    for right, rows in found:
        order = [row.number for row in sorted(filter(keep, rows), key=score, reverse=True)]
        mrr += next((1 / place for place, number in enumerate(order[:10], 1) if number in right), 0)
        five += sum(number in right for number in order[:5]) / min(5, len(right))
        recall += len(right.intersection(order)) / len(right)
        shown += len(order)
    count = len(found)
    return f"{mrr / count:.3f} | {five / count:.3f} | {recall / count:.3f} | {shown / count:.0f}"


def main() -> None:
    """Print both tables."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from conditions.related.calibration import Search
    from conditions.related.encoder.encoder import calibration_in_use
    from portal.search import ranked

    found = [case for case in cases() if case[0]]
    print(f"{len(found)} topics\n\n| share | BM25 | MRR@10 | right of 5 | recall | shown |\n|{' --- |' * 6}")
    for share, bm25 in WEIGHTS:

        def score(row: Found, share: float = share, bm25: float = bm25) -> float:
            return (1 - share) * row.cosine + share * row.share + bm25 * row.bm25

        print(f"| {share} | {bm25} | {judge(found, score, lambda row: True)} |")
    print(f"\n| cosine from | MRR@10 | right of 5 | recall | shown |\n|{' --- |' * 5}")
    for floor in FLOORS:
        numbers = dataclasses.replace(calibration_in_use().search, near=floor)

        def relevant(row: Found, numbers: Search = numbers) -> bool:
            half = row.cosine >= numbers.half_near and row.share >= numbers.half_mentions
            return row.share >= ranked.MENTIONS or row.cosine >= numbers.near or half

        print(
            f"| {floor} | "
            + judge(
                found,
                lambda row: 0.75 * row.cosine + 0.25 * row.share + 0.1 * row.bm25,
                relevant,
            )
            + " |"
        )


if __name__ == "__main__":
    main()
