"""The figures that the check is known to reach; a change that moves one has to say so here.

The first file was written before the rules were mended with it (then 58 of 62 found, 60 of 62 marks right), the
second after (then 24 of 34 found, 26 of 27 marks right). own.csv holds the sentences by which the rules were widened:
at first sight 53 (a batch of addresses) to 94 in 100 of a batch were marked whole. unseen.csv was written by somebody
who had not seen the rules, but has been read and run at every change since: it proves no more than that nothing was
lost. What a new text meets is said by the lines "at first sight" of docs/SAFETY.md. Four rows of the first three name
the day of an event without its year; they count as clean, since such a day comes every year.
"""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from consult.privacy.evaluation import Score, evaluate

HERE = Path(__file__).parent


def test_first_hundred_sentences() -> None:
    score = evaluate(HERE / "sentences.jsonl")

    assert (score.sentences, score.found, score.expected) == (100, 60, 60)
    assert (score.whole, score.personal, score.falsely_marked, score.clean) == (58, 58, 0, 42)
    assert score.wrong == []


def test_forty_hard_sentences() -> None:
    score = evaluate(HERE / "sentences_second.jsonl")

    assert (score.sentences, score.found, score.expected) == (40, 34, 34)
    assert (score.whole, score.personal, score.wrong, score.missed) == (29, 29, [], [])


def test_sentences_by_somebody_who_had_not_seen_the_rules() -> None:
    score = evaluate(HERE / "unseen.csv")

    assert (score.personal, score.clean) == (120, 80)
    assert score.whole >= 113
    assert score.falsely_marked <= 1


def test_own_sentences() -> None:
    score = evaluate(HERE / "own.csv")

    assert (score.personal, score.clean) == (741, 234)
    assert score.whole >= 701
    assert score.falsely_marked <= 1


def test_second_own_sentences() -> None:
    score = evaluate(HERE / "second_own.csv")

    assert (score.personal, score.clean) == (78, 88)
    assert score.whole >= 75
    assert score.falsely_marked <= 2


def test_command_prints_the_figures() -> None:
    out = StringIO()
    files = [str(HERE / "sentences.jsonl"), str(HERE / "sentences_second.jsonl")]
    call_command("evaluate_personal_data", *files, "--json", stdout=out)
    plain = StringIO()
    call_command("evaluate_personal_data", *files, stdout=plain)

    assert "whole        1.000  (58 of 58 texts)" in out.getvalue()
    assert plain.getvalue().splitlines() == out.getvalue().splitlines()[:-1]
    assert json.loads(out.getvalue().splitlines()[-1]) == {
        "sentences.jsonl": {
            "whole": 1.0,
            "false_marks": 0.0,
            "by_kind": {"personal": {"texts": 58, "whole": 1.0}},
        },
        "sentences_second.jsonl": {
            "whole": 1.0,
            "false_marks": 0.0,
            "by_kind": {"personal": {"texts": 29, "whole": 1.0}},
        },
    }


CSV = """text,label,what
"My name is Ash, ring 020 7946 0123; thanks",personal,"Ash | 020 7946 0123"
"My name is Ash, ring 020 7946 0123",phone,Ash|020 7946 0123
"My name is Ash, ring 020 7946 0123",personal,Ash; 020 7946 0123
I saw qwertz yesterday,name,qwertz
Is Bell's palsy catching?,clean,
"""


def test_a_table_is_scored_by_its_texts(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(CSV)
    out = StringIO()
    call_command("evaluate_personal_data", str(path), "--json", stdout=out)

    assert json.loads(out.getvalue().splitlines()[-1]) == {
        "whole": 0.75,
        "false_marks": 0.0,
        "by_kind": {
            "name": {"texts": 1, "whole": 0.0},
            "personal": {"texts": 2, "whole": 1.0},
            "phone": {"texts": 1, "whole": 1.0},
        },
    }
    assert "missed: qwertz" in out.getvalue()


def test_a_text_that_tells_of_nobody_may_be_labelled_in_other_words(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(
        "text,label,what\nIs flu catching?,none,\nIs it mumps?,,\nAsh asks,,Ash\nIs it flu?,Calm,eponym\n"
    )
    score = evaluate(path)

    assert (score.clean, score.personal) == (3, 1)


def test_a_part_that_is_not_in_its_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("text,label,what\nabc,personal,xyz\n")

    with pytest.raises(CommandError, match=r"Line 2 of bad\.csv: not in the text: xyz"):
        call_command("evaluate_personal_data", str(path))


def test_nothing_is_a_whole_score() -> None:
    assert Score().as_dict() == {"whole": 1.0, "false_marks": 0.0, "by_kind": {}}


def test_malformed_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"text": "a", "find": []}\n{"text": "a", "find": ["b"]}\n')

    with pytest.raises(CommandError, match=r"Line 2 of bad\.jsonl"):
        call_command("evaluate_personal_data", str(path))


def test_without_sentences_a_file_is_asked_for(settings, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError, match="Give a file"):
        call_command("evaluate_personal_data")
