"""The way of a revision: begun, saved, sent for review, approved, published at once or at a set time."""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions.actions.references import note_changes
from conditions.actions.scheduled import give_back
from conditions.actions.unsaved import forget_unsaved
from conditions.models import DraftVersion, Passage, ReferencePage, Revision
from conditions.name_index import renew_names
from conditions.related.upkeep.index import index_page
from conditions.revisions.checks import problems
from conditions.revisions.document import Document, Removal
from conditions.revisions.fates import decide, removed_causes
from conditions.revisions.merge import merge
from conditions.revisions.read import standing_document
from conditions.revisions.review import with_next_review
from conditions.revisions.state import open_revision, opened_with, state_of_page
from conditions.revisions.write import Signature, Writer
from consult.question.audit import Actor, record, signed_in
from consult.question.locking import StaleVersionError, lock

logger = logging.getLogger(__name__)


class RevisionError(Exception):
    """The revision cannot go this way; the words say why."""


@transaction.atomic
def begin_page(
    *, document: Document, author: Actor, reason: str = "", import_key: str | None = None
) -> Revision:
    """Make a page that nobody but staff sees, with its first draft; its row has no more than title and address."""
    page = ReferencePage(
        category_id=document.fields["category"],
        kind=document.fields["kind"],
        title=document.title,
        slug=document.fields["slug"],
        is_demo=document.fields["is_demo"],
        import_key=import_key,
    )
    Signature(signed_in(author), reason).sign(page).save()
    return _begin(page, document, author, reason, based_on=None)


@transaction.atomic
def save_draft(
    *,
    page: ReferencePage,
    document: Document,
    seen: str,
    author: Actor,
    reason: str | None = None,
    typed_in: str | None = None,
) -> Revision | None:
    """Store the document as the open revision of the page; None when it says what readers see, and there is no draft.

    The reason is part of it, for readers are told it; None leaves the one that stands.
    `typed_in` is the form in which the author had it before them: nothing that they typed there is unsaved any more.
    What was in review or scheduled is a draft again: nobody approved these words.  Raises StaleVersionError when the
    page has been saved since `seen`.
    """
    page = lock(page)
    draft = open_revision(page)
    if seen != state_of_page(page, draft):
        raise StaleVersionError(page)
    if typed_in is not None:
        forget_unsaved(page=page, user=author, form=typed_in)
    content = document.to_json()
    is_same = content == opened_with(page, draft).to_json()
    if draft is None:
        if is_same and page.published_at is not None:
            return None
        based_on = standing_revision(page=page)
        return _begin(page, document, author, reason or "", based_on=based_on)
    reason = draft.reason if reason is None else reason[:100]
    if not is_same or reason != draft.reason:
        draft.content, draft.version, draft.reason = content, draft.version + 1, reason
        # Whoever wrote it still must not approve it alone when a command without a name adds to it.
        draft.author, draft.changed_at = signed_in(author) or draft.author, timezone.now()
        _back_to_draft(draft)
        DraftVersion.objects.create(revision=draft, version=draft.version, content=content)
        _note_writers(draft, author)
    return draft


@transaction.atomic
def send_for_review(*, revision: Revision, actor: Actor, version: int) -> None:
    """Ask a second person to read the draft; of one that nobody signed, who sends it counts as the author.

    Raises RevisionError while something has to be put right.
    """
    revision = _locked(revision, version, Revision.State.DRAFT)
    _refuse_problems(revision)
    if revision.author is None and not revision.writers.exists():
        revision.author = signed_in(actor)
        _note_writers(revision, actor)
    revision.state, revision.sent_at = Revision.State.IN_REVIEW, timezone.now()
    revision.save()
    record(action="reference page sent for review", actor=actor)


@transaction.atomic
def decide_removals(
    *,
    revision: Revision,
    actor: Actor,
    version: int,
    choices: dict[int, str],
    pages: dict[int, ReferencePage | None],
) -> None:
    """Store in the draft where everything goes that hangs on the causes which it removes (revisions.fates)."""
    revision = _locked(revision, version, *Revision.OPEN)
    page, document = revision.page, Document.from_json(revision.content)
    document = decide(document, removed_causes(page, document), choices, pages)
    save_draft(page=page, document=document, seen=state_of_page(page, revision), author=actor)


@transaction.atomic
def restore(*, revision: Revision, actor: Actor) -> Revision:
    """Bring an earlier revision back as a draft.  Raises RevisionError while another draft is under way."""
    page = lock(revision.page)
    if open_revision(page) is not None:
        raise RevisionError(_("A draft is under way. Publish it or throw it away first."))
    document = Document.from_json(revision.content)
    document.removals = []
    reason = _("revision %d again") % revision.pk
    draft = _begin(page, document, actor, reason, based_on=standing_revision(page=page))
    if revision.published_at is None:  # nobody has approved these words yet: they are theirs who wrote them
        _note_writers(draft, revision.author, *revision.writers.all())
    return draft


