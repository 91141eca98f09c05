"""The list of ASVS 5.0: every requirement of levels 1 and 2 stands there once, with an answer that says something."""

import re

from django.conf import settings

LIST = settings.BASE_DIR / "docs" / "ASVS.md"
# Of each section the last requirement of levels 1 and 2 in the published list (5.0.0), without V10 and V17.
REQUIREMENTS = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 5.1:1
5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1
8.4:1 9.1:3 9.2:4 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2
14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3
"""
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| [12] \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
TEST = re.compile(r"\]\(\.\./(tests/[\w/]+\.py)\)")
WITHOUT_TEST = ("Reason: ", "Not there.", "Partly: ", "**Not met**: ")


def requirements() -> list[str]:
    """The numbers of all."""
    sections = [entry.split(":") for entry in REQUIREMENTS.split()]
    return [f"{section}.{number}" for section, last in sections for number in range(1, int(last) + 1)]


def test_every_requirement_is_answered_once() -> None:
    numbers = [number for number, _words, _answer in ROW.findall(LIST.read_text())]
    assert (numbers, len(numbers)) == (requirements(), 217)


def test_each_answer_names_tests_that_there_are_or_says_why_none() -> None:
    answers = {number: answer for number, _words, answer in ROW.findall(LIST.read_text())}
    bare = [
        number
        for number, answer in answers.items()
        if not answer.startswith(WITHOUT_TEST) and not TEST.match(answer[answer.find("]") :])
    ]
    missing = [
        path
        for answer in answers.values()
        for path in TEST.findall(answer)
        if not (settings.BASE_DIR / path).exists()
    ]
    assert (bare, missing) == ([], [])


def test_the_counts_at_its_head_are_those_of_its_rows() -> None:
    text = LIST.read_text()
    answers = [answer for _number, _words, answer in ROW.findall(text)]
    without = [sum(answer.startswith(sign) for answer in answers) for sign in WITHOUT_TEST]
    told = [int(count) for count in re.findall(r"^\| [a-z ]+ \| (\d+) \|$", text, re.MULTILINE)]
    reasons, absent, partly, unmet = without
    assert told == [len(answers) - sum(without), reasons, absent, partly, unmet]
