"""How many telling words two texts have in common: a tf-idf cosine that needs the idf of one side only."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence


def telling(terms: Iterable[str], idf: Callable[[str], float]) -> dict[str, float]:
    """What each term of a query counts for in `overlap`; `idf` gives the rarity of a term, 0 or more.

    A term said n times counts 1 + ln n times (Manning, Raghavan & Schuetze 2008, section 6.4.1).
    """
    said = {term: 1 + math.log(count) for term, count in Counter(terms).items()}
    length = math.sqrt(sum(count**2 for count in said.values()))
    rarity = {term: idf(term) for term in said}
    square = sum((count * rarity[term]) ** 2 for term, count in said.items())
    if square <= 0:
        return {}
    return {term: length * count * rarity[term] ** 2 / square for term, count in said.items()}


def overlap(asked: Mapping[str, float], terms: Sequence[str]) -> float:
    """How much of what a query tells (`telling`) stands in a text of these terms: 0 to about 1, 1 for the same text.

    The text's own terms count alike, rare or not: so the idf of the query's terms is enough.
    """
    counted = Counter(terms)
    length = math.sqrt(sum((1 + math.log(count)) ** 2 for count in counted.values()))
    if not length:
        return 0.0
    return sum((1 + math.log(counted[term])) * asked[term] for term in asked.keys() & counted.keys()) / length
