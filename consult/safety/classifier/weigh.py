"""Weighs what was read of a text: a danger in one sentence may be calm in its story.

A sentence alone cannot know that it tells of the past, of somebody else, or of what was looked at since.  So a logistic
regression decides over what the classifier says of the sentences and of the whole, and over how many rules fired
(stacked generalisation, Wolpert 1992).  Its weights stand by name in weights.json; bench/red_flags/weigh.py fits them.
"""

import json
from functools import cache
from math import log
from pathlib import Path
from statistics import fmean

from consult.safety.classifier.model import DANGERS, MAX_TOKENS
from consult.safety.classifier.passages import Passages

WEIGHTS = Path(__file__).parent / "weights.json"
STOP_AT = 0.0
"""Log-odds from which a text is stopped: the mark that bench/red_flags/weigh.py chose (docs/SAFETY.md)."""
SURE = 3.0
"""Log-odds from which a sentence is surely a danger by itself."""
FEWEST_PIECES = 24
"""Fewer word pieces tell no more either: a text of three words is not the likelier a danger."""
MOST_SENTENCES = 20
"""More sentences than this tell no more: longer texts were not among those that the weights were fitted on."""


def features(read: Passages, rules: int) -> dict[str, float]:
    """What is weighed, by name; `rules` is how many shipped rules fired."""
    odds = sorted((part.danger_odds for part in read.parts), reverse=True)
    whole = {f"whole: {name}": score for name, score in zip(_SCORES, read.whole.scores, strict=True)}
    return {
        "likeliest sentence": odds[0],
        "second sentence": odds[min(1, len(odds) - 1)],
        "mean of the sentences": fmean(odds),
        "share of suspicious sentences": sum(each > 0 for each in odds) / len(odds),
        "now, of the likeliest sentence": max(part.now_odds for part in read.parts),
        "whole": read.whole.danger_odds,
        "now, of the whole": read.whole.now_odds,
        "log of the sentences": log(min(read.sentences, MOST_SENTENCES)),
        "log of the word pieces": log(min(max(read.pieces, FEWEST_PIECES), MAX_TOKENS)),
        "surely, of the likeliest sentence": max(0.0, odds[0] - SURE),
        "a rule fired": float(rules > 0),
        "log of the rules": log(1 + rules),
        **whole,
    }


def weigh(read: Passages, rules: int) -> float:
    """Log-odds that somebody has to act."""
    weights = _weights()
    return weights["constant"] + sum(weights[name] * value for name, value in features(read, rules).items())


_SCORES = ("calm", "today", "now", "ambulance", "crisis help", "safeguarding", *DANGERS)


@cache
def _weights() -> dict[str, float]:
    found: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return found
