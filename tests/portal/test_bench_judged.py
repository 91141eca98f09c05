"""What the encoder is trained on: which questions stand there, and which do not."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from bench.encoder.files import csv_rows, json_lines
from bench.encoder.judged import HELD_OUT, HERE, Judged, lists, measured_questions
from bench.encoder.pairs import held_out, sources, to_train

DOCS = settings.BASE_DIR / "docs"


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """A data folder in which each text is its own row, but measured questions have a second one: another reply."""
    folder: Path = tmp_path_factory.mktemp("data")
    judged = csv_rows(HERE / "judged_lists.csv")
    most = max(int(row[side]) for row in judged for side in ("question", "candidate")) + 1
    (folder / "eval").mkdir()
    (folder / "train").mkdir()
    reply = "a reply of so many words that it is long enough to be trained on"
    threads = (
        {"title": f"thread {at}", "body": "", "reply": reply} for at in (*range(most), *measured_questions())
    )
    (folder / "eval/questions.jsonl").write_text("\n".join(map(json.dumps, threads)))
    pairs = ({"anchor": f"pair {at}", "positive": "", "source": "rqe"} for at in range(most))
    (folder / "train/pairs.jsonl").write_text("\n".join(map(json.dumps, pairs)))
    dev = "".join(f"dev {at},,0\n" for at in range(most))
    (folder / "eval/question_pairs_dev.csv").write_text(f"question,candidate,similar\n{dev}")
    (folder / "eval/reference_pages.jsonl").write_text("")
    return folder


@pytest.fixture(scope="module")
def trained(data) -> tuple[list[list[Judged]], list[list[Judged]]]:
    return lists(data)


def row(title: str) -> int:
    return int(title.rpartition(" ")[2])


def test_no_measured_question_is_trained_on_or_held_out_on_either_side(trained):
    measured = {f"thread {row}" for row in measured_questions()}
    texts = {side[0] for many in trained for each in many for one in each for side in one[:2]}
    assert (len(measured), measured & texts) == (231, set())


def test_no_reply_to_a_measured_question_is_trained_on(data):
    measured = {f"thread {row}" for row in measured_questions()}
    replied = {text for text, _, _ in sources(data)["reply"] if not held_out(text)}
    assert len(replied & measured) == 204
    assert {text for text, _, _ in to_train(data)["reply"]} == replied - measured


def test_an_eighth_of_the_questions_is_held_out(trained):
    kept, aside = trained
    asked = [
        each[0].question[0] for each in kept if each[0].question[0].startswith(("thread ", "pair ", "dev "))
    ]
    assert [title for title in asked if row(title) % HELD_OUT == 0] == []
    assert len(aside) == 776
    assert {one.group for each in aside for one in each} == {0}


def test_only_strict_verdicts_have_constants_and_no_pair_has_both_kinds(trained):
    each = [one for many in trained for question in many for one in question]
    strict = {one[:2] for one in each if one.constants}
    lenient = {one[:2] for one in each if not one.constants}
    assert (len(strict), len(lenient), strict & lenient) == (23903, 1172, set())
    assert {one.group == 0 for one in each if one.constants} == {True}
    assert {one.group == 0 for one in each if not one.constants} == {False}


def test_each_judged_pair_stands_once_and_its_constants_are_possible():
    judged = csv_rows(HERE / "judged_lists.csv")
    assert len({(line["source"], line["question"], line["candidate"]) for line in judged}) == len(judged)
    assert {line["verdict"] for line in judged} == {"0", "1", "2"}
    assert all(0 <= float(line["words_weight"]) <= 0.35 for line in judged)
    assert all(-0.22 <= float(line["rest"]) <= 0.35 * 1.43 + 1e-4 for line in judged)


def test_every_written_question_is_judged_against_its_thread():
    written = json_lines(HERE / "written_questions.jsonl")
    judged = {
        (int(line["question"]), int(line["candidate"]))
        for line in csv_rows(HERE / "judged_lists.csv")
        if line["source"] == "written"
    }
    assert {asked for asked, _ in judged} == set(range(len(written)))
    assert sum((at, line["thread"]) not in judged for at, line in enumerate(written)) == 0


def test_searches_are_two_for_each_thread_and_page():
    found = json_lines(HERE / "searches.jsonl")
    assert len({(line["source"], line["row"]) for line in found}) == len(found) == 720
    assert {len(set(line["searches"])) for line in found} == {2}
