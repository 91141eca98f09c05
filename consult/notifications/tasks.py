"""The background task that drains the outbox."""

from django_tasks import task


@task()
def send_due_messages() -> int:
    """Send what is due; return how many messages went out."""
    from consult.notifications.deliver import drain

    return drain().sent
