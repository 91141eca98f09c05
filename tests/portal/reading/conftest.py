"""A site whose pages are stored, and who reads them."""

import pytest

from tests.portal.reading.pages import Reader, addresses, site
from tests.portal.world import World


@pytest.fixture
def rows() -> World:
    return site()


@pytest.fixture
def reader(rows: World) -> Reader:
    """A stranger who has read every page once."""
    found = Reader(addresses(rows))
    found.read_all()
    return found
