"""Trains the sentence encoder on lists that readers judged, and writes the difference that is shipped.

    python -m bench.encoder.train_lists MODEL_FOLDER DATA_FOLDER START.safetensors OUT.safetensors [--rounds 2]
        [--rate 4e-5] [--rank 64]

In a virtual environment with requirements-train.txt.  MODEL_FOLDER and DATA_FOLDER as for bench/encoder/train.py,
START is the difference that it wrote.  Only the upper half of the layers changes.  About six seconds a step on two
busy cores.

The loss of a batch of ten questions is CoSENT (Su 2022): whatever a reader put above something else must be nearer to
its question than that is to its own, among all questions of the batch.  To it comes the loss of bench/encoder/train.py
on one of its batches, so that what the encoder learned there stays.  A case is its title, text and reply as in
conditions/related/encoder/pooling.py.  Written is the mean of the weights before and after (WiSE-FT, Wortsman et al.
2022): it keeps nearly all of what lists gain and loses less of searches and messages.

The shipped file came in pieces, as readers' verdicts came: two rounds with 8,718 of them, then one with 13,584 and one
with all, each at a lower rate, from where the one before had ended; in the last the loss of train.py counted three
times.
"""

import argparse
import random
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional

from bench.bert import Bert
from bench.encoder.judged import Case, Judged, lists
from bench.encoder.pairs import held_out, sources
from bench.encoder.train import BATCH, MAX_TOKENS, SCALE, Texts, cut, loss_of
from bench.low_rank import add, difference

QUESTIONS, CANDIDATES = 10, 8
CASE_TOKENS = 96
FROZEN = 3
EMPTY_LISTS = 0.8
"""For each question with something that helps, so many without are taken: what looks alike and does not help."""


class Cases(Texts):
    """Cases to vectors."""

    def of(self, cases: Sequence[Case]) -> torch.Tensor:
        """Unit vectors of cases, the mean of their parts, shape (cases, width)."""
        parts = list(dict.fromkeys(part or " " for case in cases for part in case))
        vectors = self.vectors(parts)
        place = {part: at for at, part in enumerate(parts)}
        sums = [vectors[[place[part or " "] for part in case]].sum(0) for case in cases]
        return functional.normalize(torch.stack(sums), dim=1)


def cosent(scores: torch.Tensor, judged: Sequence[Judged]) -> torch.Tensor:
    """The loss of these scores, shape (n,): each pair in which the better verdict has the lower score costs."""
    verdict = torch.tensor([each.verdict for each in judged])
    group = torch.tensor([each.group for each in judged])
    compared = (verdict[:, None] > verdict[None, :]) & (group[:, None] == group[None, :])
    short = (scores[None, :] - scores[:, None])[compared]
    return torch.logsumexp(torch.cat([torch.zeros(1), short]), 0)


def loss_of_lists(cases: Cases, judged: Sequence[Judged], mean: torch.Tensor) -> torch.Tensor:
    """CoSENT of the cosines of some judged candidates, what all questions share (`mean`) taken off."""
    known = list(dict.fromkeys(case for each in judged for case in each[:2]))
    place = {case: at for at, case in enumerate(known)}
    vectors = functional.normalize(cases.of(known) - mean, dim=1)
    asked = vectors[[place[each.question] for each in judged]]
    found = vectors[[place[each.candidate] for each in judged]]
    return cosent((asked * found).sum(1) * SCALE, judged)


def batches(judged: list[list[Judged]], rounds: int) -> list[list[Judged]]:
    """The batches of so many rounds, shuffled."""
    helped = [each for each in judged if any(one.verdict for one in each)]
    empty = [each for each in judged if not any(one.verdict for one in each)]
    out = []
    for _round in range(rounds):
        taken = helped + random.sample(empty, min(len(empty), int(EMPTY_LISTS * len(helped))))
        random.shuffle(taken)
        taken = [random.sample(each, min(CANDIDATES, len(each))) for each in taken]
        out += [list(chain(*taken[at : at + QUESTIONS])) for at in range(0, len(taken), QUESTIONS)]
    return out


def train(net: Bert, model: Path, data: Path, rounds: int, rate: float) -> None:
    """Change the upper layers of an encoder."""
    for module in (net.word, net.pos, net.typ, net.n, *net.layers[:FROZEN]):
        module.requires_grad_(False)
    cases, texts = Cases(net, cut(model, CASE_TOKENS)), Texts(net, cut(model, MAX_TOKENS))
    judged = lists(data)
    pairs = {name: [row for row in rows if not held_out(row[0])] for name, rows in sources(data).items()}
    weights = [len(rows) ** 0.5 * (3 if name == "need" else 1) for name, rows in pairs.items()]
    net.eval()
    known = list(dict.fromkeys(each.candidate for each in chain(*judged)))
    with torch.no_grad():
        mean = torch.cat([cases.of(known[at : at + 32]) for at in range(0, len(known), 32)]).mean(0)
    trained = [parameter for parameter in net.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=rate, weight_decay=0.01)
    steps = batches(judged, rounds)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / 15) * max(0.0, 1 - step / len(steps))
    )
    net.train()
    net.layers[:FROZEN].eval()
    for step, batch in enumerate(steps):
        rows = pairs[random.choices(list(pairs), weights)[0]]
        loss = loss_of_lists(cases, batch, mean) + loss_of(texts, random.sample(rows, min(BATCH, len(rows))))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        schedule.step()
        if step % 10 == 0:
            print(f"{step} of {len(steps)}: {loss.item():.3f}", flush=True)


def main() -> None:
    """Read the command line, train, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("model", "data", "start", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--rate", type=float, default=4e-5)
    parser.add_argument("--rank", type=int, default=64)
    given = parser.parse_args()
    random.seed(0)
    torch.manual_seed(0)
    net = Bert(given.model / "model.safetensors")
    add(net, load_file(given.start))
    before = {name: weights.clone() for name, weights in net.state_dict().items()}
    train(net, given.model, given.data, given.rounds, given.rate)
    net.load_state_dict({name: (before[name] + after) / 2 for name, after in net.state_dict().items()})
    save_file(difference(net, load_file(given.model / "model.safetensors"), given.rank), given.out)


if __name__ == "__main__":
    main()
