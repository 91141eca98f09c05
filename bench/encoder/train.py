"""Trains the sentence encoder on, on pairs that belong together, and writes the difference from which
bench/encoder/train_lists.py goes on.

    python -m bench.encoder.train MODEL_FOLDER DATA_FOLDER OUT.safetensors [--steps 400] [--rank 8]

In a virtual environment with requirements-train.txt.  MODEL_FOLDER holds model.safetensors and tokenizer.json of
all-MiniLM-L6-v2, DATA_FOLDER what bench/encoder/pairs.py names.  What it holds out chooses between runs.  About three
seconds a step on one core.

Its file came in pieces: 100 steps of a run of 400 before the triples were written, then a run of 360 with the
first 1,100 of them (`--go-on`).  A run of 500 from the beginning with all 2,020 was no better (docs/RELATED.md).

The loss is multiple negatives ranking (Henderson et al. 2017, section 4.4): of a batch from one source, each text has
to find its own partner among all partners and all near misses.
"""

import argparse
import random
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch.nn import functional

from bench.bert import Bert
from bench.encoder.pairs import Triple, kept, sources, to_train
from bench.low_rank import difference

BATCH, MAX_TOKENS, SCALE = 32, 64, 20.0


class Texts:
    """Texts to vectors."""

    def __init__(self, net: Bert, tokenizer: Tokenizer) -> None:
        self.net, self.tokenizer = net, tokenizer

    def vectors(self, texts: list[str]) -> torch.Tensor:
        """Unit vectors, the mean of the word pieces, shape (texts, width)."""
        _ids, mask, hidden = self.read(texts)
        return means(mask, hidden)

    def read(self, texts: list[str]) -> tuple[list[list[int]], torch.Tensor, torch.Tensor]:
        """Vocabulary numbers of each text, where there is a word piece, (texts, length), and its hidden states."""
        ids = [found.ids for found in self.tokenizer.encode_batch(texts)]
        longest = max(map(len, ids))
        numbers = torch.tensor([row + [0] * (longest - len(row)) for row in ids])
        mask = torch.tensor([[True] * len(row) + [False] * (longest - len(row)) for row in ids])
        return ids, mask, self.net(numbers, mask)


def means(mask: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
    """The mean of each text's word pieces, of length 1."""
    mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    return functional.normalize(mean, dim=1)


def cut(model: Path, tokens: int) -> Tokenizer:
    """The model's tokenizer, which reads so many word pieces of a text."""
    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(tokens)
    return tokenizer


def loss_of(texts: Texts, batch: list[Triple]) -> torch.Tensor:
    """Cross-entropy of finding each partner, from the text and (without near misses) back."""
    misses = [miss for _text, _partner, miss in batch if miss]
    together = [text for text, _, _ in batch] + [partner for _, partner, _ in batch] + misses
    vectors = texts.vectors(together)
    left, right = vectors[: len(batch)], vectors[len(batch) :]
    scores = left @ right.T * SCALE
    own = torch.arange(len(batch))
    back = right[: len(batch)] @ left.T * SCALE
    return (functional.cross_entropy(scores, own) + functional.cross_entropy(back, own)) / 2


def measure(texts: Texts, triples: list[Triple]) -> float:
    """MRR@10 of the held out texts among all held out partners and near misses."""
    if not triples:
        return 0.0
    texts.net.eval()
    pool = list(dict.fromkeys([p for _, p, _ in triples] + [m for _, _, m in triples if m]))
    place = {text: at for at, text in enumerate(pool)}
    with torch.no_grad():
        chunks = [texts.vectors(pool[at : at + 64]) for at in range(0, len(pool), 64)]
        asked = [texts.vectors([t for t, _, _ in triples[at : at + 64]]) for at in range(0, len(triples), 64)]
    texts.net.train()
    scores = torch.cat(asked) @ torch.cat(chunks).T
    return mrr(scores, [place[partner] for _, partner, _ in triples])


def mrr(scores: torch.Tensor, right: list[int]) -> float:
    """MRR@10 of n queries from their scores, shape (n, candidates), and the right candidate of each."""
    ranks = [int((row >= row[own]).sum()) for row, own in zip(scores, right, strict=True)]
    return sum(1 / rank for rank in ranks if rank <= 10) / len(ranks)


Descent = tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]


def descent(net: Bert, rate: float, steps: int, rising: int) -> Descent:
    """AdamW for all of an encoder that may change; the rate rises for so many steps, and falls to 0 over all."""
    trained = [parameter for parameter in net.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=rate, weight_decay=0.01)
    return optimiser, torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / rising) * max(0.0, 1 - step / max(steps, 1))
    )


def descend(loss: torch.Tensor, down: Descent) -> None:
    """Change the encoder by one step that makes a loss less."""
    optimiser, schedule = down
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(optimiser.param_groups[0]["params"], 1.0)
    optimiser.step()
    schedule.step()


def main() -> None:
    """Read the command line, train, measure, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--rate", type=float, default=2e-5)
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--state", type=Path, help="write the whole state here every 100 steps")
    parser.add_argument("--go-on", type=Path, help="the whole state of an earlier run, from which to go on")
    given = parser.parse_args()
    random.seed(0)
    torch.manual_seed(0)
    net = Bert(given.model / "model.safetensors")
    if given.go_on:
        net.load_state_dict(torch.load(given.go_on, weights_only=True))
    for embedding in (net.word, net.pos, net.typ, net.n):
        embedding.requires_grad_(False)
    texts = Texts(net, cut(given.model, MAX_TOKENS))
    aside = {name: kept(rows) for name, rows in sources(given.data).items()}
    train = to_train(given.data)
    print({name: (len(rows), len(aside[name])) for name, rows in train.items()}, flush=True)
    print("before", {name: round(measure(texts, rows), 4) for name, rows in aside.items()}, flush=True)
    weights = [len(rows) ** 0.5 for rows in train.values()]
    down = descent(net, given.rate, given.steps, rising=40)
    net.train()
    for step in range(1, given.steps + 1):
        name = random.choices(list(train), weights)[0]
        batch = random.sample(train[name], min(BATCH, len(train[name])))
        descend(loss_of(texts, batch), down)
        if step % 100 == 0 or step == given.steps:
            print(step, {name: round(measure(texts, rows), 4) for name, rows in aside.items()}, flush=True)
            if given.state:
                torch.save(net.state_dict(), given.state)
    save_file(difference(net, load_file(given.model / "model.safetensors"), given.rank), given.out)


if __name__ == "__main__":
    main()
