"""How long a reference page is."""

from collections.abc import Iterable

from conditions.models import ReferencePage


def count_words(texts: Iterable[str]) -> int:
    """Return the number of words in these texts together."""
    return sum(len(text.split()) for text in texts)


def words_on(page: ReferencePage) -> int:
    """Return the number of words that a reader of the page sees: sections, groups and causes (2 queries)."""
    groups = page.groups.values_list("heading", "text")
    causes = page.causes.values_list("name", "text")
    pieces = [piece for row in (*groups, *causes) for piece in row]
    return count_words([page.title, page.lead, page.causes_intro, page.treatment, *pieces])
