"""What the database allows of a suspicious post."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from consult.models import PageReport, Suspicion
from tests.factories import NOON, QuestionFactory

pytestmark = pytest.mark.django_db


def test_the_database_refuses_impossible_rows() -> None:
    row = Suspicion.objects.create(question=QuestionFactory(), signs="trap")
    report = PageReport.objects.create(path="/", reason="spam")
    impossible: list[dict[str, Any]] = [
        {"question": None},
        {"report": report},
        {"outcome": "released"},
        {"decided_at": NOON},
        {"outcome": "rejected", "decided_at": NOON},
    ]
    for values in impossible:
        with pytest.raises(IntegrityError), transaction.atomic():
            Suspicion.objects.filter(pk=row.pk).update(**values)


def test_a_post_waits_only_once() -> None:
    question = QuestionFactory()
    row = Suspicion.objects.create(question=question, signs="trap")
    with pytest.raises(IntegrityError), transaction.atomic():
        Suspicion.objects.create(question=question, signs="links")
    Suspicion.objects.filter(pk=row.pk).update(outcome="released", decided_at=NOON)
    Suspicion.objects.create(question=question, signs="links")