@transaction.atomic
def take_back(*, revision: Revision, actor: Actor, version: int) -> None:
    """Make a draft again of what is in review or scheduled."""
    revision = _locked(revision, version, Revision.State.IN_REVIEW, Revision.State.SCHEDULED)
    _back_to_draft(revision)
    record(action="reference page back to draft", actor=actor)


@transaction.atomic
def throw_away(*, revision: Revision, actor: Actor, version: int) -> None:
    """Give an open revision up.  It is kept, and can be brought back."""
    revision = _locked(revision, version, *Revision.OPEN)
    revision.state, revision.publish_at = Revision.State.DISCARDED, None
    revision.save()
    record(action="draft of a reference page thrown away", actor=actor)


@transaction.atomic
def approve(*, revision: Revision, actor: Actor, version: int, at: datetime | None = None) -> None:
    """Approve the revision, and publish it now or `at` a later moment; until then readers see what stands.

    Raises RevisionError when something has to be put right, or when somebody else has to do this.
    """
    wanted = [Revision.State.IN_REVIEW]
    if not settings.PAGES_NEED_SECOND_PERSON:
        wanted.append(Revision.State.DRAFT)
    revision = _locked(revision, version, *wanted)
    if settings.PAGES_NEED_SECOND_PERSON and revision.is_written_by(actor):
        raise RevisionError(_("You changed this draft: somebody else has to approve it."))
    document = with_next_review(Document.from_json(revision.content))
    revision.content = document.to_json()
    _refuse_problems(revision)
    revision.reviewer, revision.reviewed_at, revision.trouble = signed_in(actor), timezone.now(), ""
    if at is not None and at > timezone.now():
        revision.state, revision.publish_at = Revision.State.SCHEDULED, at
        revision.save()
        record(action="reference page scheduled", actor=actor)
        return
    revision.save()
    publish(revision=revision, actor=actor)


@transaction.atomic
def publish(
    *,
    revision: Revision,
    actor: Actor,
    moment: datetime | None = None,
    index: bool = True,
    names: bool = True,
) -> ReferencePage:
    """Write the rows that readers, links and the engine use: the only place where that is done.

    A fault of the engine is logged and stops nobody.  `moment` is when readers got it, by default now.  Who publishes
    many pages says that index and names are made afterwards, for all of them at once.
    """
    page = lock(revision.page)
    former = standing_revision(page=page)
    last = former or page.revisions.told().first()
    moment = moment or timezone.now()
    document = Document.from_json(revision.content)
    writer = Writer(page, Signature(revision.author, revision.reason), was_public=last is not None)
    page.published_at = page.published_at or moment
    before = _receiving(page, document)
    others = list(dict.fromkeys(writer.write(document)))
    if former is not None and former.pk != revision.pk:
        former.state, former.superseded_at = Revision.State.SUPERSEDED, moment
        former.save()
    revision.content = document.to_json()
    revision.state, revision.published_at, revision.trouble = Revision.State.PUBLISHED, moment, ""
    revision.page_version, revision.based_on = page.version, last
    revision.save()
    # Whoever still has this draft open is joined with what came of it; older drafts are forgotten.
    DraftVersion.objects.filter(revision__page=page).exclude(revision=revision).delete()
    for other in others:
        _renew(other, revision, moment, before[other.pk])
    if not writer.is_first:  # nothing can be cited of what nobody has read
        led_to = {removal.target for removal in document.removals if removal.kind == Removal.CAUSE}
        note_changes(passages=Passage.objects.of_pages(page, *others, causes=led_to))
    if names:
        renew_names(page, *others)
    record(action="reference page published", actor=actor)
    if index:
        _index(page, *others)
    return page


@transaction.atomic
def publish_scheduled(*, revision: Revision) -> bool:
    """Publish an approved revision whose time has come; False when it cannot be, which its screen says from then on."""
    revision = _locked(revision, revision.version, Revision.State.SCHEDULED)
    try:
        _refuse_problems(revision)
    except RevisionError as error:
        give_back(revision=revision, trouble=str(error))
        return False
    publish(revision=revision, actor=revision.reviewer)
    return True


@transaction.atomic
def take_down(*, page: ReferencePage, actor: Actor, reason: str) -> Revision | None:
    """Take the page off the site at once.  Everything on it stays for the day when it is published again.

    It does not come back by itself: a scheduled revision is a draft again, and returned.
    """
    page = lock(page)
    standing_revision(page=page)
    scheduled = page.revisions.filter(state=Revision.State.SCHEDULED).first()
    if scheduled is not None:
        scheduled.trouble = _("The page was taken off the site before.")
        _back_to_draft(scheduled)
    page.published_at, page.version = None, page.version + 1
    Signature(signed_in(actor), reason).sign(page).save()
    Revision.objects.filter(page=page, state=Revision.State.PUBLISHED).update(
        state=Revision.State.SUPERSEDED, superseded_at=timezone.now()
    )
    note_changes(passages=Passage.objects.of_pages(page))
    renew_names(page)
    record(action="reference page taken down", actor=actor)
    _index(page)
    return scheduled


