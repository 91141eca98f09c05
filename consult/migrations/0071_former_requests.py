"""Requests for information that were made before each was kept: their words stand in the history of the question."""

from typing import Any

from django.db import migrations


def keep_former_requests(apps: Any, _schema: Any) -> None:
    """One row for each version of a question that was saved with the reason "needs_info", with the next answer."""
    requests = apps.get_model("consult", "InformationRequest")
    versions = apps.get_model("consult", "HistoricalQuestion")
    messages = apps.get_model("consult", "FollowUp")
    standing = set(apps.get_model("consult", "Question").objects.values_list("pk", flat=True))
    asked: dict[int, list[Any]] = {}
    rows = versions.objects.filter(history_change_reason="needs_info").exclude(staff_message="")
    for row in rows.order_by("history_date", "history_id").iterator():
        if row.id in standing:
            asked.setdefault(row.id, []).append(row)
    for number, found in asked.items():
        given = list(messages.objects.filter(question=number, kind="information").order_by("asked_at", "pk"))
        for at, row in enumerate(found):
            until = found[at + 1].history_date if at + 1 < len(found) else None
            answer = next(
                (
                    each
                    for each in given
                    if each.asked_at >= row.history_date and (until is None or each.asked_at < until)
                ),
                None,
            )
            requests.objects.create(
                question_id=number,
                text=row.staff_message,
                asked_at=row.history_date,
                asked_by_id=row.history_user_id,
                answer=answer,
            )


class Migration(migrations.Migration):
    dependencies = [("consult", "0070_my_desk")]

    operations = [migrations.RunPython(keep_former_requests, migrations.RunPython.noop)]
