"""The sentence encoder in torch, for training only: a BERT of six layers, as published (all-MiniLM-L6-v2)."""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "o": "attention.output.dense",
    "n1": "attention.output.LayerNorm",
    "i": "intermediate.dense",
    "f": "output.dense",
    "n2": "output.LayerNorm",
}


class Layer(nn.Module):
    """One layer: attention, then a feed-forward pair, a norm after each."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.i, self.f = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.n1, self.n2 = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Hidden states, shape (batch, length, width); `mask` is True where there is a word piece."""
        batch, length, _width = x.shape

        def heads(part: torch.Tensor) -> torch.Tensor:
            return part.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        seen = functional.scaled_dot_product_attention(
            heads(self.q(x)), heads(self.k(x)), heads(self.v(x)), attn_mask=mask[:, None, None, :]
        )
        x = self.n1(x + self.drop(self.o(seen.transpose(1, 2).reshape(batch, length, WIDTH))))
        return self.n2(x + self.drop(self.f(functional.gelu(self.i(x)))))


class Bert(nn.Module):
    """The encoder with its published weights."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        found = load_file(weights)
        self.word = nn.Embedding.from_pretrained(found["embeddings.word_embeddings.weight"])
        self.pos = nn.Embedding.from_pretrained(found["embeddings.position_embeddings.weight"])
        self.typ = nn.Embedding.from_pretrained(found["embeddings.token_type_embeddings.weight"])
        self.n = nn.LayerNorm(WIDTH, 1e-12)
        self.drop = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        _copy(self.n, found, "embeddings.LayerNorm")
        for number, layer in enumerate(self.layers):
            for name, published in PARTS.items():
                _copy(getattr(layer, name), found, f"encoder.layer.{number}.{published}")

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Hidden states of vocabulary numbers, shape (batch, length)."""
        x = self.drop(self.n(self.word(ids) + self.pos.weight[: ids.shape[1]] + self.typ.weight[0]))
        for layer in self.layers:
            x = layer(x, mask)
        return x


def _copy(module: nn.Module, found: dict[str, torch.Tensor], name: str) -> None:
    """Give a matrix or norm its published weights."""
    module.weight.data.copy_(found[f"{name}.weight"])  # type: ignore[operator, union-attr]
    module.bias.data.copy_(found[f"{name}.bias"])  # type: ignore[operator, union-attr]
