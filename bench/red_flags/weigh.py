"""Fits the weights that decide whether a text is stopped (consult/safety/classifier/weigh.py).

    python -m bench.red_flags.weigh [--found 0.978] [--write]

Reads the sets in bench/red_flags/writers/, each by another writer who saw neither rules nor training texts, and prints
for each what weights fitted on the others make of it, at the mark at which the given share of all emergencies is found.
With --write it fits on all and writes weights.json, in which that mark is 0.

To each set come texts in which one of its short dangers, or calm texts, stands somewhere in an ordinary question: a
danger is often told in passing.
"""

import argparse
import csv
import json
import os
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WRITERS = Path(__file__).parent / "writers"
ORDINARY = Path(__file__).parent / "ordinary.csv"
"""The questions of the demo site, with a label: what people ask on most days."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
RIDGE = 10.0
"""Penalty of the weights, features standardised."""
MIXED = 40
"""Mixed texts added to each set, and as many calm ones."""
LONG = 450
"""Characters from which a text is told as long."""
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Text:
    """A text, its label, whether it was mixed, what is weighed of it, and whether it is stopped whatever that says."""

    label: str
    text: str
    is_mixed: bool
    values: dict[str, float]
    is_named: bool


def texts_of(path: Path) -> list[Text]:
    """The texts of a set, and mixed ones."""
    rows = [(label, text, False) for label, text in _rows(path)]
    chance = random.Random(path.stem)
    around = [text for label, text in _rows(ORDINARY) if label == "calm"]
    for label in ("emergency", "calm"):
        short = sorted((text for each, text, _ in rows if each == label), key=len)
        for told in chance.choices(short[: len(short) // 2], k=MIXED):
            parts = _SENTENCE.split(chance.choice(around))
            parts.insert(chance.randrange(len(parts) + 1), told)
            rows.append((label, " ".join(parts), True))
    return [_read(*row) for row in rows]


def _rows(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [(row["label"], row["text"]) for row in csv.DictReader(stream)]


def _read(label: str, text: str, is_mixed: bool) -> Text:
    from consult.language.normalise import normalise
    from consult.models import RedFlagRule
    from consult.safety.classifier.decide import SURE_AT
    from consult.safety.classifier.model import get_classifier
    from consult.safety.classifier.passages import read
    from consult.safety.classifier.weigh import features
    from consult.safety.default_rules import default_rules, plain_rules
    from consult.safety.scan import scan_with

    classifier, text = get_classifier(), normalise(text)
    flags = scan_with(text, [RedFlagRule(**rule) for rule in default_rules()])
    rules = {flag.rule.name for flag in flags if flag.rule}
    assert classifier is not None
    passages, *_ = read(text, classifier)
    is_sure = passages.parts[passages.likeliest].danger_odds >= SURE_AT
    return Text(label, text, is_mixed, features(passages, len(rules)), is_sure or bool(rules & plain_rules()))


def fitted(values: Array, is_danger: Array) -> Array:
    """Weights of a logistic regression, the constant last (Newton's method)."""
    middle, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    design = np.column_stack([(values - middle) / spread, np.ones(len(values))])
    penalty = np.diag([RIDGE] * values.shape[1] + [0.0])
    weights = np.zeros(design.shape[1])
    for _ in range(30):
        share = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (is_danger - share) - penalty @ weights
        weights += np.linalg.solve((design.T * (share * (1 - share))) @ design + penalty, slope)
    raw = weights[:-1] / spread
    return np.append(raw, weights[-1] - raw @ middle)


def _design(texts: list[Text]) -> tuple[Array, Array]:
    values = np.array([list(text.values.values()) for text in texts])
    return values, np.array([float(text.label != "calm") for text in texts])


def _share(stopped: Array, texts: list[Text], **wanted: Any) -> str:
    chosen = [
        bool(stop)
        for stop, text in zip(stopped, texts, strict=True)
        if all(wanted[name] == found for name, found in _facts(text).items() if name in wanted)
    ]
    return f"{np.mean(chosen):.3f} of {len(chosen):<4}" if chosen else "-" + " " * 12


def _facts(text: Text) -> dict[str, Any]:
    return {"label": text.label, "is_mixed": text.is_mixed, "is_long": len(text.text) >= LONG}


def main() -> None:
    """Read, fit, print, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--found", type=float, default=0.978)
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these sets and no others")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    paths = [path for path in sorted(WRITERS.glob("*.csv")) if not given.only or path.stem in given.only]
    sets = {path.stem: texts_of(path) for path in paths}
    left_out = {}
    for name, texts in sets.items():
        weights = fitted(*_design([text for other in sets if other != name for text in sets[other]]))
        left_out[name] = _design(texts)[0] @ weights[:-1] + weights[-1]
    every = [text for texts in sets.values() for text in texts]
    odds = np.concatenate(list(left_out.values()))
    is_named = np.array([text.is_named for text in every])
    emergencies = np.array([text.label == "emergency" and not text.is_mixed for text in every])
    mark = np.sort(odds[emergencies & ~is_named])[int(round((1 - given.found) * emergencies.sum(), 6))]
    columns = ("left out", "emergencies", "urgent", "calm", "long calm", "mixed dangers", "mixed calm")
    print(f"mark {mark:.2f}\n{columns[0]:12} {'  '.join(f'{column:13}' for column in columns[1:])}")
    for name, texts in (*sets.items(), ("all", every)):
        stopped = (odds if name == "all" else left_out[name]) >= mark
        stopped |= np.array([text.is_named for text in texts])
        told = [
            _share(stopped, texts, is_mixed=False, label=label) for label in ("emergency", "urgent", "calm")
        ]
        told.append(_share(stopped, texts, is_mixed=False, label="calm", is_long=True))
        told += [_share(stopped, texts, is_mixed=True, label=label) for label in ("emergency", "calm")]
        print(f"{name:12} {'  '.join(told)}")
    if given.write:
        from consult.safety.classifier.weigh import WEIGHTS

        weights = fitted(*_design(every))
        weights[-1] -= mark
        named = dict(
            zip([*every[0].values, "constant"], (float(f"{each:.4g}") for each in weights), strict=True)
        )
        WEIGHTS.write_text(json.dumps(named, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
