"""`manage.py record_red_flags`: read what still waits for a doctor with the rules of today."""

from typing import Any

from consult.common.commands import ReadingCommand
from consult.models import FollowUp, Question
from consult.models.status import CHANGEABLE
from consult.question.actions.red_flags import record_red_flags


class Command(ReadingCommand):
    """Reads open questions and unanswered messages anew, so that it can be run again after every change of a rule."""

    help = (
        "Runs the safety check over open questions and unanswered messages, and alerts staff to what is new."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read each, and say how many are marked."""
        open_questions = Question.objects.filter(status__in=CHANGEABLE)
        for question in open_questions.iterator():
            record_red_flags(question=question)
        messages = FollowUp.objects.select_related("question")
        given = messages.filter(kind=FollowUp.Kind.INFORMATION, question__status__in=CHANGEABLE)
        for followup in (messages.unanswered() | given | messages.kept_back()).iterator():
            record_red_flags(question=followup.question, followup=followup)
        marked = open_questions.filter(danger_level__gt=0).count()
        self.stdout.write(f"Open questions that the safety check marks: {marked}.")
