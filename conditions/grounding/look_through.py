"""Every passage once more beside its page: what changed before this was noted, or past our own code."""

from conditions.actions.references import note_changes
from conditions.models import Passage

BATCH = 1_000


def look_through() -> int:
    """Note every change that is not noted yet; how many.  Each batch in a transaction of its own."""
    taken, last, found = Passage.objects.taken().order_by("pk"), 0, 0
    while keys := list(taken.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        found += note_changes(passages=taken.filter(pk__gt=last, pk__lte=keys[-1]))
        last = keys[-1]
    return found
