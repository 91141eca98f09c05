"""Causes that the engine proposes: for a reply, and for who is asking."""

from dataclasses import dataclass, field, replace
from typing import Any

from conditions.models import Cause, CauseLink
from conditions.related.encoder.encoder import calibration_in_use
from conditions.related.ranking.causes import find_causes
from conditions.related.ranking.query import Hit, Query, asked
from conditions.related.ranking.second_stage import find
from conditions.related.reasons import facts
from conditions.related.reasons.explain import Described, in_words, mentioned
from consult.models import Question, Reply

SIMILAR_CASES = 8

TELLING_REPLY = 6
"""Distinct terms from which a reply says enough to be compared as a whole."""


@dataclass(frozen=True)
class Proposal:
    """A proposed cause: score 0 to 1, and its reasons as they are stored."""

    cause: Cause
    score: float
    reasons: list[dict[str, Any]] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """The reasons in the reader's language."""
        return in_words(self.reasons)


def propose_causes(question: Question, reply: Reply | None = None, limit: int = 8) -> list[Proposal]:
    """The causes on public pages that fit a question (and what its reply says), best first.

    They come from the passages of causes, from their names in the text, and from what doctors linked in similar
    questions.  Costs one or two runs of the encoder and a fixed number of queries.
    """
    query = asked(question.title, question.body)
    text = f"{question.title}\n{question.body}"
    hits = _best(find_causes(query, 3 * limit))
    if reply is not None and reply.text.strip():
        text = f"{text}\n{reply.text}"
        for key, hit in _best(_of_reply(reply.text, 3 * limit)).items():
            if key not in hits or hits[key].score < hit.score:
                hits[key] = hit
    stored = facts.questions([question.pk]).get(question.pk)
    about = Described(text, causes=stored.causes if stored else ())
    return _proposals(hits, about, limit, linked=_linked_in_cases(query, question))


def causes_for(query: Query, text: str, limit: int = 4) -> list[Proposal]:
    """The causes on public pages that fit what somebody is about to ask, best first: only what is rather certain."""
    hits = _best(find_causes(query, 3 * limit))
    return _proposals(hits, Described(text), limit, linked={}, more=calibration_in_use().asker_margin)


def _of_reply(text: str, limit: int) -> list[Hit]:
    """What fits a reply; of a few words, as of a draft just begun, only a name in them lifts a cause over the floor."""
    query = asked(text)
    hits = find_causes(query, limit)
    if len(set(query.terms)) >= TELLING_REPLY:
        return hits
    calibration = calibration_in_use()
    below = calibration.floor["cause"] - calibration.margin_after_first
    return [replace(hit, score=min(hit.score, below)) for hit in hits]


def _best(hits: list[Hit]) -> dict[int, Hit]:
    """Hits by the key of their cause."""
    return {hit.object_id: hit for hit in hits}


def _linked_in_cases(query: Query, question: Question) -> dict[int, float]:
    """Causes linked in similar public questions, with the score they get from the most similar of these."""
    calibration = calibration_in_use()
    found_cases = find("question", query, SIMILAR_CASES + 1)
    cases = [hit for hit in found_cases if hit.is_above_floor("question", calibration)]
    score = {hit.object_id: hit.score for hit in cases if hit.object_id != question.pk}
    links = CauseLink.objects.public().filter(reply__question__in=list(score), cause__isnull=False)
    found: dict[int, float] = {}
    for cause, case in links.values_list("cause_id", "reply__question_id"):
        found[cause] = max(found.get(cause, 0.0), calibration.from_cases * score[case])
    return found


def _proposals(
    hits: dict[int, Hit], about: Described, limit: int, *, linked: dict[int, float], more: float = 0.0
) -> list[Proposal]:
    """The causes that are so much `more` than good enough, linked or named, with their reasons, best first."""
    calibration = calibration_in_use()
    keys = set(hits) | set(linked)
    causes = Cause.objects.public().select_related("page").in_bulk(keys)
    described = facts.causes(causes)
    scored = []
    for key, cause in causes.items():
        hit = hits.get(key)
        named = bool(mentioned(about.text, described[key].names))
        score = (hit.score if hit else 0.0) + (calibration.named_cause if named else 0.0)
        if named or key in linked or (hit and hit.is_above_floor("cause", calibration, more=more)):
            scored.append((min(max(score, linked.get(key, 0.0)), 1.0), key, cause))
    scored.sort(key=lambda entry: (-entry[0], entry[1]))
    best = scored[:limit]
    idf = facts.rarity("cause", about, *(described[key] for _score, key, _cause in best))
    return [
        Proposal(cause, score, _reasons(about, described[key], idf, key in linked))
        for score, key, cause in best
    ]


def _reasons(about: Described, cause: Described, idf: facts.Rarity, linked: bool) -> list[dict[str, Any]]:
    """Why the cause is proposed; what doctors did in similar questions comes first."""
    found = facts.stored(about, cause, idf)
    if linked:
        found = [{"code": "linked", "params": {"names": []}}, *(r for r in found if r["code"] != "meaning")]
    return found
