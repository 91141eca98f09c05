"""Age and sex are hidden where so few public questions share them that they would tell who somebody is.

Only in rare specialties: elsewhere many people ask about the same thing.  What is hidden is decided when it is shown,
so it is right at any time, whatever has been published or withdrawn since.
"""

from django.conf import settings
from django.db.models import Count

from consult.common.recording import note
from consult.models import Question, Reply


def hides_person(question: Question) -> bool:
    """Whether fewer than SMALL_CELL public questions have the topic, age and sex of this one, itself counted.

    A question without rare topics is compared within its rare specialty, or the one under which it was answered.  No
    query where there is nothing to hide.
    """
    if not settings.SMALL_CELL or not (question.age_range or question.sex):
        return False
    tagged = list(question.topics.values_list("pk", "specialty_id", "specialty__is_rare"))
    topics = [topic for topic, _specialty, is_rare in tagged if is_rare]
    specialties = _rare_specialties(question)
    for specialty in (*specialties, *(specialty for _topic, specialty, _is_rare in tagged)):
        note("rare", specialty)
    if not topics and not specialties:
        return False
    alike = (
        Question.objects.public()
        .filter(age_range=question.age_range, sex=question.sex)
        .exclude(pk=question.pk)
    )
    if not topics:
        # Two reads by index in one query; an OR over both tables would walk every question.
        filed = alike.filter(specialty__in=specialties)
        answered = alike.filter(pk__in=Reply.objects.filter(specialty__in=specialties).values("question"))
        found = filed.order_by().values("pk").union(answered.order_by().values("pk"))
        return len(found[: settings.SMALL_CELL]) + 1 < settings.SMALL_CELL
    counted = dict(
        alike.filter(topics__in=topics).order_by().values_list("topics").annotate(Count("pk", distinct=True))
    )
    return bool(min(counted.get(topic, 0) for topic in topics) + 1 < settings.SMALL_CELL)


def _rare_specialties(question: Question) -> list[int]:
    """The rare specialties that its page shows: its own, and those of the replies."""
    replies = getattr(question, "public_replies", None)
    if replies is None:
        replies = question.replies.published().select_related("specialty")
    shown = [question.specialty, *(reply.specialty for reply in replies)]
    return [specialty.pk for specialty in shown if specialty is not None and specialty.is_rare]
