"""Searches that found nothing: counted by day, and by what the lexicon knows by name in them.

What somebody typed is never kept: it may hold a name, and is about their health.  Of a search stays that there was one,
and the lexicon's own name of a condition, a symptom or a medicine that stands in it.
"""

import logging

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from conditions.related.text.synonyms import named_in
from consult.common.database import is_unavailable, without_waiting
from consult.common.rate_limit import address_of, allow
from portal.figures.tables import DailyTotal, Measure

logger = logging.getLogger(__name__)

COUNTED_AN_HOUR = 60
"""From one network address: a program that searches for everything is no patient."""
MOST_NAMES = 3


def note_miss(request: HttpRequest, text: str) -> None:
    """Count one search that found nothing.  The reader waits for no writer, and gets the page in any case."""
    if not allow(action="search-miss", who=address_of(request), most=COUNTED_AN_HOUR, seconds=3_600):
        return
    names = list(dict.fromkeys(found.names[0] for found in named_in(text)[1]))[:MOST_NAMES]
    try:
        with without_waiting(), transaction.atomic():
            _add(Measure.SEARCH_MISS, "")
            for name in names:
                _add(Measure.SEARCH_NAME, name[:80])
    except DatabaseError as error:
        if not is_unavailable(error):
            raise
        logger.warning("A search without a result was not counted: %s", type(error).__name__)


def _add(measure: Measure, key: str) -> None:
    """Count one up, today."""
    row = {"day": timezone.localdate(), "measure": measure, "key": key}
    rows = DailyTotal.objects.filter(**row)
    if rows.update(value=F("value") + 1):
        return
    try:
        with transaction.atomic():
            DailyTotal.objects.create(**row, value=1)
    except IntegrityError:  # somebody else began the day at this moment
        rows.update(value=F("value") + 1)
