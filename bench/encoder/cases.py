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
"""As in pooling.py: a title with less than this part of the telling word pieces says too little, and those of the whole
text are taken."""


class Encoded(NamedTuple):
    """Unit vectors of n cases, shape (n, width), and their telling word pieces."""

    vectors: torch.Tensor
    pieces: Pieces


class Cases(Texts):
    """Cases to vectors and word pieces; no part of a case is empty.  `statistics` are those of the encoder."""

    def __init__(self, net: Bert, tokenizer: Tokenizer, statistics: dict[str, torch.Tensor]) -> None:
        super().__init__(net, tokenizer)
        self.idf, self.projection = statistics["idf"].float(), statistics["projection"].float()

    def of(self, cases: Sequence[Case]) -> Encoded:
        """The mean of the parts of each case, and the word pieces of its title."""
        parts = list(dict.fromkeys(part for case in cases for part in case))
        ids, mask, hidden = self.read(parts)
        vectors = means(mask, hidden)
        place = {part: at for at, part in enumerate(parts)}
        sums = [vectors[[place[part] for part in case]].sum(0) for case in cases]
        sketched = [place[self._sketched(case)] for case in cases]
        rows, weights = [], torch.zeros(len(cases), MAX_PIECES)
        for at, part in enumerate(sketched):
            places = telling(ids[part], self.idf)
            found = directions(hidden[part, places], self.projection)
            rows.append(functional.pad(found, (0, 0, 0, MAX_PIECES - len(places))))
            weights[at, : len(places)] = self.idf[torch.tensor(ids[part])][places]
        return Encoded(functional.normalize(torch.stack(sums), dim=1), Pieces(torch.stack(rows), weights))

    def weight(self, case: Case) -> float:
        """What the telling word pieces of a case weigh together."""
        ids = self.tokenizer.encode(self._sketched(case)).ids
        return float(self.idf[torch.tensor(ids)][telling(ids, self.idf)].sum())

    def _sketched(self, case: Case) -> str:
        """The title, or the whole text where the title says too little."""
        title, text = case[0], case[min(1, len(case) - 1)]
        short, long = (len(telling(self.tokenizer.encode(part).ids, self.idf)) for part in (title, text))
        return title if short * SPARSE >= long else text
