"""Builds a model that is a published encoder plus what training changed of it, with the heads that it was given.

The difference is one safetensors file: what bench/low_rank.py makes, and arrays named "heads...".
"""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from consult.language.transformer import manifest, published
from consult.language.transformer.convert import Shape, Weights, convert, load_weights
from consult.language.transformer.low_rank import add_difference

HEADS = "heads.safetensors"
_PACKAGE = "all_minilm_l6_v2"
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_HEADS_OF_ATTENTION, _EPSILON = 12, 1e-12


@dataclass(frozen=True)
class Trained:
    """A trained model: its name, its difference, and how many layers of the encoder it keeps, from the bottom."""

    name: str
    difference: Path
    layers: int = 6

    def is_built(self, directory: Path) -> bool:
        """Whether the directory holds a whole model made from this difference."""
        try:
            return manifest.verified(directory).get("made_from") == self._made_from()
        except manifest.ModelError:
            return False

    def build(self, directory: Path) -> None:
        """Make `directory` hold the model (about 2 seconds), all of it or nothing.

        Raises ModelError when the weights are missing or are not the published ones.
        """
        from safetensors.numpy import save_file

        directory.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=directory.parent, prefix=".classifier-") as scratch:
            unpacked, built = Path(scratch) / "unpacked", Path(scratch) / "built"
            published.unpack(published.find_package(_PACKAGE), unpacked)
            if (digest := manifest.sha256(unpacked / "model.safetensors")) != _WEIGHTS_SHA256:
                raise manifest.ModelError(
                    f"{_PACKAGE} does not hold the published weights (SHA-256 {digest})"
                )
            difference = load_weights(self.difference)
            weights = add_difference(load_weights(unpacked / "model.safetensors"), difference)
            shape = Shape(self.layers, _HEADS_OF_ATTENTION, _EPSILON)
            convert(weights, unpacked / "tokenizer.json", built, shape)
            shutil.copyfile(unpacked / "tokenizer.json", built / "tokenizer.json")
            save_file(_heads(difference), built / HEADS)
            manifest.write(built, {"name": self.name, "made_from": self._made_from()})
            published.put_in_place(built, directory, Path(scratch) / "old")

    def _made_from(self) -> str:
        return f"{_WEIGHTS_SHA256} {manifest.sha256(self.difference)}"


def _heads(difference: Weights) -> Weights:
    return {name: array for name, array in difference.items() if name.startswith("heads.")}
