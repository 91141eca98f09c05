"""The clock of questions whose patients were asked for more before it stood still in that time."""

from datetime import timedelta
from typing import Any

from django.db import migrations
from django.db.models import F


def leave_out_former_pauses(apps: Any, _schema: Any) -> None:
    """Move each clock on by the time between a request and its answer; stop it where the patient is being asked."""
    requests = apps.get_model("consult", "InformationRequest")
    questions = apps.get_model("consult", "Question")
    paused: dict[int, timedelta] = {}
    answered = requests.objects.filter(answer__asked_at__gt=F("asked_at"))
    for number, asked_at, answered_at in answered.values_list("question", "asked_at", "answer__asked_at"):
        paused[number] = paused.get(number, timedelta()) + (answered_at - asked_at)
    for number, span in paused.items():
        questions.objects.filter(pk=number).update(waits_from=F("asked_at") + span)
    standing = requests.objects.filter(answer__isnull=True, question__status="needs_info")
    for number, asked_at in standing.order_by("asked_at").values_list("question", "asked_at"):
        questions.objects.filter(pk=number).update(paused_at=asked_at)


class Migration(migrations.Migration):
    dependencies = [("consult", "0150_waiting_clock")]

    operations = [migrations.RunPython(leave_out_former_pauses, migrations.RunPython.noop)]
