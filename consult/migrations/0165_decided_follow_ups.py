"""Of which answered follow-ups an editor has decided: those that were answered when their thread was last approved."""

from typing import Any

from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce


def note_decisions(apps: Any, _schema: Any) -> None:
    """Take the moment of the approval from the audit trail; of what was public without one, that of the row."""
    approvals = apps.get_model("consult", "AuditEntry").objects.filter(
        action="approved", question_number=OuterRef("question"), at__gte=OuterRef("answered_at")
    )
    answered = apps.get_model("consult", "FollowUp").objects.filter(answered_at__isnull=False)
    answered.update(decided_at=Coalesce(Subquery(approvals.order_by("-at").values("at")[:1]), F("approved_at")))


class Migration(migrations.Migration):
    dependencies = [("consult", "0164_corrected_answers")]

    operations = [migrations.RunPython(note_decisions, migrations.RunPython.noop)]
