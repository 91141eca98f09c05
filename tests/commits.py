"""What is put off until the commit, in tests whose transaction is rolled back."""

from contextlib import AbstractContextManager
from typing import Any

from django.test import TestCase


def committed() -> AbstractContextManager[Any]:
    """At the end of the block do what was put off until the commit, as at the end of a real transaction."""
    return TestCase.captureOnCommitCallbacks(execute=True)
