"""What `migrate` and `check --database default` say of the related-question engine."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError

from conditions.related.text.synonyms import synonyms_problem
from conditions.related.upkeep.status import related_status


@register()
def check_synonyms(**_: Any) -> list[CheckMessage]:
    """Warn where search knows no other names of drugs, conditions and symptoms."""
    if not (problem := synonyms_problem()):
        return []
    return [Warning(problem, "Run: python manage.py build_synonyms", id="conditions.W004")]


@register(Tags.database)
def check_index(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Warn of vectors that another version made, which are not compared with until they are made anew."""
    if not databases:
        return []
    try:
        stale = sum(related_status().stale.values())
    except DatabaseError:  # before the first migrate
        return []
    if not stale:
        return []
    words = f"{stale} texts were indexed by another version: they are found by words, not by meaning."
    return [Warning(words, "Run: python manage.py rebuild_related", id="conditions.W002")]
