"""More of the cast: a second doctor of the same specialty."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from portal.roles import DOCTORS
from tests.factories import DoctorFactory, UserFactory


@pytest.fixture
def in_that_moment() -> Any:
    """Lets something happen once, as soon as a row of this table has sent this signal: what another person did."""

    @contextmanager
    def happening(signal: Any, table: Any, happens: Callable[[], Any]) -> Iterator[None]:
        def once(**_: Any) -> None:
            signal.disconnect(once, sender=table)
            happens()

        signal.connect(once, sender=table)
        yield
        assert not signal.disconnect(once, sender=table)  # it has happened

    return happening


@pytest.fixture
def colleague(neurology: Any) -> Any:
    """Another doctor of the specialty."""
    user: Any = UserFactory(username="colleague", is_staff=True)
    user.groups.add(Group.objects.get(name=DOCTORS))
    return DoctorFactory(user=user, name="Dr Cora Colleague", specialties=[neurology])


@pytest.fixture
def colleague_client(colleague: Any) -> Client:
    """The colleague, signed in."""
    client = Client()
    client.force_login(colleague.user)
    return client
