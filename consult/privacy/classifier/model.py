"""Runs the classifier: stretches of text to how likely each of their words is somebody's, and of what kind."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from consult.language.transformer import manifest
from consult.language.transformer.convert import load_weights
from consult.language.transformer.heads import scores, softmax
from consult.language.transformer.loading import Loaded
from consult.language.transformer.runtime import ctranslate2_library
from consult.language.transformer.trained import HEADS
from consult.privacy.classifier.units import Unit, cut, features, with_neighbours
from consult.privacy.findings import Kind

MAX_PIECES = 200
"""Word pieces of one stretch, its two markers included; what stands behind them is not judged."""
BATCH = 8
LONGER = 1.2
"""How many times as long as the shortest text of a batch its longest may be."""
KINDS = (None, Kind.NAME, Kind.WORKPLACE, Kind.PLACE, Kind.RECORD_NUMBER, Kind.DATE)
"""In the order of the head; the first is nobody's."""


class Classifier:
    """A loaded classifier.  Safe to share between threads, not to be carried across a fork."""

    def __init__(self, directory: Path) -> None:
        """Verify and load it; raises manifest.ModelError when a file is missing, truncated or tampered with."""
        manifest.verified(directory)
        try:
            from tokenizers import Tokenizer

            self._model = ctranslate2_library(1).Encoder(
                str(directory), device="cpu", compute_type="int8", intra_threads=1
            )
            self._tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
            weights = load_weights(directory / HEADS)
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            raise manifest.ModelError(f"{directory} cannot be loaded: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_PIECES)
        self._heads = {name: array.astype(np.float32) for name, array in weights.items()}

    def sizes(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has, without the markers, as far as they are read."""
        return [len(found.ids) - 2 for found in self._tokenizer.encode_batch(list(texts))]

    def judge(self, texts: Sequence[str]) -> list[tuple[list[Unit], NDArray[np.float32]]]:
        """For each text (in its one form) its units, and for each unit the shares of KINDS, one row a unit."""
        different = list(dict.fromkeys(texts))
        pieces = self._tokenizer.encode_batch(different)
        judged: dict[str, tuple[list[Unit], NDArray[np.float32]]] = {}
        for rows in _batches([len(piece.ids) for piece in pieces]):
            states = np.asarray(
                self._model.forward_batch([pieces[row].ids for row in rows]).last_hidden_state
            )
            for row, hidden in zip(rows, states, strict=True):
                judged[different[row]] = self._read(different[row], pieces[row].offsets, hidden)
        return [judged[text] for text in texts]

    def _read(
        self, text: str, offsets: list[tuple[int, int]], hidden: NDArray[np.float32]
    ) -> tuple[list[Unit], NDArray[np.float32]]:
        """The units of one text that were read whole, with their shares."""
        last = max(end for _start, end in offsets)
        units = [unit for unit in cut(text) if unit.end <= last]
        if not units:
            return [], np.zeros((0, len(KINDS)), dtype=np.float32)
        owner = np.full(len(text) + 1, -1)
        for number, unit in enumerate(units):
            owner[unit.start : unit.end] = number
        of = np.array([owner[start] if end > start else -1 for start, end in offsets])
        means = np.zeros((len(units), hidden.shape[1]), dtype=np.float32)
        np.add.at(means, of[of >= 0], hidden[: len(of)][of >= 0])
        means /= np.maximum(np.bincount(of[of >= 0], minlength=len(units)), 1)[:, None]
        known = with_neighbours(features(text, units))
        inner = _gelu(scores(self._heads, "inner", np.concatenate([means, known], axis=1)))
        return units, softmax(scores(self._heads, "outer", inner))


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The rows by ascending length, at most BATCH together and none much longer than the first: all are filled up."""
    rows: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if rows and (len(rows) == BATCH or lengths[row] > lengths[rows[0]] * LONGER):
            yield rows
            rows = []
        rows.append(row)
    if rows:
        yield rows


def _gelu(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The Gaussian error unit by its tanh form, which differs from the exact one by less than 0.001."""
    bent: NDArray[np.float32] = 0.5 * values * (1 + np.tanh(0.7978845608 * (values + 0.044715 * values**3)))
    return bent


def _where() -> Path | None:
    return Path(settings.PERSONAL_DATA_CLASSIFIER_PATH) if settings.PERSONAL_DATA_CLASSIFIER else None


_loaded = Loaded(Classifier, _where, "Personal data is found by rules only.")
get_classifier = _loaded.get
"""The classifier of this process; None when it is off or cannot be used: the rules then stand alone."""
classifier_problem = _loaded.problem
"""What is wrong with it and which command repairs it; "" when it is in use."""
reset_classifier = _loaded.reset
"""Forget what was loaded, so that the next call looks at the files again."""
