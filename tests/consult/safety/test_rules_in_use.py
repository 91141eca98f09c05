"""The rules that are read with each search: as they are now, and read anew only when one has changed."""

from typing import Any

import pytest

from consult.models import RedFlagRule
from consult.safety.scan import _read_anew, rules_in_use

pytestmark = pytest.mark.django_db


def stored(rules: list[RedFlagRule]) -> list[dict[str, Any]]:
    return [{name: value for name, value in vars(rule).items() if name != "_state"} for rule in rules]


def test_they_are_those_of_the_database(django_assert_num_queries: Any) -> None:
    _read_anew.cache_clear()
    with django_assert_num_queries(2):
        rules = rules_in_use()
    with django_assert_num_queries(1):
        assert rules_in_use() == rules
    assert len(rules) > 10
    assert stored(rules) == stored(list(RedFlagRule.objects.active()))


def test_a_change_is_seen_at_once() -> None:
    first = rules_in_use()[0]
    RedFlagRule.objects.filter(pk=first.pk).update(phrases="green ears")
    assert rules_in_use()[0].phrases == "green ears"
    RedFlagRule.objects.filter(pk=first.pk).update(is_active=False)
    assert first.pk not in {rule.pk for rule in rules_in_use()}


def test_unchanged_rows_are_made_into_objects_once() -> None:
    assert list(map(id, rules_in_use())) == list(map(id, rules_in_use()))
