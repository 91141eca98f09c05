"""Sentences to vectors: the built CTranslate2 model, loaded once per process, never by unpickling."""

import hashlib
import json
import os
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from conditions.related.calibration import MODEL, Calibration, calibration_for
from conditions.related.encoder import token_sketch
from conditions.related.text.prepare import VERSION
from consult.language.normalise import normalise
from consult.language.transformer import manifest
from consult.language.transformer.runtime import ctranslate2_library

BATCH_PIECES = 4_096
"""Word pieces of one batch, padding included: about 25 MB of activations."""

WIDE = 96
"""Word pieces, padding included, from which a batch is worth the threads of `intra_threads`: a search is not."""

UNEVEN, SHORT = 2, 16
"""Texts of one batch are padded to its longest: none is more than UNEVEN times as long as the shortest (or SHORT)."""

Progress = Callable[[float], None]
"""Called about every second with the share that is done, from 0 to 1."""

BUILD_COMMAND = "python manage.py build_encoder"


def silent(_share: float) -> None:
    """The progress that nobody wants to hear of."""


@dataclass(frozen=True)
class EncoderSettings:
    """The setting RELATED_ENCODER with its defaults."""

    name: str = MODEL.name
    path: Path = Path("var/encoder")
    pooling: str = MODEL.pooling
    prefix: str = MODEL.prefix
    scripts: tuple[str, ...] = MODEL.scripts
    intra_threads: int = 2

    @classmethod
    def current(cls) -> "EncoderSettings":
        """The settings in force: what is not set, or None, is the shipped model's; `path` is var/encoder."""
        named: dict[str, Any] = getattr(settings, "RELATED_ENCODER", None) or {}
        given = {name: value for name, value in named.items() if value is not None}
        base = Path(getattr(settings, "BASE_DIR", "."))
        given["path"] = Path(given.get("path") or base / "var" / "encoder")
        given.setdefault("intra_threads", getattr(settings, "RELATED_THREADS", cls.intra_threads))
        given["scripts"] = tuple(given.get("scripts") or cls.scripts)
        return cls(**given)


