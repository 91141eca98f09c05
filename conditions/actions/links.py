"""A person decides which causes a reply is linked to."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from conditions.grounding.cited import key_of
from conditions.models import Cause, CauseLink, ReferencePage
from conditions.related.proposals.for_replies import Proposal
from consult.events import question_changed
from consult.models import Question, Reply
from consult.question.audit import Actor, record, signed_in


@transaction.atomic
def decide_cause_links(
    *, reply: Reply, proposals: Iterable[Proposal], chosen: Iterable[Cause | ReferencePage], actor: Actor
) -> list[CauseLink]:
    """Link the reply to the `chosen` causes and pages, and remember the proposals that were left out as rejected.

    Links that stand and were neither chosen nor proposed again are rejected too, so that what the form shows is
    what is stored.  Returns the confirmed links.
    """
    offered = {key_of(proposal.cause): proposal for proposal in proposals}
    wanted = {key_of(each) for each in chosen}
    links = {key_of(link): link for link in reply.cause_links.all()}
    changed = False
    for key in sorted({*offered, *wanted, *links}):
        state = CauseLink.State.CONFIRMED if key in wanted else CauseLink.State.REJECTED
        link = links.get(key) or CauseLink(reply=reply, **{f"{key[0]}_id": key[1]})
        if link.pk and link.state == state:
            continue
        if proposal := offered.get(key):
            link.score, link.reasons = proposal.score, proposal.reasons
        link.state, link.decided_by, link.decided_at = state, signed_in(actor), timezone.now()
        link.save()
        changed = True
    if changed:
        record(action="causes linked", question=reply.question, actor=actor)
        if reply.is_published:
            question_changed.send(sender=Question, question=reply.question)
    return list(reply.cause_links.confirmed().select_related("cause__page"))
