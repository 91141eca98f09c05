"""Sends soon after the request that queued a message, never within it.

The patient does not wait for the mail server, and how long an answer takes tells nobody whether an address is known.
With TASKS_BACKEND set to the database, the task worker sends; otherwise this process does, after its response.
"""

import logging
from typing import Any

from asgiref.local import Local
from django.core.signals import request_finished
from django.db import transaction

from consult.notifications.tasks import send_due_messages

log = logging.getLogger(__name__)
_wanted = Local()


def send_soon() -> None:
    """Have the outbox drained once the present request is over and its transaction committed."""
    transaction.on_commit(lambda: setattr(_wanted, "now", True))


def _after_request(**_: Any) -> None:
    """Start the task if this request queued something."""
    if getattr(_wanted, "now", False):
        _wanted.now = False
        try:
            send_due_messages.enqueue()
        except Exception:
            # The messages are safe in the outbox: the next run sends them.
            log.exception("The outbox could not be drained just now.")


request_finished.connect(_after_request, dispatch_uid="consult.notifications.after_commit")
