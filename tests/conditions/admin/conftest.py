"""A reference page to edit, and a second editor."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from conditions.models import Cause, Citation
from portal.roles import EDITORS
from tests.factories import (
    NOON,
    CauseFactory,
    CauseGroupFactory,
    ReferencePageFactory,
    SourceFactory,
    UserFactory,
)


@pytest.fixture
def reference(db):
    """A page with one group, two causes and a part of a part; every cause is cited, and a doctor has reviewed it."""
    page = ReferencePageFactory(
        reviewed_by="Dr Reviewer", last_reviewed_on=NOON.date(), next_review_on=NOON.date().replace(year=2029)
    )
    group = CauseGroupFactory(page=page, heading="Nerves")
    palsy = CauseFactory(group=group, page=page, name="Palsy")
    CauseFactory(group=group, page=page, name="Stroke", position=1)
    part = CauseFactory(group=group, page=page, name="Small stroke", parent=palsy)
    CauseFactory(group=group, page=page, name="Tiny stroke", parent=part)
    for cause in Cause.objects.order_by("pk"):
        Citation.objects.create(cause=cause, source=SourceFactory())
    return page


@pytest.fixture
def colleague(db):
    """A second editor."""
    user = UserFactory(username="colleague", is_staff=True)
    user.groups.set(Group.objects.filter(name=EDITORS))
    return user


@pytest.fixture
def colleague_client(colleague):
    """The second editor, signed in."""
    client = Client()
    client.force_login(colleague)
    return client
