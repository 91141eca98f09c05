"""Runs the classifier: sentences to how likely each is a danger, which, and what it calls for."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

import numpy as np
from django.conf import settings

from consult.language.transformer import heads, manifest
from consult.language.transformer.convert import load_weights
from consult.language.transformer.loading import Loaded
from consult.language.transformer.runtime import ctranslate2_library
from consult.language.transformer.trained import HEADS
from consult.models.safety import Danger

MAX_TOKENS = 320
BATCH = 32
MOST_TEXTS = 60
"""Sentences read of one text, however short they are."""
DANGERS = tuple(sorted(Danger.values))
"""In the order of the head: alphabetical."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the heads say of one text, each from 0 to 1: it is to act on now, or today; the help; the danger by name."""

    now: float
    today: float
    ambulance: float
    crisis: float
    safeguarding: float
    dangers: dict[str, float]
    scores: tuple[float, ...]
    """What the heads gave before it became shares: calm, today, now, the three kinds of help, the dangers."""

    @property
    def danger_odds(self) -> float:
        """Log-odds that somebody has to act, now or today."""
        return log_odds(self.now + self.today)

    @property
    def now_odds(self) -> float:
        """Log-odds that it is now."""
        return log_odds(self.now)

    @property
    def danger(self) -> str:
        """The likeliest danger."""
        return max(self.dangers, key=self.dangers.__getitem__)


def log_odds(share: float) -> float:
    """The log-odds of a share."""
    share = min(max(share, 1e-6), 1 - 1e-6)
    return log(share / (1 - share))


class Classifier:
    """A loaded classifier.  Safe to share between threads, not to be carried across a fork."""

    def __init__(self, directory: Path) -> None:
        """Verify and load it; raises manifest.ModelError when a file is missing, truncated or tampered with."""
        about = manifest.verified(directory)
        try:
            from tokenizers import Tokenizer

            # One thread, said outright: left to itself the library takes every core, and threads that wait for each
            # other cost a short text three times the processor time.
            self._model = ctranslate2_library(1).Encoder(
                str(directory), device="cpu", compute_type="int8", intra_threads=1
            )
            self._tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
            weights = load_weights(directory / HEADS)
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            raise manifest.ModelError(f"{directory} cannot be loaded: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._heads = {name: array.astype(np.float32) for name, array in weights.items()}
        self.fingerprint = str(about["made_from"]).split()[-1][:12]

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """The word pieces of each text (in its one form) as vocabulary numbers, at most MAX_TOKENS each.

        Without the last full stop: people in danger leave it out, and that must not tell.
        """
        return [found.ids for found in self._tokenizer.encode_batch([text.rstrip(" .\n") for text in texts])]

    def likeliest(self, ids: Sequence[Sequence[int]], whole: int, budget: int) -> list[int]:
        """Which texts to read, in order: all up to `whole` word pieces, of more the likeliest dangers in `budget`.

        A cascade (Viola and Jones 2001): a logistic regression over single word pieces chooses what the encoder reads.
        """
        if sum(map(len, ids)) <= whole and len(ids) <= MOST_TEXTS:
            return list(range(len(ids)))
        weights = self._heads["heads.first.weight"] * self._heads["heads.first.scale"]
        scores = [float(weights[list(set(text))].sum()) for text in ids]
        kept: list[int] = []
        left = budget
        for at in sorted(range(len(ids)), key=scores.__getitem__, reverse=True):
            if len(ids[at]) > left or len(kept) == MOST_TEXTS:
                break
            kept.append(at)
            left -= len(ids[at])
        return sorted(kept)

    def read(self, ids: Sequence[Sequence[int]]) -> list[Reading]:
        """One reading a text, given as its word pieces."""
        order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
        pooled = np.zeros((len(ids), 384), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            states = np.asarray(self._model.forward_batch([list(ids[row]) for row in rows]).last_hidden_state)
            for row, hidden in zip(rows, states, strict=True):
                pooled[row] = hidden[: len(ids[row])].mean(axis=0)
        scores = [heads.scores(self._heads, name, pooled) for name in ("level", "help", "danger")]
        levels, help_, dangers = (
            heads.softmax(scores[0]),
            1 / (1 + np.exp(-scores[1])),
            heads.softmax(scores[2]),
        )
        each = np.concatenate(scores, axis=1).tolist()
        return [
            Reading(
                float(levels[row, 2]),
                float(levels[row, 1]),
                float(help_[row, 0]),
                float(help_[row, 1]),
                float(help_[row, 2]),
                dict(zip(DANGERS, map(float, dangers[row]), strict=True)),
                tuple(each[row]),
            )
            for row in range(len(ids))
        ]


def _where() -> Path | None:
    return Path(settings.RED_FLAG_CLASSIFIER_PATH) if settings.RED_FLAG_CLASSIFIER else None


_loaded = Loaded(Classifier, _where, "Red flags are found by rules only.")
get_classifier = _loaded.get
"""The classifier of this process; None when it is off or cannot be used: the rules then stand alone."""
classifier_problem = _loaded.problem
"""What is wrong with it and which command repairs it; "" when it is in use."""
reset_classifier = _loaded.reset
"""Forget what was loaded, so that the next call looks at the files again."""
