"""What is looked for, and what is found."""

from dataclasses import dataclass, field
from functools import lru_cache

from conditions.related.backends.base import Vector
from conditions.related.calibration import MODEL, Calibration
from conditions.related.encoder import pooling
from conditions.related.encoder.encoder import Encoder, get_encoder
from conditions.related.ranking import scoring
from conditions.related.text.facets import Facets, facets
from conditions.related.text.prepare import encode_text, index_text


@dataclass(frozen=True)
class Query:
    """What is looked for: a unit vector (None when the encoder is missing or does not know the script), and terms.

    `answered` are the terms of its replies, when it has some: they count for the words in common.  `facets` are what a
    question is about (text/facets.py).
    """

    terms: list[str]
    vector: Vector | None = None
    token_sketch: bytes = b""
    answered: list[str] = field(default_factory=list)
    facets: Facets = field(default_factory=dict)

    @property
    def told(self) -> list[str]:
        """All terms: its own and its replies'."""
        return [*self.terms, *self.answered]


@dataclass(frozen=True)
class Hit:
    """One entry found; `words`, 0 to 1, are BM25 (of `candidates`) or the words in common; no `cosine`: no vector.

    `overlap_weight` is what the words in common counted for, `facets` are those of a question, as stored.
    """

    object_id: int
    score: float
    cosine: float | None
    words: float
    entry: int = field(default=0, compare=False)
    overlap_weight: float = field(default=0.0, compare=False)
    facets: str = field(default="", compare=False)

    def is_above_floor(self, kind: str, calibration: Calibration, *, more: float = 0.0) -> bool:
        """Whether the hit, a candidate of this kind, is above its floor, and so much `more`."""
        return scoring.is_above_floor(self.score, self.cosine, kind, calibration, more=more)


def asked(title: str, body: str = "", age_range: str = "") -> Query:
    """What the engine looks for when somebody writes this.  Costs one run of the encoder on one or two texts.

    `age_range` is a value of Question.age_range.
    """
    text = encode_text(title, body)
    encoder = get_encoder()
    terms = index_text(title, body).split()
    if encoder is None or not encoder.understands(text):
        return Query(terms, facets=facets(title, body, age_range))
    tokens = MODEL.told_tokens if body else MODEL.max_tokens
    vectors, sketches = pooling.encode(encoder, [text], [encode_text(title)], tokens=tokens)
    return Query(terms, vectors[0], sketches[0], facets=facets(title, body, age_range))


def searched(text: str) -> Query:
    """The same for a search, which compares neither sketches nor facets."""
    told = encode_text(text)
    encoder = get_encoder()
    found = index_text(text).split()
    if encoder is None or not encoder.understands(told):
        return Query(found)
    return Query(found, _vector(told, encoder))


@lru_cache(maxsize=256)
def _vector(told: str, encoder: Encoder) -> Vector:
    """The vector of a search, kept for its next page and filters: in the memory of this process, and nowhere else."""
    vectors, _sketches = pooling.encode(encoder, [told], [told], sketches=False)
    vectors.setflags(write=False)
    vector: Vector = vectors[0]
    return vector