class Encoder:
    """A loaded model. Safe to share between threads; do not carry it across a fork (get_encoder sees to that)."""

    def __init__(self, chosen: EncoderSettings, *, plain: bool = False) -> None:
        """Verify and load the model; raises manifest.ModelError when a file is missing, truncated or tampered.

        `plain` leaves the statistics aside (to fit them anew).
        """
        about = manifest.verified(chosen.path)
        if chosen.pooling not in {"mean", "cls"}:
            raise manifest.ModelError(f"RELATED_ENCODER names the unknown pooling {chosen.pooling!r}")
        try:
            from tokenizers import Tokenizer

            ctranslate2 = ctranslate2_library(chosen.intra_threads)
            self._tokenizer = Tokenizer.from_file(str(chosen.path / "tokenizer.json"))
            self._model, self._wide = (
                ctranslate2.Encoder(
                    str(chosen.path), device="cpu", compute_type="int8", intra_threads=threads
                )
                for threads in (1, chosen.intra_threads)
            )
            self._statistics = None if plain else token_sketch.Statistics.load(chosen.path)
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            raise manifest.ModelError(f"{chosen.path} cannot be loaded: {error}") from error
        except Exception as error:  # tokenizers raises bare Exception for a bad file
            raise manifest.ModelError(f"{chosen.path / 'tokenizer.json'} cannot be read: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MODEL.max_tokens)
        self._pad = int(self._tokenizer.token_to_id("[PAD]") or 0)
        self._chosen = chosen
        self.name = chosen.name
        self.dim = int(about["dim"])
        identity = json.dumps([about["files"], chosen.pooling, chosen.prefix, VERSION], sort_keys=True)
        self.fingerprint = hashlib.sha256(identity.encode()).hexdigest()[:16]
        """Changes when the model, its settings or the treatment of text change: vectors of another one are stale."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit row vectors for texts (already cleaned), shape (len(texts), dim)."""
        return self.encode_with_token_sketches(texts, sketches=False)[0]

    def encode_with_token_sketches(
        self,
        texts: Sequence[str],
        *,
        sketches: bool = True,
        tokens: int = MODEL.max_tokens,
        progress: Progress = silent,
    ) -> tuple[NDArray[np.float32], list[bytes]]:
        """Unit row vectors, shape (len(texts), dim), and the token sketches, b"" where there is none.

        At most `tokens` word pieces of each text are read, up to MODEL.max_tokens.
        """
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        packed = [b""] * len(texts)
        for row, (hidden, ids) in self._hidden(texts, tokens, progress):
            out[row] = hidden[0] if self._chosen.pooling == "cls" else hidden.mean(axis=0)
            if sketches and self._statistics is not None:
                packed[row] = token_sketch.pack(hidden, ids, self._statistics)
        out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
        if self._statistics is not None:
            out -= self._statistics.mean  # what all questions share tells nothing apart
            out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
        return out, packed

    def hidden(self, texts: Sequence[str]) -> list[tuple[NDArray[np.float32], NDArray[np.int64]]]:
        """Hidden states, shape (pieces, width), and vocabulary numbers of each text's word pieces, markers included."""
        found = dict(self._hidden(texts, MODEL.max_tokens))
        return [found[row] for row in range(len(texts))]

    def piece_idf(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The idf of each vocabulary number over texts; 0 for markers and punctuation, shape (vocabulary,)."""
        size = self._tokenizer.get_vocab_size()
        counted = np.zeros(size)
        for encoding in self._tokenizer.encode_batch(list(texts)):
            counted[list(set(encoding.ids))] += 1
        idf = np.log1p((len(texts) - counted + 0.5) / (counted + 0.5)).astype(np.float32)
        for number in range(size):
            piece = self._tokenizer.id_to_token(number) or ""
            if piece in {"[CLS]", "[SEP]", "[PAD]"} or not any(character.isalnum() for character in piece):
                idf[number] = 0
        return idf

    def has_word(self, word: str) -> bool:
        """Whether its vocabulary has this word, in small letters, whole: then it is one, and no slip."""
        return self._tokenizer.token_to_id(word) is not None

    def understands(self, text: str) -> bool:
        """Whether most letters of the text are in a script of the model; False for no letters at all."""
        letters = [character for character in text if character.isalpha()]
        known = sum(unicodedata.name(letter, "").startswith(self._chosen.scripts) for letter in letters)
        return known >= 2 and 2 * known >= len(letters)

    def _hidden(
        self, texts: Sequence[str], tokens: int, progress: Progress = silent
    ) -> Iterator[tuple[int, tuple[NDArray[np.float32], NDArray[np.int64]]]]:
        """Row number, hidden states and vocabulary numbers of each text, in batches of similar length."""
        ids = [
            found.ids if len(found.ids) <= tokens else [*found.ids[: tokens - 1], found.ids[-1]]
            for found in self._tokenizer.encode_batch(
                [normalise(self._chosen.prefix + text) for text in texts]
            )
        ]
        order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
        start, read, total = 0, 0, sum(map(len, ids))
        while start < len(order):
            stop = start + 1
            longest = min(BATCH_PIECES // (stop + 1 - start), UNEVEN * max(len(ids[order[start]]), SHORT))
            while stop < len(order) and len(ids[order[stop]]) <= longest:
                stop += 1
                longest = min(BATCH_PIECES // (stop + 1 - start), longest)
            rows = order[start:stop]
            model = self._wide if len(rows) * len(ids[rows[-1]]) >= WIDE else self._model
            states = np.asarray(model.forward_batch([ids[row] for row in rows]).last_hidden_state)
            for row, hidden in zip(rows, states, strict=True):
                yield row, (hidden[: len(ids[row])].astype(np.float32), np.array(ids[row]))
            read += sum(len(ids[row]) for row in rows)
            progress(read / total)
            start = stop


_lock = threading.Lock()
_loaded: dict[tuple[int, EncoderSettings], tuple[Encoder | None, str]] = {}
_calibrated: dict[EncoderSettings, Calibration] = {}


def get_encoder() -> Encoder | None:
    """The encoder of this process, loaded at the first call (0.1 s); None when its files cannot be used."""
    return _load()[0]


def encoder_problem() -> str:
    """What is wrong with the model and which command repairs it; '' when it is in use."""
    return _load()[1]


def calibration_in_use() -> Calibration:
    """The numbers that hold for the encoder of these settings.  Reads its manifest once, and does not load it."""
    chosen = EncoderSettings.current()
    if chosen not in _calibrated:
        # Without a model, stored lists stay as the shipped one made them.
        made_from = manifest.made_from(chosen.path) or MODEL.made_from
        _calibrated[chosen] = calibration_for(made_from, chosen.pooling, chosen.prefix)
    return _calibrated[chosen]


def calibration_problem() -> str:
    """What an encoder that nothing was measured with means for the site, in words for staff; '' when that is not so."""
    if encoder_problem() or calibration_in_use().stages is not None:
        return ""
    return (
        f"The engine is not calibrated for the language model {EncoderSettings.current().name} with these settings: "
        "what is similar is ordered by rank, and nothing is called certain (docs/RELATED.md)."
    )


def reset_encoder() -> None:
    """Forget what was loaded, so that the next call looks at the files again."""
    with _lock:
        _loaded.clear()
        _calibrated.clear()


def _load() -> tuple[Encoder | None, str]:
    """The encoder or the problem, remembered for this process and these settings."""
    chosen = EncoderSettings.current()
    key = (os.getpid(), chosen)
    with _lock:
        if key not in _loaded:
            try:
                _loaded[key] = (Encoder(chosen), "")
            except manifest.ModelError as problem:
                _loaded[key] = (
                    None,
                    f"{problem}. Related questions are found by words only. Run: {BUILD_COMMAND}",
                )
        return _loaded[key]
