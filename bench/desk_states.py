"""The pages that bench.desk asks for: the first page, and a question's screens in the states that cost most."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class State:
    """One page, who asks for it, and what is done before each time."""

    name: str
    client: Any
    path: str
    before: Callable[[], Any] = lambda: None


def states(doctor: Any) -> list[State]:
    """Brings questions into each state; the doctor's own ones are used."""
    from django.contrib.auth.models import Group, User
    from django.test import Client

    from conditions.models import StoredProposals
    from conditions.related.proposals.for_desk import for_desk
    from consult.models import DeskDraft, Question, Reply
    from consult.models.internal import InternalNote, SecondOpinion
    from consult.models.look import CaseLook

    moderator = User.objects.create(username="moderator", is_staff=True)
    moderator.groups.add(Group.objects.get(name="Moderators"))
    desk, approval = Client(), Client()
    desk.force_login(doctor.user)
    approval.force_login(moderator)

    causes = _causes()
    drafts = list(Reply.objects.drafts().filter(doctor=doctor).order_by("pk")[:3])
    empty = Question.objects.waiting().filter(claim__doctor=doctor).earliest("pk")
    for draft in drafts:
        _link(draft, causes)
    for question, reply in [(empty, None), *((draft.question, draft) for draft in drafts)]:
        for_desk(question, reply)
    full = drafts[1]
    for draft in drafts[1:]:
        question = draft.question
        InternalNote.objects.create(question=question, author=doctor.user, text="He rang.")
        specialty = draft.specialty
        SecondOpinion.objects.create(
            question=question, asked_by=doctor, of_specialty=specialty, request="And you?"
        )
        unsent = {
            "text": ["Typed."],
            "of_reply": [str(draft.pk)],
            "causes": [str(cause.pk) for cause in causes],
        }
        DeskDraft.objects.create(question=question, user=doctor.user, fields=unsent)
    StoredProposals.objects.filter(question=drafts[2].question).update(is_stale=True)
    published = Reply.objects.published().filter(doctor=doctor).order_by("pk")[:3]
    first, then, changed = list(published)
    for reply in (first, then, changed):
        _link(reply, causes)
    for_desk(first.question, first)
    path = "/admin/consult/question/{}/{}/"
    # Looked at once; the words of the last are changed after that.
    changed.save()
    changed.question.save()
    for reply in (then, changed):
        approval.get(path.format(reply.question_id, "approve"))
    changed.text = "Please see a neurologist this week."
    changed.save()
    changed.question.body += " It is worse in the wind."
    changed.question.save()
    looks = CaseLook.objects.filter(question=first.question_id)
    return [
        State("first page", desk, "/admin/"),
        State("a question's screen", desk, path.format(empty.pk, "change")),
        State("with an own draft and a linked cause", desk, path.format(drafts[0].question_id, "change")),
        State("with note, opinion and unsent words too", desk, path.format(full.question_id, "change")),
        State("with proposals out of date too", desk, path.format(drafts[2].question_id, "change")),
        State(
            "changing a published reply", desk, f"{path.format(first.question_id, 'change')}?reply={first.pk}"
        ),
        State(
            "approval, first look",
            approval,
            path.format(first.question_id, "approve"),
            lambda: looks.delete(),
        ),
        State("approval, then", approval, path.format(then.question_id, "approve")),
        State("approval, with changed texts", approval, path.format(changed.question_id, "approve")),
    ]


def _causes() -> list[Any]:
    """A page of two causes with a source."""
    from django.utils import timezone

    from conditions.models import Category, Cause, CauseGroup, Citation, ReferencePage, Source
    from conditions.related.upkeep.index import index_page

    page = ReferencePage.objects.create(
        title="Causes of a numb cheek",
        slug="numb-cheek",
        lead="Cold is one.",
        category=Category.objects.create(name="Face", slug="face"),
        published_at=timezone.now(),
    )
    group = CauseGroup.objects.create(page=page, heading="Nerves")
    causes = [
        Cause.objects.create(
            page=page, group=group, name=name, slug=name.lower(), text=f"{name} makes it numb."
        )
        for name in ("Neuritis", "Frostbite")
    ]
    source = Source.objects.create(
        publisher="Example", title="Numbness", url="https://example.org/", accessed_on=timezone.localdate()
    )
    Citation.objects.create(source=source, cause=causes[0])
    index_page(page)
    return causes


def _link(reply: Any, causes: list[Any]) -> None:
    """Confirmed links to the causes."""
    from django.utils import timezone

    from conditions.models import CauseLink

    for cause in causes:
        CauseLink.objects.create(reply=reply, cause=cause, state="confirmed", decided_at=timezone.now())
