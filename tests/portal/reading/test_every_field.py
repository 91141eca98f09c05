"""Every field of every row that a public page shows is changed, one by one, and every page is right at once.

The changes are made past Django's models, by UPDATE alone: whatever writes, the triggers hear of it.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from consult.common.database import for_database
from portal.reading.changes import WATCHES
from tests.factories import NOON
from tests.portal.reading.pages import Reader, addresses, site

# Not traced: it makes the same pages thousands of times, which other tests make under the tracer.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover, pytest.mark.every_case]

MODELS = sorted({watch.model for watch in WATCHES}, key=lambda model: model._meta.label)
MANY_FIELDS = 8


def rows_of(model: type[models.Model]) -> int:
    """So many rows are changed: two of what has few fields, on SQLite, which is the quicker one, else one."""
    few = len(model._meta.concrete_fields) <= MANY_FIELDS
    return for_database(connection, sqlite=2 if few else 1, postgresql=1)


# What no other value can be put into alone; other tests change it as the product does.
REFUSED: dict[str, set[str]] = {
    "conditions.CauseLink": {"cause", "page", "state", "decided_at"},
    "conditions.Citation": {"cause", "page", "section"},
    "conditions.Neighbour": {"choice", "decided_at", "position", "other"},
    "conditions.PublicLink": {"cause"},
    "conditions.ReferencePage": {"last_reviewed_on", "next_review_on"},
    "consult.Doctor": {"licence_verified_by", "licence_verified_on"},
    "consult.FollowUp": {"answered_at", "doctor", "new_answer"},
    "consult.Question": {"published_at", "status", "held_at", "held_reason", "answered_at", "approved_by"},
    "consult.Reply": {"approved_at", "published_at"},
}

OTHER_JSON: dict[str, Any] = {
    "reasons": [{"code": "terms", "params": {"names": ["elsewhere"]}}],
    "sources": [
        {"publisher": "Zzz", "title": "Zzz", "url": "https://z.example/", "accessed_on": "2020-01-01"}
    ],
    "left_out": ["Zzz."],
}


def other_values(field: Any, row: models.Model) -> list[Any]:
    """Values that the field could have instead."""
    value = getattr(row, field.attname)
    if field.is_relation:
        others = field.related_model.objects.exclude(pk=value).order_by("-pk").values_list("pk", flat=True)
        return [*others[:2], *([None] if field.null else [])]
    if field.choices:
        return [key for key, _label in field.flatchoices if key != value]
    if isinstance(field, models.BooleanField):
        return [not value]
    if isinstance(field, models.DateTimeField):
        return [(value or NOON) - timedelta(days=400), None]
    if isinstance(field, models.DateField):
        return [(value or NOON.date()) - timedelta(days=400), None]
    if isinstance(field, models.JSONField):
        return [OTHER_JSON[field.name]]
    if isinstance(field, models.FloatField):
        return [(value or 0.9) / 2]
    if isinstance(field, models.IntegerField):
        return [(value or 0) + 1]
    if isinstance(field, models.URLField):
        return [f"{value or 'https://z.example/'}zzz"]
    text = f"{value or ''}-zzz" if isinstance(field, models.SlugField) else f"{value or ''} Zzz"
    return [text[-field.max_length :] if field.max_length else text]


def put(row: models.Model, field: Any, value: Any) -> bool:
    """Write the value by UPDATE alone; False when the database refuses it."""
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: value})
            connection.check_constraints()
    except IntegrityError:
        return False
    return True


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_page_is_right_at_once(model: type[models.Model]) -> None:
    reader = Reader(addresses(site()))
    reader.read_all()
    assert reader.kept() == reader.pages
    wrong, refused = [], set()
    for row in model._base_manager.order_by("pk")[: rows_of(model)]:
        for field in model._meta.concrete_fields:
            if field.primary_key:
                continue
            before, done = getattr(row, field.attname), False
            for value in other_values(field, row):
                if put(row, field, value):
                    done = True
                    wrong += [(field.name, value, page) for page in reader.wrong()]
                    assert put(row, field, before)
                    reader.read_all()
                    break
            if not done:
                refused.add(field.name)
    assert wrong == []
    assert reader.kept() == reader.pages
    assert reader.wrong() == []
    assert refused <= REFUSED.get(model._meta.label, set())
