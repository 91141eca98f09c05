"""What a list says of its items: the same reason at most twice, since the third tells nothing apart."""

from collections.abc import Sequence

MOST_ALIKE = 2


def few_alike(reasons: Sequence[Sequence[str]]) -> list[list[str]]:
    """The reasons of each item of a list, each at most MOST_ALIKE times in all.

    An item that has no other reason keeps it before one that has; one may be left without any.
    """
    kept = [list(each) for each in reasons]
    for reason in dict.fromkeys(reason for each in reasons for reason in each):
        holding = [at for at, each in enumerate(kept) if reason in each]
        holding.sort(key=lambda at: len(kept[at]) > 1)
        for at in holding[MOST_ALIKE:]:
            kept[at].remove(reason)
    return kept
