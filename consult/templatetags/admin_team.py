"""What of the work together stands on the first page of the admin."""

from typing import Any

from django import template

from consult.desk.quality.views import to_review
from consult.desk.team.notices import on_call, unseen
from consult.desk.team.opinion_screen import asked_of

register = template.Library()


@register.inclusion_tag("admin/consult/question/team/first_page.html", takes_context=True)
def team_on_first_page(context: Any) -> dict[str, Any]:
    """Notices that this person has not noted, and how many opinions and reviews wait for them.  One query for each."""
    request = context["request"]
    return {
        "notices": unseen(request),
        "asked": asked_of(request),
        "on_call": on_call(request),
        "to_review": to_review(request),
        "csrf_token": context.get("csrf_token"),
    }
