"""Before a rule is saved, an editor sees on which questions it would fire, page by page."""

from typing import Any

import pytest

from consult.models import RedFlagRule
from consult.safety import dry_run as module
from consult.safety.dry_run import dry_run
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


def rule(phrases: str) -> RedFlagRule:
    """An unsaved rule that finds the phrases."""
    return RedFlagRule(phrases=phrases)


def question(body: str) -> Any:
    """A past question with these words."""
    return QuestionFactory.create(title="Title", body=body)


def test_rows_name_the_question_and_mark_the_words() -> None:
    question("All is <b>well</b> but my hedgehog itches & bites")
    question("Nothing of it")

    result = dry_run(rule("hedgehog"))

    (row,) = result.rows
    assert row.excerpts == [
        "Title\n\nAll is &lt;b&gt;well&lt;/b&gt; but my <mark>hedgehog</mark> itches &amp; bites"
    ]
    assert (row.fires, row.fired, result.looked_at, result.firing, result.next_before) == (
        True,
        False,
        2,
        1,
        None,
    )


def test_long_text_is_cut_around_the_words() -> None:
    question("x " * 200 + "hedgehog" + " y" * 200 + " hedgehog")

    (row,) = dry_run(rule("hedgehog")).rows

    assert [excerpt.count("<mark>hedgehog</mark>") for excerpt in row.excerpts] == [1, 1]
    assert all(len(excerpt) < 250 for excerpt in row.excerpts)


def test_compared_with_the_saved_rule() -> None:
    kept, lost, new = question("red and blue"), question("only blue"), question("only red")

    result = dry_run(rule("red"), saved=rule("blue"))

    assert [(row.question, row.fires, row.fired) for row in result.rows] == [
        (new, True, False),
        (lost, False, True),
        (kept, True, True),
    ]
    assert result.firing == 2


def test_pages_by_key_newest_first(monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any) -> None:
    monkeypatch.setattr(module, "SHOW", 2)
    numbers = [question("hedgehog").pk for _number in range(5)]

    seen, before = [], None
    for _page in range(3):
        with django_assert_num_queries(1):
            result = dry_run(rule("hedgehog"), before=before)
        seen += [row.question.pk for row in result.rows]
        before = result.next_before

    assert seen == numbers[::-1]
    assert before is None


def test_a_page_looks_at_a_bounded_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_AT", 3)
    numbers = [question("nothing").pk for _number in range(5)]

    result = dry_run(rule("hedgehog"))

    assert (result.rows, result.looked_at, result.next_before) == ([], 3, numbers[2])


def test_no_question_at_all() -> None:
    result = dry_run(rule("hedgehog"))

    assert (result.rows, result.looked_at, result.next_before) == ([], 0, None)


def test_words_near_each_other_share_an_excerpt() -> None:
    question("My hedgehog met another hedgehog")

    (row,) = dry_run(rule("hedgehog")).rows

    assert [excerpt.count("<mark>hedgehog</mark>") for excerpt in row.excerpts] == [2]
