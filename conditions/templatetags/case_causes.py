"""Cause links as a patient sees them on the private case page."""

from collections.abc import Sequence

from django import template

from conditions.related.lists import read
from consult.models import Reply

register = template.Library()


@register.simple_tag
def case_causes(replies: Sequence[Reply]) -> list[read.LinkedReply]:
    """`{% case_causes replies as linked %}`: each reply as `entry.reply` with its confirmed links as `entry.links`.

    The replies are those that the patient may read, approved for the public or not; the pages are public ones.
    """
    return read.linked_for_patient(replies)
