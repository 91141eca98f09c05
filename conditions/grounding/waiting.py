"""What is to be cited once an editor approves a correction, which waits with it."""

from dataclasses import replace

from conditions.grounding.choice import PANEL, Choice
from conditions.grounding.cited import Key
from consult.models import Correction


def lead_waiting(gone: Key, target: Key) -> None:
    """Let every waiting choice tick `target`, once, where it ticks the cause or page that is `gone`."""
    for correction in Correction.objects.filter(panels__has_key=PANEL).order_by("pk"):
        parts = Choice.from_json(correction.panels[PANEL]).parts
        ticked = {(part.kind, part.key) for part in parts}
        if gone not in ticked:
            continue
        kept = [part for part in parts if (part.kind, part.key) != gone or target not in ticked]
        kept = [
            replace(part, kind=target[0], key=target[1]) if (part.kind, part.key) == gone else part
            for part in kept
        ]
        panels = {**correction.panels, PANEL: Choice(kept).as_json()}
        # Its words and who wrote them stay; one that its doctor saves at this moment has been read anew.
        same = Correction.objects.filter(pk=correction.pk, written_at=correction.written_at)
        same.update(panels=panels)
