"""The number for links from a message to a reference page."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

PAGES = [
    {
        "title": "Gout",
        "synonyms": ["Gouty arthritis"],
        "sections": [{"text": "Crystals inflame a joint, often a big toe."}],
    },
    {"title": "Migraine", "synonyms": [], "sections": [{"text": "A one-sided headache that throbs."}]},
    {"title": "Shingles", "synonyms": ["Herpes zoster"], "sections": []},
]
QUESTIONS = [
    {"title": "Is it gout again?", "body": "My toe is red and hot since the feast.", "topics": ["gout"]},
    {
        "title": "Is zoster catching?",
        "body": "Gran has herpes zoster on her back.",
        "topics": ["Herpes Zoster"],
    },
    {"title": "Which shoes for the hills?", "body": "We walk for a week.", "topics": ["shoes"]},
]


def written(path, rows):
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return path


def test_messages_find_the_page_that_their_topic_names(encoder, tmp_path):
    out = io.StringIO()
    pages, questions = (
        written(tmp_path / "pages.jsonl", PAGES),
        written(tmp_path / "questions.jsonl", QUESTIONS),
    )
    call_command("evaluate_links", pages, questions, "--json", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "2 messages, 3 references"
    assert json.loads(lines[-1])["shipped"]["recall_at_1"] == 1.0


def test_labelled_messages_are_read_from_a_csv_file(encoder, tmp_path):
    path = tmp_path / "pairs.csv"
    rows = [
        "question,candidate,similar",
        "My toe is red,What is gout? Crystals.,1",
        "My toe is red,Migraine,0",
    ]
    path.write_text("\n".join(rows))
    out = io.StringIO()
    call_command("evaluate_links", path, "--json", stdout=out)
    assert json.loads(out.getvalue().splitlines()[-1])["shipped"]["near_miss_below"] == 1.0


@pytest.mark.parametrize(
    ("content", "named"), [("{", "line 1"), ("[]", "line 1 lacks"), ('{"title": "x"}', "line 1 lacks")]
)
def test_a_bad_line_is_named(tmp_path, content, named):
    path = tmp_path / "pages.jsonl"
    path.write_text(content)
    with pytest.raises(CommandError, match=named):
        call_command("evaluate_links", path, path)


def test_pages_need_questions(tmp_path):
    with pytest.raises(CommandError, match="second file"):
        call_command("evaluate_links", tmp_path / "pages.jsonl")
