"""The level of danger of a question, by which it is ordered and coloured."""

from django.db.models import Max

from consult.models import Question
from consult.models.safety import DangerLevel


def set_level(question: Question) -> None:
    """Give the question the level of its worst finding that somebody still has to look at or to answer.

    Call it, with the question locked, once it is stored with a status in which it waits for no reply any more.
    """
    worst = question.red_flags.pressing().aggregate(worst=Max("level"))["worst"] or DangerLevel.NONE
    if question.danger_level != worst:
        question.danger_level = worst
        # Neither history nor version know the level: a doctor who is writing meanwhile is not disturbed.
        Question.objects.filter(pk=question.pk).update(danger_level=worst)
