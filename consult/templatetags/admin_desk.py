"""Filters and tags of the desk's templates."""

from collections.abc import Iterable
from datetime import datetime

from django import template
from django.utils.safestring import SafeString

from consult.desk import waiting
from consult.desk.admin.versions import Change, words_changed
from consult.desk.danger import badges
from consult.models import RedFlagFinding, Reply
from consult.models.correction import WORDS

register = template.Library()


@register.filter
def wait_words(moment: datetime) -> str:
    """How long ago, in words: "3 days"."""
    return waiting.words_since(moment)


@register.filter
def age_class(moment: datetime, level: int = 0) -> str:
    """The colour of the wait with this level of danger, as a CSS class."""
    return waiting.age_class(moment, level=level)


@register.filter
def corrected_words(reply: Reply) -> list[Change]:
    """What a waiting correction changes of the words that an editor approved."""
    return words_changed(reply.standing, reply.waiting, [name.removesuffix("_id") for name in WORDS])


@register.simple_tag
def danger_badges(findings: Iterable[RedFlagFinding]) -> SafeString:
    """Show what the safety check marked, in colour and words: "Now: chest pain"."""
    return badges(findings or ())
