"""The real language model: the tests of the engine run on what is shipped."""

import pytest
from django.core.management import call_command

from conditions.related.encoder import Encoder, get_encoder


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The shipped encoder, built first when this checkout has none."""
    call_command("build_encoder", verbosity=0)
    loaded = get_encoder()
    assert loaded is not None
    return loaded
