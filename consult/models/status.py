"""The states of a question and the ways between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a question stands.  Only PUBLISHED can be seen by a stranger."""

    WAITING = "waiting", _("Waiting for a doctor")
    NEEDS_INFO = "needs_info", _("More information needed")
    ANSWERED = "answered", _("Answered privately")
    PUBLISHED = "published", _("Answered and published")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn by the patient")


TRANSITIONS: dict[str, frozenset[str]] = {
    Status.WAITING: frozenset({Status.NEEDS_INFO, Status.ANSWERED, Status.DECLINED, Status.WITHDRAWN}),
    Status.NEEDS_INFO: frozenset({Status.WAITING, Status.ANSWERED, Status.DECLINED, Status.WITHDRAWN}),
    Status.ANSWERED: frozenset({Status.PUBLISHED, Status.WITHDRAWN}),
    Status.PUBLISHED: frozenset({Status.ANSWERED, Status.WITHDRAWN}),
    Status.DECLINED: frozenset({Status.ANSWERED, Status.WITHDRAWN}),
    Status.WITHDRAWN: frozenset(),
}

# A first reply is still owed.
OPEN = (Status.WAITING, Status.NEEDS_INFO)
# The patient has a reply, and may write again.
REPLIED = (Status.ANSWERED, Status.PUBLISHED)


class TransitionError(Exception):
    """The question cannot go from its present status to the one asked for."""
