"""What the statements of a search call public is what `public()` calls so."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from conditions.models import Cause, IndexEntry, ReferencePage
from consult.common import statements
from consult.models import Consent, Question, Reply
from consult.models.reply import PUBLIC_REPLY
from portal.search.public import SHOWN, hidden_among, moment, public
from tests.factories import NOON, CauseFactory, CauseGroupFactory, ReferencePageFactory, public_question

pytestmark = pytest.mark.django_db

MODELS: dict[str, Any] = {"question": Question, "cause": Cause, "page": ReferencePage}


def in_every_state() -> None:
    withdrawn, unapproved = public_question(), public_question()
    public_question()
    Consent.objects.filter(question=withdrawn).update(withdrawn_at=NOON)
    unapproved.replies.update(approved_at=None)
    now = timezone.now()
    for published_at in (None, NOON, now - timedelta(days=1), now + timedelta(days=1)):
        page = ReferencePageFactory(published_at=published_at)
        for is_retired in (False, True):
            CauseFactory(group=CauseGroupFactory(page=page), page=page, is_retired=is_retired)


@pytest.mark.parametrize("kind", SHOWN)
def test_it_is_the_rule_of_the_querysets(kind: str) -> None:
    in_every_state()
    every = list(MODELS[kind].objects.values_list("pk", flat=True))
    shown = list(MODELS[kind].objects.public().values_list("pk", flat=True))
    assert set() < set(shown) < set(every)
    assert set(hidden_among(kind, every).tolist()) == set(every) - set(shown)
    assert hidden_among(kind, shown).tolist() == []
    table = MODELS[kind]._meta.db_table
    condition = f"SELECT row.id FROM {table} AS row WHERE {public(kind, 'row.id')}"
    assert {key for (key,) in statements.rows(condition, *moment(kind))} == set(shown)


def test_the_key_of_nothing_is_hidden() -> None:
    gone = public_question()
    key = gone.pk
    gone.delete()
    assert sorted(hidden_among("question", [0, key]).tolist()) == [0, key]


def test_of_many_questions_the_best_are_asked_and_of_the_others_what_the_index_has(monkeypatch) -> None:
    monkeypatch.setattr("portal.search.public.ASKED", 2)
    shown = [public_question().pk, public_question().pk]
    first, entered, unknown = (public_question() for _ in range(3))
    Consent.objects.filter(question__in=[first, entered, unknown]).update(withdrawn_at=NOON)
    IndexEntry.objects.create(kind="question", question=entered, digest="d")
    asked = [first.pk, *shown, entered.pk, unknown.pk]
    assert sorted(hidden_among("question", asked).tolist()) == [first.pk, entered.pk]


def test_without_keys_nothing_is_asked(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert hidden_among("question", []).tolist() == []


def test_replies_are_those_of_the_queryset() -> None:
    public, unapproved, draft = (public_question().replies.get() for _ in range(3))
    Reply.objects.filter(pk=unapproved.pk).update(approved_at=None)
    Reply.objects.filter(pk=draft.pk).update(approved_at=None, published_at=None)
    shown = f"SELECT reply.id FROM {Reply._meta.db_table} AS reply WHERE {PUBLIC_REPLY}"
    assert list(Reply.objects.public()) == [public]
    assert statements.rows(shown) == [(public.pk,)]
