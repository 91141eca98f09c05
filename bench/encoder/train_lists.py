"""Trains the sentence encoder on lists that readers judged, and writes the difference that is shipped.

    python -m bench.encoder.train_lists MODEL_FOLDER DATA_FOLDER START.safetensors OUT.safetensors [--rounds 1]
        [--rate 2e-5] [--alpha 0.9] [--state STATE.safetensors] [--go-on STATE.safetensors]

In a virtual environment with requirements-train.txt.  MODEL_FOLDER and DATA_FOLDER as for bench/encoder/train.py,
START is the difference that it wrote (the shipped file as it was before the commit "Train the encoder on lists that
readers judged").  Only the upper half of the layers changes.  About eight seconds a step on two busy cores.  To try it:
`--rounds 0.01`.  What OUT asks of the rest of the engine: "Another model" in docs/RELATED.md.

The loss of a batch of ten questions is CoSENT of the engine's whole score and of the cosine (cosent.py); MaxSim is
trained with it (late_interaction.py), while the words in common and the facets are constants of a pair (judged.py).  To
it come, counting PAIRS times, the loss of bench/encoder/train.py on one of its batches, so that what the encoder
learned there stays, and that of a batch of searches (searches.py).  A case is its title, text and reply as in
conditions/related/encoder/pooling.py.  Written is a mean of the weights before any lists and after (WiSE-FT, Wortsman
et al. 2022), in which these count `--alpha`: it keeps nearly all of what lists gain and loses less of the rest.
Another mean of a run whose whole state was kept: `--rounds 0 --go-on STATE --alpha 0.8`.  What is held out chooses
between runs: printed are its area under the ROC curve (lists) and MRR@10 (searches), before and after, of the encoder
as trained, not of the mean.

The shipped file came in pieces, as verdicts came.  Four rounds by the cosine alone, with 8,718 verdicts, then 13,584,
then 17,385; their whole state was not kept in the project.  From it one round of this with 20,116 verdicts (215 steps,
without searches and written questions); then, from 0.7 of that state and 0.3 of START, `--rounds 0.7`: 260 steps with
searches and 23,754 verdicts, 149 of those in judged_lists.csv not being there yet.  The less strict verdicts had
constants then too.  Held out was always an eighth of the questions; of those in "pairs" and "dev", and of half of those
in "written", it was another eighth than now.  Replies to measured questions were not left out of the pairs yet.  What
is shipped is 0.9 of this state and 0.1 of START.  The idf and the projection were those of the encoder shipped before
(bench/fit_statistics.py).
"""

import argparse
import random
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from bench.bert import Bert
from bench.encoder.cases import Cases
from bench.encoder.cosent import directions_of, loss_of_lists, roc_auc, scored
from bench.encoder.judged import Judged, counted, lists
from bench.encoder.pairs import to_train
from bench.encoder.searches import BATCH as SEARCHES
from bench.encoder.searches import loss_of_searches, mrr_of, searches
from bench.encoder.train import BATCH, MAX_TOKENS, Texts, cut, descend, descent, loss_of
from bench.low_rank import add, difference

STATISTICS = Path("conditions/related/data/all-MiniLM-L6-v2.safetensors")
"""The idf and the projection of word pieces."""

QUESTIONS, CANDIDATES = 10, 8
"""Questions of a batch, and of each so many judged candidates at most."""

CASE_TOKENS = 96
FROZEN = 3
"""So many of the lower layers stay as they are."""

RANK = 64
EMPTY_LISTS = 0.8
"""For each question with something that helps, so many without are taken: what looks alike and does not help."""

PAIRS = 2.0
"""What the loss of bench/encoder/train.py counts; that of lists and that of searches count 1."""

OFTEN = {"need": 3, "dev": 2, "rqe": 2, "meqsum": 2}
"""Sources of its pairs that are taken more often than their size says."""


def batches(judged: list[list[Judged]], rounds: float) -> list[list[Judged]]:
    """The batches of so many rounds, shuffled; of a round begun only the first part."""
    helped = [each for each in judged if any(one.verdict for one in each)]
    empty = [each for each in judged if not any(one.verdict for one in each)]
    out = []
    while rounds > 0:
        taken = helped + random.sample(empty, min(len(empty), int(EMPTY_LISTS * len(helped))))
        random.shuffle(taken)
        taken = [random.sample(each, min(CANDIDATES, len(each))) for each in taken]
        round_ = [list(chain(*taken[at : at + QUESTIONS])) for at in range(0, len(taken), QUESTIONS)]
        out += round_[: int(len(round_) * min(rounds, 1))]
        rounds -= 1
    return out


