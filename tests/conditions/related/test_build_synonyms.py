"""The lexicon is built at set-up; without it search works, and staff are told."""

import io
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from conditions.related.text.synonyms import get_lexicon
from consult.language.synonyms import sources


@pytest.fixture
def nowhere(settings, tmp_path):
    settings.SYNONYMS_PATH = tmp_path / "synonyms.safetensors"
    return settings.SYNONYMS_PATH


def warnings():
    return [message.msg for message in run_checks() if message.id == "conditions.W004"]


def test_it_is_built_once_and_knows_names_of_every_list(nowhere):
    out = io.StringIO()
    call_command("build_synonyms", stdout=out)
    call_command("build_synonyms", stdout=out)
    assert out.getvalue().startswith("Built the lexicon")
    assert out.getvalue().endswith("is whole: nothing to do.\n")
    assert [get_lexicon().knows(name) for name in ("tatt", "zoloft", "influenza", "pruritus")] == [True] * 4
    assert warnings() == []


@pytest.mark.parametrize("content", [None, b"damaged"])
def test_without_it_no_name_is_known_and_staff_are_told(nowhere, content):
    if content:
        Path(nowhere).write_bytes(content)
    assert len(get_lexicon()) == 0
    assert warnings() == ["The lexicon of other names is missing or old: search knows fewer of them."]


def test_a_missing_word_list_is_named(nowhere, monkeypatch):
    monkeypatch.setattr(sources, "SYMPTOMS", ("no_such_wheel", "names"))
    with pytest.raises(CommandError, match="no_such_wheel is not installed"):
        call_command("build_synonyms")
