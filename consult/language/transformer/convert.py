"""Writes published BERT weights as a CTranslate2 model with its matrices as int8."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Weights = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Shape:
    """What the published config.json says of the model."""

    layers: int
    heads: int
    layer_norm_epsilon: float


def load_weights(path: Path) -> Weights:
    """The float32 weights of a safetensors file, by their published names."""
    from safetensors.numpy import load_file

    return load_file(path)


def convert(weights: Weights, tokenizer: Path, target: Path, shape: Shape) -> None:
    """Make `target` a folder with the int8 model; `tokenizer` is its tokenizer.json."""
    from ctranslate2.specs import common_spec, transformer_spec
    from ctranslate2.specs.model_spec import ModelSpec
    from tokenizers import Tokenizer

    encoder = transformer_spec.TransformerEncoderSpec(
        shape.layers,
        shape.heads,
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
    vocabulary = Tokenizer.from_file(str(tokenizer)).get_vocab()
    spec.register_vocabulary(sorted(vocabulary, key=vocabulary.__getitem__))
    spec.config.unk_token = "[UNK]"  # noqa: S105
    spec.config.layer_norm_epsilon = shape.layer_norm_epsilon
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
