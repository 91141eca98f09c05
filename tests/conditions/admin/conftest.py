"""A reference page to edit."""

import pytest

from conditions.models import Cause, Citation
from tests.factories import CauseFactory, CauseGroupFactory, SourceFactory


@pytest.fixture
def reference(db):
    """A page with one group, two causes and a part."""
    group = CauseGroupFactory(heading="Nerves")
    palsy = CauseFactory(group=group, page=group.page, name="Palsy")
    CauseFactory(group=group, page=group.page, name="Stroke", position=1)
    CauseFactory(group=group, page=group.page, name="Small stroke", parent=palsy)
    part = Cause.objects.get(name="Small stroke")
    CauseFactory(group=group, page=group.page, name="Tiny stroke", parent=part)
    Citation.objects.create(cause=palsy, source=SourceFactory())
    return group.page
