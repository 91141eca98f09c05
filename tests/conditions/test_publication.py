"""A reference page is public from the moment that an editor gives; until then nothing of it is shown anywhere."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conditions.models import Category, Cause, CauseLink, ReferencePage
from conditions.name_index import renew_names
from tests.factories import (
    CategoryFactory,
    CauseFactory,
    CauseGroupFactory,
    CauseLinkFactory,
    ReferencePageFactory,
    public_question,
)

pytestmark = pytest.mark.django_db

SOON = timedelta(hours=1)


@pytest.fixture(params=["draft", "tomorrow"])
def hidden(request):
    """A page that strangers may not see yet, alone in its category, with a cause that a public reply links to."""
    page = ReferencePageFactory(
        title="Causes of zzleak",
        category=CategoryFactory(name="Zzleak disorders"),
        published_at=None if request.param == "draft" else timezone.now() + SOON,
    )
    cause = CauseFactory(group=CauseGroupFactory(page=page), name="Zzleak palsy", text="Zzleak text.")
    CauseLinkFactory(reply=public_question(title="Numb cheek").replies.get(), cause=cause)
    renew_names(page)
    return page


def test_nothing_of_a_hidden_page_is_read(hidden):
    assert not hidden.is_public
    for rows in (
        ReferencePage.objects.public(),
        Category.objects.with_public_pages(),
        Cause.objects.public(),
        CauseLink.objects.public(),
    ):
        assert not rows.exists()


def test_no_page_of_the_site_shows_a_hidden_page(hidden, stranger):
    link = CauseLink.objects.get()
    assert stranger.get(hidden.get_absolute_url()).status_code == 404
    other = ReferencePageFactory(category=CategoryFactory(name="Open disorders"))
    other.related.add(hidden)
    for address in (
        "/",
        "/conditions/",
        "/conditions/?letter=Z",
        "/conditions/categories/",
        hidden.category.get_absolute_url(),
        other.get_absolute_url(),
        link.reply.question.get_absolute_url(),
        "/sitemap-conditions.xml",
        "/sitemap-categories.xml",
        "/search/?q=zzleak",
    ):
        text = stranger.get(address).content.decode().lower()
        assert "causes of zzleak" not in text, address
        assert "zzleak palsy" not in text, address
        assert hidden.get_absolute_url() not in text, address


def test_the_moment_is_reached_by_itself(hidden):
    later = timezone.now() + 2 * SOON
    at_that_time = {hidden} if hidden.published_at else set()
    assert set(ReferencePage.objects.public(later)) == at_that_time
    assert {cause.page for cause in Cause.objects.public(later)} == at_that_time
    assert CauseLink.objects.public(later).count() == len(at_that_time)