def measure(cases: Cases, judged: Sequence[list[Judged]], mean: torch.Tensor) -> str:
    """The areas under the ROC curves of cosine and score on these lists, for people."""
    forward = directions_of(cases, judged)
    cases.net.eval()
    with torch.no_grad():
        chunks = [list(chain(*judged[at : at + QUESTIONS])) for at in range(0, len(judged), QUESTIONS)]
        cosine, score = (
            torch.cat(each) for each in zip(*(scored(cases, c, forward, mean) for c in chunks), strict=True)
        )
    helps = torch.tensor([one.verdict > 0 for one in chain(*judged)])
    return f"cosine {roc_auc(cosine, helps):.4f}, score {roc_auc(score, helps):.4f}"


def mean_of(cases: Cases, judged: Sequence[list[Judged]]) -> torch.Tensor:
    """The mean vector of all candidates: what all questions share."""
    cases.net.eval()
    known = list(dict.fromkeys(each.candidate for each in chain(*judged)))
    with torch.no_grad():
        return torch.cat([cases.of(known[at : at + 32]).vectors for at in range(0, len(known), 32)]).mean(0)


def train(net: Bert, given: argparse.Namespace) -> None:
    """Change the upper layers of an encoder, as the command line says."""
    for module in (net.word, net.pos, net.typ, net.n, *net.layers[:FROZEN]):
        module.requires_grad_(False)
    cases = Cases(net, cut(given.model, CASE_TOKENS), load_file(STATISTICS))
    texts = Texts(net, cut(given.model, MAX_TOKENS))
    judged, aside = lists(given.data)
    typed, held = searches(given.data)
    pairs = to_train(given.data)
    weights = [len(rows) ** 0.5 * OFTEN.get(name, 1) for name, rows in pairs.items()]
    print(f"{counted(judged)}; held out {counted(aside)}; {len(typed)} searches", flush=True)
    mean, forward = mean_of(cases, judged), directions_of(cases, judged)
    print(
        f"before: {measure(cases, aside, mean)}, searches {mrr_of(texts, cases, held, mean):.4f}", flush=True
    )
    steps = batches(judged, given.rounds)
    down = descent(net, given.rate, len(steps), rising=15)
    net.layers[FROZEN:].train()
    for step, batch in enumerate(steps):
        rows = pairs[random.choices(list(pairs), weights)[0]]
        loss = loss_of_lists(cases, batch, forward, mean)
        loss = loss + PAIRS * loss_of(texts, random.sample(rows, min(BATCH, len(rows))))
        loss = loss + loss_of_searches(texts, cases, random.sample(typed, SEARCHES), mean)
        descend(loss, down)
        if step % 10 == 0:
            print(f"{step} of {len(steps)}: {loss.item():.3f}", flush=True)
    print(
        f"after: {measure(cases, aside, mean)}, searches {mrr_of(texts, cases, held, mean):.4f}", flush=True
    )


def interpolated(
    before: dict[str, torch.Tensor], after: dict[str, torch.Tensor], alpha: float
) -> dict[str, torch.Tensor]:
    """The mean of two sets of weights, in which those after count `alpha`."""
    return {name: (1 - alpha) * weights + alpha * after[name] for name, weights in before.items()}


def arguments() -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("model", "data", "start", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--rounds", type=float, default=1.0)
    parser.add_argument("--rate", type=float, default=2e-5)
    parser.add_argument("--go-on", type=Path, help="the whole state of an earlier run, from which to go on")
    parser.add_argument("--state", type=Path, help="write the whole state here at the end")
    parser.add_argument(
        "--alpha", type=float, default=0.9, help="what the weights after count in what is written"
    )
    return parser.parse_args()


def main() -> None:
    """Read the command line, train, write."""
    given = arguments()
    random.seed(0)
    torch.manual_seed(0)
    net = Bert(given.model / "model.safetensors")
    add(net, load_file(given.start))
    before = {name: weights.clone() for name, weights in net.state_dict().items()}
    if given.go_on:
        net.load_state_dict(load_file(given.go_on))
    train(net, given)
    if given.state:
        save_file({name: weights.contiguous() for name, weights in net.state_dict().items()}, given.state)
    net.load_state_dict(interpolated(before, net.state_dict(), given.alpha))
    save_file(difference(net, load_file(given.model / "model.safetensors"), RANK), given.out)


if __name__ == "__main__":
    main()
