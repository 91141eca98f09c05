"""Reference pages that the engine proposes beside a reference page."""

from conditions.models import IndexEntry, ReferencePage
from conditions.related.encoder.encoder import calibration_in_use
from conditions.related.ranking.query import Query
from conditions.related.ranking.second_stage import find
from consult.common.recording import note

OPENING = 60
"""Terms of a page that tell what it is about: its title, its question and the start of its lead."""


def proposed_pages(page: ReferencePage, limit: int = 6) -> list[ReferencePage]:
    """Public reference pages like this one that it is not related to yet, best first.

    Reads what is stored of the page: no run of the encoder, a fixed number of queries.
    """
    note("pages")
    entry = IndexEntry.objects.filter(page=page).first()
    if entry is None:
        return []
    query = Query(entry.terms.split()[:OPENING], entry.vector, bytes(entry.sketch))
    hits = find("page", query, limit + 10, without=entry.pk)
    calibration = calibration_in_use()
    good = [hit.object_id for hit in hits if hit.is_above_floor("page", calibration)]
    related = set(page.related.values_list("pk", flat=True))
    found = ReferencePage.objects.public().select_related("category").in_bulk(set(good) - related)
    return [found[key] for key in good if key in found][:limit]
