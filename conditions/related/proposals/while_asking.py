"""What an asker is shown before sending: answered questions and causes that may say it already."""

from dataclasses import dataclass, field

from conditions.related.backends import keyword_index
from conditions.related.encoder.encoder import calibration_in_use
from conditions.related.lists.items import SHOWN, SimilarItem
from conditions.related.proposals.for_replies import Proposal, causes_for
from conditions.related.ranking.diversity import Candidate, diversify
from conditions.related.ranking.query import Hit, asked
from conditions.related.ranking.scoring import listed
from conditions.related.ranking.second_stage import find
from conditions.related.ranking.spelling import corrected
from conditions.related.reasons import facts
from conditions.related.reasons.explain import Described, in_words
from conditions.related.reasons.variety import few_alike
from conditions.related.text.facets import NEED, read
from consult.models import Question


@dataclass(frozen=True)
class Suggestions:
    """Answered public questions (as on a thread) and causes, best first, each with reasons."""

    cases: list[SimilarItem] = field(default_factory=list)
    causes: list[Proposal] = field(default_factory=list)
    read_as: tuple[str, ...] = ()
    """Words that stand for misspelt ones, when these are suggestions for the text so corrected."""

    def __bool__(self) -> bool:
        return bool(self.cases or self.causes)


@keyword_index.counted_once()
def suggest(title: str, body: str = "") -> Suggestions:
    """The best answered cases and causes for a question that is being written.

    Any text is allowed, also none: then nothing is suggested.  Words that no text of the site has are read as what
    they may have been meant to be, as in a search.  One run of the encoder, a fixed number of queries; nothing that
    was typed is stored.
    """
    text = f"{title}\n{body}".strip()
    correction = corrected(text)
    if correction:
        text = correction.text
        title, _line, body = text.partition("\n") if title.strip() else ("", "", text)
    query = asked(title, body)
    if not text or (query.vector is None and not query.terms):
        return Suggestions()
    calibration = calibration_in_use()
    found = find("question", query, 3 * SHOWN)
    hits = [hit for hit in found if hit.is_above_floor("question", calibration)]
    read_as = correction.words if correction else ()
    return Suggestions(
        _cases(hits, text, query.facets.get(NEED, frozenset())),
        causes_for(query, title, body, SHOWN),
        read_as,
    )


def suggested_cases(question: Question) -> list[SimilarItem]:
    """The answered public cases most like a stored question, best first.  One run of the encoder."""
    query = asked(question.title, question.body, question.age_range)
    hits = [
        hit
        for hit in find("question", query, 3 * SHOWN + 1)
        if hit.object_id != question.pk and hit.is_above_floor("question", calibration_in_use())
    ]
    text = f"{question.title}\n{question.body}"
    return _cases(hits, text, query.facets.get(NEED, frozenset()))


def _cases(hits: list[Hit], text: str, wanted: frozenset[str]) -> list[SimilarItem]:
    """The public questions among the hits, near-duplicates folded, with reasons."""
    if not hits:
        return []
    known = facts.titles(hit.object_id for hit in hits)
    candidates = [
        (hit, hit.score, Candidate(*known[hit.object_id])) for hit in hits if hit.object_id in known
    ]
    calibration = calibration_in_use()
    best = diversify(candidates, SHOWN, calibration)
    chosen = listed(((hit, hit.score, hit.cosine) for hit in best), calibration)
    found = Question.objects.public().for_list().in_bulk([hit.object_id for hit, _close in chosen])
    about = Described(text, needs=wanted)
    idf = facts.rarity("question", about)
    shown = [(hit, close, found[hit.object_id]) for hit, close in chosen if hit.object_id in found]
    reasons = few_alike(
        [in_words(facts.stored(about, _described(hit, case), idf)) for hit, _close, case in shown]
    )
    return [
        SimilarItem(question=case, reasons=said, score=hit.score, close=close)
        for (hit, close, case), said in zip(shown, reasons, strict=True)
    ]


def _described(hit: Hit, question: Question) -> Described:
    """A case beside a question that has no causes, topics or specialty yet: only its words can be shared."""
    needs = read(hit.facets).get(NEED, frozenset())
    first = question.public_replies[0]  # type: ignore[attr-defined]
    return Described(f"{question.title}\n{question.body}", first.text, needs=needs)
