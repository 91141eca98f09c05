"""What `make run` needs is made by one command, and made once."""

from typing import Any

import pytest
from django.core.management import call_command

# Committed: migrations of SQLite take no transaction around them.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


def test_nothing_is_left_to_do_where_all_is_there(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEMO = False
    call_command("prepare")
    said = capsys.readouterr()
    assert [line.partition(" ")[2].partition(" ")[0] for line in said.out.splitlines()] == [
        "language",
        "lexicon",
    ]
    assert said.out.count("is whole: nothing to do.") == 2
    assert said.err.startswith("Not a demo site, so nothing is added.")
