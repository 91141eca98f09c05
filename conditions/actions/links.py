"""A person decides which causes a reply is linked to."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from conditions.models import Cause, CauseLink
from conditions.related.proposals.for_replies import Proposal
from consult.events import question_changed
from consult.models import Question, Reply
from consult.question.audit import Actor, record, signed_in


@transaction.atomic
def decide_cause_links(
    *, reply: Reply, proposals: Iterable[Proposal], chosen: Iterable[Cause], actor: Actor
) -> list[CauseLink]:
    """Link the reply to the `chosen` causes, and remember the proposals that were left out as rejected.

    Links that stand and were neither chosen nor proposed again are rejected too, so that what the form shows is
    what is stored.  Returns the confirmed links.  Links to whole pages are left alone.
    """
    offered = {proposal.cause.pk: proposal for proposal in proposals}
    wanted = {cause.pk for cause in chosen}
    links = {link.cause_id or 0: link for link in reply.cause_links.filter(cause__isnull=False)}
    changed = False
    for cause_id in sorted({*offered, *wanted, *links}):
        state = CauseLink.State.CONFIRMED if cause_id in wanted else CauseLink.State.REJECTED
        link = links.get(cause_id) or CauseLink(reply=reply, cause_id=cause_id)
        if link.pk and link.state == state:
            continue
        if proposal := offered.get(cause_id):
            link.score, link.reasons = proposal.score, proposal.reasons
        link.state, link.decided_by, link.decided_at = state, signed_in(actor), timezone.now()
        link.save()
        changed = True
    if changed:
        record(action="causes linked", question=reply.question, actor=actor)
        if reply.is_published:
            question_changed.send(sender=Question, question=reply.question)
    return list(reply.cause_links.confirmed().select_related("cause__page"))
