"""How common each condition is among those who ask here: how many of the latest questions, or their replies, name it.

Of two causes that fit about as well the more common one is the likelier, as in any clinic: its base rate.  Counted anew
with every rebuild; a site without questions knows nothing of it, and no cause gains anything.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from django.db.models import Prefetch

from conditions.models import Cause
from consult.language.tokens import plain
from consult.language.variants import term_of
from consult.models import Question, Reply

LATEST = 10_000
"""So many of the latest questions are read (5 s): more of them tell the same."""

BATCH = 500
FEW = 1_000
"""Questions that nobody asked, by which few real ones are kept from telling much."""

Phrase = tuple[str, ...]


def commonness() -> dict[int, float]:
    """How common each cause is, by its key: log(1 + how many of 1,000 questions name it); without those never named.

    Three queries, and two for each batch of questions.
    """
    phrases = _phrases()
    replies = Prefetch("replies", Reply.objects.public().only("question_id", "text"), "public_replies")
    questions = Question.objects.public().only("title", "body").prefetch_related(replies)
    counts: Counter[int] = Counter()
    read = 0
    for question in questions.order_by("-pk")[:LATEST].iterator(BATCH):
        said = [question.title, question.body, *(reply.text for reply in question.public_replies)]
        counts.update(named_in(_terms("\n".join(said)), phrases))
        read += 1
    return {cause: math.log1p(1_000 * count / (read + FEW)) for cause, count in sorted(counts.items())}


def named_in(words: Sequence[str], phrases: Mapping[str, Iterable[tuple[Phrase, int]]]) -> set[int]:
    """The causes whose names stand in these terms; `phrases` are names and causes by the first term of the name."""
    return {
        cause
        for at, word in enumerate(words)
        for phrase, cause in phrases.get(word, ())
        if tuple(words[at : at + len(phrase)]) == phrase
    }


def _phrases() -> dict[str, list[tuple[Phrase, int]]]:
    """The names of all public causes as terms, by the first of them.

    An abbreviation does not count: in small letters it may be a word (AS, chILD).  Two queries.
    """
    found: dict[str, list[tuple[Phrase, int]]] = {}
    for cause in Cause.objects.public().conditions().prefetch_related("aliases"):
        names = [cause.name, *(alias.name for alias in cause.aliases.all())]
        for phrase in {tuple(_terms(name)) for name in names if not _is_abbreviation(name)} - {()}:
            found.setdefault(phrase[0], []).append((phrase, cause.pk))
    return found


def _is_abbreviation(name: str) -> bool:
    """Whether a name is one word with a capital letter after its first."""
    return " " not in name.strip() and name[1:] != name[1:].lower()


def _terms(text: str) -> list[str]:
    """All words of a text as terms, in order: names keep the small words that the index leaves out."""
    return [_term(word) for word in plain(text).split()]


_term = lru_cache(maxsize=50_000)(term_of)