@transaction.atomic
def standing_revision(*, page: ReferencePage) -> Revision | None:
    """The revision that readers see; made from the rows where a page was published before there were revisions."""
    found = page.revisions.filter(state=Revision.State.PUBLISHED).first()
    if found is None and page.published_at is not None:
        found = Revision.objects.create(
            page=page,
            content=standing_document(page).to_json(),
            state=Revision.State.PUBLISHED,
            begun_at=page.published_at,
            changed_at=page.updated_at,
            published_at=page.published_at,
            page_version=page.version,
        )
    return found


def _begin(
    page: ReferencePage, document: Document, author: Actor, reason: str, *, based_on: Revision | None
) -> Revision:
    """The first version of a draft."""
    draft = Revision.objects.create(
        page=page,
        based_on=based_on,
        content=document.to_json(),
        author=signed_in(author),
        reason=reason[:100],
    )
    DraftVersion.objects.create(revision=draft, version=draft.version, content=draft.content)
    _note_writers(draft, author)
    return draft


def _note_writers(draft: Revision, *writers: Actor) -> None:
    """Remember who changed the draft: none of them may approve it."""
    draft.writers.add(*(user for user in map(signed_in, writers) if user is not None))


def _locked(revision: Revision, version: int, *states: Any) -> Revision:
    """The revision as it stands, if it is still at this version and in one of these states."""
    lock(revision.page)
    current = (
        Revision.objects.select_for_update(of=("self",)).select_related("page", "author").get(pk=revision.pk)
    )
    if current.version != version or current.state not in states:
        raise RevisionError(_("Somebody changed it meanwhile. Look at it again, then decide."))
    return current


def _receiving(page: ReferencePage, document: Document) -> dict[int, Document]:
    """What stands on the other pages that get causes or parts of them, by their keys; each has a revision of it."""
    groups = {removal.target for removal in document.removals if removal.kind == Removal.MOVE}
    causes = {removal.target for removal in document.removals if removal.kind == Removal.CAUSE}
    getting = Q(groups__in=groups) | Q(causes__in=causes)
    others = ReferencePage.objects.filter(getting).exclude(pk=page.pk).distinct().order_by("pk")
    found = {}
    for other in map(lock, others if document.removals else ()):
        standing_revision(page=other)
        found[other.pk] = standing_document(other)
    return found


def _renew(page: ReferencePage, cause: Revision, moment: datetime, before: Document) -> None:
    """Note that a page, on which `before` stood, has got a cause from another one: as its next revision, and in a draft
    that is under way.
    """
    page = lock(page)
    former = standing_revision(page=page)
    ReferencePage.objects.filter(pk=page.pk).update(version=page.version + 1)
    now = standing_document(page)
    if former is not None:
        former.state, former.superseded_at = Revision.State.SUPERSEDED, moment
        former.save()
        Revision.objects.create(
            page=page,
            based_on=former,
            content=now.to_json(),
            state=Revision.State.PUBLISHED,
            author=cause.author,
            reviewer=cause.reviewer,
            reason=(_("A cause came from “%s”") % cause.title)[:100],
            published_at=moment,
            page_version=page.version + 1,
        )
    if (draft := open_revision(page)) is not None:
        mine = Document.from_json(draft.content)
        draft.content = merge(before, now, mine).document().to_json()
        draft.version, draft.based_on = draft.version + 1, standing_revision(page=page)
        draft.save()
        DraftVersion.objects.create(revision=draft, version=draft.version, content=draft.content)


def _index(*pages: ReferencePage) -> None:
    """Bring the index in step.  A fault of the engine is logged and stops nobody."""
    for page in pages:
        try:
            with transaction.atomic():
                index_page(page)
        except Exception:
            logger.exception("The index missed a change of page %s; run rebuild_related.", page.pk)


def _back_to_draft(revision: Revision) -> None:
    """Store the revision as a draft that nobody has approved."""
    revision.state = Revision.State.DRAFT
    revision.sent_at = revision.reviewed_at = revision.publish_at = revision.reviewer = None
    revision.save()


def _refuse_problems(revision: Revision) -> None:
    """Raise RevisionError with everything that has to be put right."""
    page = revision.page
    found = problems(page, Document.from_json(revision.content))
    if page.published_at is not None and revision.based_on != standing_revision(page=page):
        found.append(_("The page was published anew since this draft was begun. Open it and save it."))
    if found:
        raise RevisionError(" ".join(found))
