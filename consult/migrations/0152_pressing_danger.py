"""What was answered and looked at gives no question a level any more."""

from typing import Any

from django.db import migrations, models


def lower_levels(apps: Any, _schema: Any) -> None:
    """Give each marked question that waits for no first reply the level of what is still to be looked at or answered."""
    questions = apps.get_model("consult", "Question")
    findings = apps.get_model("consult", "RedFlagFinding")
    unlooked = models.Q(looked_at__isnull=True)
    unanswered = models.Q(followup__kind="follow_up", followup__answered_at__isnull=True)
    rows = questions.objects.filter(danger_level__gt=0).exclude(
        status__in=["waiting", "needs_info", "set_aside"]
    )
    for question in rows.only("pk", "danger_level"):
        levels = findings.objects.filter(unlooked | unanswered, question=question.pk)
        worst = levels.aggregate(worst=models.Max("level"))["worst"] or 0
        if worst != question.danger_level:
            questions.objects.filter(pk=question.pk).update(danger_level=worst)


class Migration(migrations.Migration):
    dependencies = [
        ('consult', '0151_former_pauses'),
    ]

    operations = [
        migrations.AlterField(
            model_name='question',
            name='danger_level',
            field=models.PositiveSmallIntegerField(choices=[(0, 'No red flag'), (1, 'Today'), (2, 'Now')], default=0, editable=False, help_text='That of the worst finding that nobody has looked at, or whose text waits for an answer.', verbose_name='danger'),
        ),
        migrations.RunPython(lower_levels, migrations.RunPython.noop),
    ]
