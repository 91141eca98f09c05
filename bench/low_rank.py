"""What training changed of an encoder, at low rank (LoRA, Hu et al. 2021; here by singular values)."""

import torch

from bench.bert import PARTS, Bert
from consult.language.transformer.low_rank import add_difference

NOTHING = 0.01
"""A direction with less than this part of the greatest change is left out: of a layer that did not change again, all
but those of the difference that it had."""


def difference(net: Bert, published: dict[str, torch.Tensor], rank: int) -> dict[str, torch.Tensor]:
    """The changed layers by their published names: matrices as two int8 factors with scales, vectors as halves."""
    out = {}
    for number, layer in enumerate(net.layers):
        for name, part in PARTS.items():
            key = f"encoder.layer.{number}.{part}"
            module = getattr(layer, name)
            bias = module.bias.detach() - published[f"{key}.bias"]
            changed = module.weight.detach() - published[f"{key}.weight"]
            if not changed.any() and not bias.any():
                continue
            out[f"{key}.bias"] = bias.half()
            if changed.ndim == 1:
                out[f"{key}.weight"] = changed.half()
                continue
            left, sizes, right = torch.linalg.svd(changed, full_matrices=False)
            kept = min(rank, int((sizes > sizes[0] * NOTHING).sum()))
            root = sizes[:kept].sqrt()
            for side, factor, axis in (
                ("left", left[:, :kept] * root, 0),
                ("right", root[:, None] * right[:kept], 1),
            ):
                scale = (factor.abs().amax(axis, keepdim=True).clamp(min=1e-9) / 127).half()
                out[f"{key}.{side}"] = (factor / scale.float()).round().clamp(-127, 127).to(torch.int8)
                out[f"{key}.{side}_scale"] = scale
    return {name: tensor.contiguous() for name, tensor in out.items()}


def add(net: Bert, found: dict[str, torch.Tensor]) -> None:
    """Change an encoder with published weights into what it was when the difference was made."""
    arrays = {name: tensor.numpy() for name, tensor in found.items()}
    for number, layer in enumerate(net.layers):
        for name, part in PARTS.items():
            key = f"encoder.layer.{number}.{part}"
            module = getattr(layer, name)
            before = {f"{key}.{each}": getattr(module, each).detach().numpy() for each in ("weight", "bias")}
            for each, array in add_difference(before, arrays).items():
                getattr(module, each.rpartition(".")[2]).data.copy_(torch.from_numpy(array))
