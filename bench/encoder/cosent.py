"""The loss of judged lists, CoSENT (Su 2022): whatever a reader put above something else must score higher for its
question than that does for its own, among all questions of a batch."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch.nn import functional

from bench.encoder.cases import Cases
from bench.encoder.judged import Case, Judged
from bench.encoder.late_interaction import Pieces, direction, maxsim
from conditions.related.calibration import MEASURED, Stages

assert MEASURED.stages is not None
STAGES: Stages = MEASURED.stages

COSINE_SCALE, SCORE_SCALE = 20.0, 22.0
COSINE_ALONE = 0.3
"""What the loss of the cosine alone counts beside that of the score: the first stage has nothing else."""


class Scored(NamedTuple):
    """Cosines and scores of n judged candidates; a score says nothing where the constants are not known."""

    cosine: torch.Tensor
    score: torch.Tensor


def directions_of(cases: Cases, judged: Sequence[Sequence[Judged]]) -> dict[Case, float]:
    """The direction of MaxSim for each question that has constants, by its judged candidates."""
    whole = [each for each in judged if each[0].constants]
    known = dict.fromkeys(case for each in whole for one in each for case in (one.question, one.candidate))
    weights = {case: cases.weight(case) for case in known}
    return {
        each[0].question: direction(
            weights[each[0].question], [weights[one.candidate] for one in each], STAGES
        )
        for each in whole
    }


def scored(cases: Cases, judged: Sequence[Judged], forward: dict[Case, float], mean: torch.Tensor) -> Scored:
    """What the engine would give n judged candidates (ranking/scoring.py: `second_stage_score`).

    `forward` is what `directions_of` found for their questions; `mean`, what all questions share, is taken off vectors.
    """
    known = list(dict.fromkeys(case for each in judged for case in each[:2]))
    place = {case: at for at, case in enumerate(known)}
    encoded = cases.of(known)
    vectors = functional.normalize(encoded.vectors - mean, dim=1)
    asked = [place[each.question] for each in judged]
    found = [place[each.candidate] for each in judged]
    cosine = (vectors[asked] * vectors[found]).sum(1)
    ways = torch.tensor([forward.get(each.question, 0.5) for each in judged])
    closest = maxsim(_rows(encoded.pieces, asked), _rows(encoded.pieces, found), ways)
    start, slope = STAGES.expected_maxsim
    closest = torch.where(torch.isnan(closest), start + slope * cosine, closest)
    words, rest = torch.tensor([each.constants or (0.0, 0.0) for each in judged]).T
    of_cosine = STAGES.weights["question"].cosine
    return Scored(cosine, of_cosine * cosine + (1 - of_cosine - words) * closest + rest)


def loss_of_lists(
    cases: Cases, judged: Sequence[Judged], forward: dict[Case, float], mean: torch.Tensor
) -> torch.Tensor:
    """CoSENT of the scores of some judged candidates, and of their cosines alone."""
    cosine, score = scored(cases, judged, forward, mean)
    known = [at for at, each in enumerate(judged) if each.constants]
    whole = cosent(score[known] * SCORE_SCALE, [judged[at] for at in known])
    return whole + COSINE_ALONE * cosent(cosine * COSINE_SCALE, judged)


def cosent(scores: torch.Tensor, judged: Sequence[Judged]) -> torch.Tensor:
    """The loss of n scores, shape (n,): log(1 + the sum of exp(worse - better)) over pairs of unlike verdicts.

    The scores come times their scale (the lambda of CoSENT); only candidates of one group are pairs.
    """
    verdict = torch.tensor([each.verdict for each in judged])
    group = torch.tensor([each.group for each in judged])
    compared = (verdict[:, None] > verdict[None, :]) & (group[:, None] == group[None, :])
    short = (scores[None, :] - scores[:, None])[compared]
    return torch.logsumexp(torch.cat([torch.zeros(1), short]), 0)


def roc_auc(scores: torch.Tensor, helps: torch.Tensor) -> float:
    """The area under the ROC curve of n scores: how often what `helps` scores higher than what does not."""
    ranks = scores.argsort().argsort().double() + 1
    many = int(helps.sum())
    return float((ranks[helps].sum() - many * (many + 1) / 2) / (many * (len(helps) - many)))


def _rows(pieces: Pieces, rows: list[int]) -> Pieces:
    """The pieces of these texts."""
    return Pieces(pieces.directions[rows], pieces.weights[rows])
