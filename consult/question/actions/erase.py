"""A patient's case is erased for good."""

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.deletion import Collector
from django.utils.translation import gettext_lazy as _
from simple_history.exceptions import NotHistoricalModelError
from simple_history.utils import get_history_manager_for_model

from consult.events import question_erased
from consult.models import OutboxMessage, PageReport, Question, Tombstone
from consult.question.audit import Actor, record
from consult.question.locking import lock
from consult.question.scrub import owe_scrub

logger = logging.getLogger(__name__)

# What patients call things; everything else goes by the name that staff see.
PLAIN_NAMES = {
    "consult.CaseLink": _("private links"),
    "consult.Claim": _("notes that a doctor is at work"),
    "consult.Contact": _("e-mail addresses"),
    "consult.Draft": _("drafts of your question"),
    "consult.OutboxMessage": _("e-mails, sent and waiting"),
    "consult.HelpfulVote": _("votes of readers"),
    "consult.PageReport": _("reports of readers"),
    "consult.Suspicion": _("marks of our check for abuse"),
    "consult.RedFlagFinding": _("marks of the safety check"),
}


@dataclass(frozen=True)
class Scrubbed:
    """One line of the receipt: what was deleted, and how many of it."""

    name: str
    count: int


@dataclass(frozen=True)
class Receipt:
    """What an erasure deleted.  Holds no words of the patient."""

    question_number: int
    erased_at: datetime
    lines: list[Scrubbed]


@transaction.atomic
def erase_question(*, question: Question, actor: Actor = None) -> Receipt:
    """Delete the case with everything that holds its words; return the receipt.

    Gone are the question, its replies, follow-ups, consents, links, votes, reports and queued mail, the history of
    each of them, the words in the admin's log, and the address when no other question uses it.  Who keeps derived
    data hears `question_erased`.  A tombstone with the number stays.
    `actor` is the editor who erases, None for the patient.
    """
    question = lock(question)
    number, contact, counts = question.pk, question.contact, Counter[str]()
    record(action="erased", question=question, actor=actor)
    tombstone, _created = Tombstone.objects.get_or_create(question_number=number)
    question_erased.send(sender=Question, question=question)
    reports = PageReport.objects.filter(path__startswith=f"/questions/{number}/", question__isnull=True)
    _delete(question, counts)
    for row in reports:
        _delete(row, counts)
    if contact is not None and not contact.questions.exists():
        _delete(contact, counts)
    owe_scrub()
    # A number and nothing else: after a backup is restored, it tells what has to be erased again.
    transaction.on_commit(lambda: logger.info("Case %s was erased.", number), robust=True)
    return Receipt(
        number, tombstone.erased_at, [Scrubbed(name, count) for name, count in counts.items() if count]
    )


@transaction.atomic
def erase_post(*, post: models.Model) -> None:
    """Delete one post of a reader or patient with its history and the admin's words about it."""
    _delete(post, Counter())
    owe_scrub()


def _delete(root: models.Model, counts: Counter[str]) -> None:
    """Delete one row with all that hangs on it, then their histories and the admin's words about them."""
    collector = Collector(using="default", origin=root)
    collector.collect([root])
    doomed: dict[type[models.Model], set[Any]] = {}
    for model, rows in collector.data.items():
        doomed.setdefault(model, set()).update(row.pk for row in rows)
    for queryset in collector.fast_deletes:
        doomed.setdefault(queryset.model, set()).update(queryset.values_list("pk", flat=True))
    # Staff alerts are mail to staff, not to the patient.
    alerts = OutboxMessage.objects.filter(pk__in=doomed.get(OutboxMessage, ()), contact__isnull=True).count()
    root.delete()
    for model, keys in doomed.items():
        if model._meta.auto_created:
            continue  # A table that only joins two others: no name, no history, no entry in the log.
        ours = alerts if model is OutboxMessage else 0
        counts[str(PLAIN_NAMES.get(model._meta.label, model._meta.verbose_name_plural))] += len(keys) - ours
        counts[str(_("alerts to our staff"))] += ours
        # After the rows themselves: deleting those has just written a last line of history.
        counts[str(_("earlier versions"))] += _delete_history(model, keys)
        counts[str(_("entries in the log of the staff"))] += _blank_log(model, keys)


def _delete_history(model: type[models.Model], keys: Iterable[Any]) -> int:
    """Delete the history of these rows; returns how many versions there were."""
    try:
        history = get_history_manager_for_model(model)
    except NotHistoricalModelError:
        return 0
    deleted, _each = history.filter(**{f"{model._meta.pk.attname}__in": keys}).delete()
    return int(deleted)


def _blank_log(model: type[models.Model], keys: Iterable[Any]) -> int:
    """Empty the words of the admin's log about these rows; who changed what and when stays."""
    kind = ContentType.objects.get_for_model(model)
    entries = LogEntry.objects.filter(content_type=kind, object_id__in=[str(key) for key in keys])
    return entries.update(object_repr="", change_message="")
