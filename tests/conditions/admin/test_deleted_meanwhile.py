"""What a draft names may be deleted before it is published: that is said, and stops no screen and no other page."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from conditions.actions.pages import delete_page
from conditions.actions.revisions import approve, restore, save_draft, send_for_review, throw_away
from conditions.models import Category, Cause, ReferencePage, Revision
from conditions.revisions.checks import problems
from conditions.revisions.document import Document, Removal
from conditions.revisions.read import standing_document
from conditions.revisions.state import open_revision, state_of_page
from consult.models import OutboxMessage
from tests.conditions.admin.page_form import draft_of, opened, saved, screen
from tests.factories import CategoryFactory, CauseGroupFactory, ReferencePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
GONE = "A related page has been deleted. Open the page and save it: what is left stays."


def drafted(page: ReferencePage, author, related=(), **fields) -> Revision:
    """A draft of the page, made without its form."""
    document = standing_document(page)
    document.fields |= {"lead": "New lead.", **fields}
    document.related = list(related)
    state = state_of_page(page, open_revision(page))
    draft = save_draft(page=page, document=document, seen=state, author=author)
    assert draft is not None
    return draft


def scheduled(draft: Revision, author, reviewer) -> Revision:
    """The draft, approved for a moment that has come."""
    send_for_review(revision=draft, actor=author, version=draft.version)
    at = timezone.now() + timedelta(hours=1)
    approve(revision=draft, actor=reviewer, version=draft.version, at=at)
    Revision.objects.filter(pk=draft.pk).update(publish_at=timezone.now())
    return draft


def test_a_related_page_that_is_deleted_is_named_and_left_out_when_the_form_is_saved(
    editor_client, editor, reference
):
    kept, other = ReferencePageFactory(), ReferencePageFactory(published_at=None)
    draft = drafted(reference, editor, related=[kept.pk, other.pk])
    delete_page(page=other, target=None, actor=editor)
    assert problems(reference, Document.from_json(draft.content)) == [GONE]
    shown = editor_client.get(screen(reference, "preview")).content.decode()
    assert (GONE in shown, kept.title in shown) == (True, True)
    saved(editor_client, reference, opened(editor_client, reference))
    document = Document.from_json(draft_of(reference).content)
    assert (document.related, problems(reference, document)) == ([kept.pk], [])


def test_a_revision_that_is_brought_back_is_looked_through_too(editor, reference):
    other = ReferencePageFactory(published_at=None)
    draft = drafted(reference, editor, related=[other.pk])
    throw_away(revision=draft, actor=editor, version=draft.version)
    delete_page(page=other, target=None, actor=editor)
    again = restore(revision=draft, actor=editor)
    assert problems(reference, Document.from_json(again.content)) == [GONE]


def test_a_category_that_is_deleted_is_named_and_breaks_no_screen(editor_client, editor, reference):
    category = CategoryFactory(name="Another")
    draft = drafted(reference, editor, category=category.pk)
    Category.objects.filter(pk=category.pk).delete()
    [words] = problems(reference, Document.from_json(draft.content))
    assert words == "The category has been deleted. Open the page and choose another one."
    shown = editor_client.get(screen(reference, "preview")).content.decode()
    assert (words in shown, reference.category.name in shown) == (True, True)
    assert "category" not in opened(editor_client, reference)


def test_a_cause_that_nothing_links_to_is_not_lost_with_the_group_to_which_it_was_to_move(editor, reference):
    group, stroke = CauseGroupFactory(), Cause.objects.get(name="Stroke")
    document = standing_document(reference)
    document.groups[0].causes.pop()
    document.removals = [Removal(stroke.pk, Removal.MOVE, group.pk)]
    assert problems(reference, document) == []
    group.delete()
    assert problems(reference, document) == [
        "The page to which “Stroke” was to move is gone. Choose another."
    ]


def test_one_revision_that_cannot_be_published_keeps_no_other_from_its_readers(
    editor, colleague, reference, caplog, capsys
):
    reviewed = {"reviewed_by": "Dr A", "last_reviewed_on": "2026-01-02"}
    other, third = ReferencePageFactory(**reviewed), ReferencePageFactory(**reviewed)
    deleted = ReferencePageFactory(published_at=None)
    broken = scheduled(drafted(reference, editor), editor, colleague)
    dangling = scheduled(drafted(other, editor, related=[deleted.pk]), editor, colleague)
    whole = scheduled(drafted(third, editor), editor, colleague)
    delete_page(page=deleted, target=None, actor=editor)
    Revision.objects.filter(pk=broken.pk).update(content={})
    call_command("publish_scheduled")
    assert [
        (row.state, row.trouble, row.publish_at is None)
        for row in Revision.objects.filter(pk__in=(broken.pk, dangling.pk, whole.pk)).order_by("pk")
    ] == [
        ("in_review", "An error on the server, which its log tells.", True),
        ("in_review", GONE, True),
        ("published", "", False),
    ]
    assert f"Revision {broken.pk} could not be published." in caplog.text
    assert capsys.readouterr().err.count("waits for review again") == 2
    told = OutboxMessage.objects.filter(dedupe_key__startswith="account:not-published:")
    assert sorted(key.rsplit(":", 1)[1] for key in told.values_list("dedupe_key", flat=True)) == sorted(
        [str(editor.pk), str(colleague.pk)] * 2
    )
