"""The model thread's four similar questions, placed by hand as an editor would: a small site has few close ones."""

from conditions.actions.similar import pin_similar
from consult.actions.audit import Actor
from consult.models import Question

_THREAD = "demo:hollow-forehead-and-shrinking-left-face"
_SIMILAR = (
    "demo:cheek-moves-by-itself-nerve-irritation",
    "demo:long-standing-dent-in-the-face",
    "demo:could-my-face-shape-be-crouzon",
    "demo:strange-face-after-exams-at-21",
)


def pin_similar_threads(*, editor: Actor) -> None:
    """Pin them in this order; what is missing or not public is left out."""
    known = Question.objects.public().in_bulk([_THREAD, *_SIMILAR], field_name="import_key")
    if _THREAD not in known:
        return
    others = [known[key] for key in _SIMILAR if key in known]
    for position, other in enumerate(others, start=1):
        pin_similar(question=known[_THREAD], other=other, position=position, actor=editor)
