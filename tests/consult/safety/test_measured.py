"""What the rules shipped recognise in sentences written for this; a change that moves a figure has to say so here.

Each set was written after the rules had been mended with the one before it, and read for the first time at 8 of 42,
20 of 52, 29 of 46 and 6 of 20 (the last one only oblique words of self-harm), with 0, 2, 0 and 1 false alarms. So
expect that a text never seen is recognised in about two of three cases: the scan is a backstop.
"""

import json
from collections import Counter
from pathlib import Path

from consult.safety.default_rules import default_rules
from consult.safety.matcher import Matcher, RuleText

ROWS = [json.loads(line) for line in (Path(__file__).parent / "sentences.jsonl").read_text().splitlines()]


def test_sentences() -> None:
    matcher = Matcher(
        RuleText(number, rule["phrases"], rule["exceptions"], skip_past=rule["kind"] != "self_harm")
        for number, rule in enumerate(default_rules())
    )
    wrong = [row["text"] for row in ROWS if bool(matcher.find(row["text"])) != row["fires"]]

    assert Counter((row["set"], row["fires"]) for row in ROWS) == {
        ("first", True): 42,
        ("first", False): 30,
        ("second", True): 52,
        ("second", False): 35,
        ("third", True): 46,
        ("third", False): 25,
        ("self-harm", True): 20,
        ("self-harm", False): 10,
    }
    assert wrong == []
