"""The long run writes a table only where its part ended well, one at a time, and knows every part it is asked for."""

import argparse
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import hard

OPTIONS = argparse.Namespace(write=True)


@pytest.fixture
def written(monkeypatch: Any, tmp_path: Path) -> list[str]:
    """The names of the tables that came into a document."""
    names: list[str] = []
    monkeypatch.setattr(hard, "KEPT", tmp_path)
    monkeypatch.setattr(hard, "write", lambda name, _lines: names.append(name))
    return names


@pytest.mark.parametrize(("ends_with", "in_document"), [(0, ["flood"]), (1, [])])
def test_a_part_that_broke_leaves_the_table_that_is_there(
    written: list[str], monkeypatch: Any, tmp_path: Path, capsys: Any, ends_with: int, in_document: list[str]
) -> None:
    part: Any = ({}, ["-c", f"print('| posts |'); raise SystemExit({ends_with})"])
    monkeypatch.setattr(hard, "commands", lambda _options: {"flood": part})
    assert (hard.run("flood", OPTIONS), written) == (not ends_with, in_document)
    assert (tmp_path / "flood.log").read_text() == "| posts |\n"
    assert ("Not written" in capsys.readouterr().out) is bool(ends_with)


def test_every_part_has_its_document_and_no_other_is_taken(written: list[str], monkeypatch: Any) -> None:
    for name in hard.PARTS:
        hard.put_down(name, [])
    assert written == list(hard.PARTS)
    with pytest.raises(LookupError):
        hard.put_down("floods", [])
    monkeypatch.setattr(sys, "argv", ["hard", "--only", "floods"])
    with pytest.raises(SystemExit):
        hard.main()
