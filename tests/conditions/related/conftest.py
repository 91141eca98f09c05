"""The real language model: the tests of the engine run on what is shipped."""

import pytest
from django.conf import settings
from django.core.management import call_command

from conditions.related.encoder.encoder import Encoder, get_encoder

# PostgreSQL has no file of vectors.
collect_ignore = (
    ["test_killed.py", "test_vectors.py"]
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"
    else []
)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The shipped encoder, built first when this checkout has none."""
    call_command("build_encoder", verbosity=0)
    call_command("build_synonyms", verbosity=0)
    loaded = get_encoder()
    assert loaded is not None
    return loaded
