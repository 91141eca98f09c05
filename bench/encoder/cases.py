"""Cases to vectors and word pieces for training, pooled as in conditions/related/encoder/pooling.py."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from tokenizers import Tokenizer
from torch.nn import functional

from bench.bert import Bert
from bench.encoder.judged import Case
from bench.encoder.late_interaction import Pieces, directions, telling
from bench.encoder.train import Texts, means
from conditions.related.encoder.token_sketch import MAX_PIECES

SPARSE = 8
"""A title with less than this part of the telling word pieces says too little: those of the whole text are taken."""


class Encoded(NamedTuple):
    """Unit vectors of n cases, shape (n, width), and their telling word pieces."""

    vectors: torch.Tensor
    pieces: Pieces


class Cases(Texts):
    """Cases to vectors and word pieces."""

    def __init__(self, net: Bert, tokenizer: Tokenizer, statistics: dict[str, torch.Tensor]) -> None:
        super().__init__(net, tokenizer)
        self.idf, self.projection = statistics["idf"].float(), statistics["projection"].float()

    def of(self, cases: Sequence[Case]) -> Encoded:
        """The mean of the parts of each case, and the word pieces of its title."""
        parts = list(dict.fromkeys(part or " " for case in cases for part in case))
        ids, mask, hidden = self.read(parts)
        vectors = means(mask, hidden)
        place = {part: at for at, part in enumerate(parts)}
        sums = [vectors[[place[part or " "] for part in case]].sum(0) for case in cases]
        told = [_told(case) for case in cases]
        kept = [(place[text], telling(ids[place[text]], self.idf)) for text in map(self._sketched, told)]
        rows, weights = [], torch.zeros(len(cases), MAX_PIECES)
        for at, (part, places) in enumerate(kept):
            found = directions(hidden[part, places], self.projection)
            rows.append(functional.pad(found, (0, 0, 0, MAX_PIECES - len(places))))
            weights[at, : len(places)] = self.idf[torch.tensor(ids[part])][places]
        return Encoded(functional.normalize(torch.stack(sums), dim=1), Pieces(torch.stack(rows), weights))

    def weight(self, case: Case) -> float:
        """What the telling word pieces of a case weigh together."""
        ids = self.tokenizer.encode(self._sketched(_told(case))).ids
        return float(self.idf[torch.tensor(ids)][telling(ids, self.idf)].sum())

    def _sketched(self, told: tuple[str, str]) -> str:
        """The title, or the whole text where the title says too little."""
        title, text = (len(telling(self.tokenizer.encode(part).ids, self.idf)) for part in told)
        return told[0] if title * SPARSE >= text else told[1]


def _told(case: Case) -> tuple[str, str]:
    """Title and whole text of a case."""
    return case[0] or " ", case[min(1, len(case) - 1)] or " "
