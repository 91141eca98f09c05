"""Causes that the engine proposes: for a reply, and for who is asking."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

from conditions.models import Cause, CauseLink
from conditions.related.backends import keyword_index
from conditions.related.encoder.encoder import calibration_in_use
from conditions.related.proposals.folding import first_of, folded
from conditions.related.proposals.learned import Fit, known_here
from conditions.related.proposals.named import named_in
from conditions.related.proposals.whole_first import whole_first
from conditions.related.ranking.causes import find_causes
from conditions.related.ranking.query import Hit, Query, asked
from conditions.related.ranking.second_stage import find
from conditions.related.reasons import facts
from conditions.related.reasons.explain import Described, in_words
from conditions.related.text.asserted import asserted
from conditions.related.text.facets import asked_in
from consult.models import Question, Reply

CANDIDATES = 40
"""Causes of which the best are proposed, each condition once."""

SIMILAR_CASES = 8

TELLING_REPLY = 6
"""Distinct terms from which a reply says enough to be compared as a whole."""


@dataclass(frozen=True)
class Proposal:
    """A proposed cause: score 0 to 1, its reasons as they are stored, and whether the text names it."""

    cause: Cause
    score: float
    reasons: list[dict[str, Any]] = field(default_factory=list)
    is_named: bool = False

    @property
    def words(self) -> list[str]:
        """The reasons in the reader's language."""
        return in_words(self.reasons)


@keyword_index.counted_once()
def propose_causes(question: Question, reply: Reply | None = None, limit: int = 8) -> list[Proposal]:
    """The causes on public pages that fit a question (and what its reply says), best first, each condition once.

    They come from what the pages of causes tell, from their names in the text, and from what doctors linked in similar
    questions.  What a text denies, and what a doctor only asks about, counts for nothing.  Costs one or two runs of
    the encoder and a fixed number of queries.
    """
    title, body = asserted(question.title), asserted(question.body)
    query = asked(title, body, question.age_range)
    text = f"{title}\n{body}"
    hits = _best(find_causes(query, CANDIDATES))
    chosen: set[int | None] = set()
    if reply is not None and (said := asserted(reply.text, by_doctor=True)).strip():
        text = f"{text}\n{said}"
        for key, hit in _best(_of_reply(said, CANDIDATES)).items():
            if key not in hits or hits[key].score < hit.score:
                hits[key] = hit
    if reply is not None and reply.pk:
        chosen = set(reply.cause_links.confirmed().values_list("cause_id", flat=True))
    stored = facts.questions([question.pk]).get(question.pk)
    about = Described(text, causes=stored.causes if stored else ())
    return _proposals(hits, about, limit, linked=_linked_in_cases(query, question), chosen=chosen)


def causes_for(query: Query, title: str, body: str = "", limit: int = 4) -> list[Proposal]:
    """The causes on public pages that fit what somebody is about to ask, best first: only what is rather certain.

    That is what the title or a question in the body names, and one cause more when it fits best of all: a story names
    much in passing, and of what nobody named the second best is mostly wrong (docs/RELATED.md, "Causes").
    `query` is made of the same words; only where these deny something they are encoded once more without it.
    """
    said, told = asserted(title), asserted(body)
    if (said, told) != (title, body):
        query = asked(said, told)
    hits = _best(find_causes(query, CANDIDATES))
    about = Described(f"{said}\n{told}".strip())
    calibration = calibration_in_use()
    matter = f"{said}\n{asked_in(told)}" if said.strip() else told
    found = _proposals(hits, about, limit, linked={}, more=calibration.asker_margin, matter=matter)
    enough = max((each.score for each in found), default=0.0) - calibration.asker_near_best
    return [each for at, each in enumerate(found) if (each.is_named or not at) and each.score >= enough]


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
    hits: dict[int, Hit],
    about: Described,
    limit: int,
    *,
    linked: Mapping[int, float],
    more: float = 0.0,
    chosen: Set[int | None] = frozenset(),
    matter: str | None = None,
) -> list[Proposal]:
    """The causes that are so much `more` than good enough, linked or named, with their reasons, best first.

    A name counts in the text, or only in `matter`, a part of it.

    Of several causes that are one condition the best stands for all; one of the `chosen`, which the reply is linked to
    already, stands for them before any other.
    """
    calibration = calibration_in_use()
    causes = Cause.objects.public().conditions().select_related("page").in_bulk(set(hits) | set(linked))
    described = facts.causes(causes)
    known = known_here(calibration)
    said = named_in(about.text if matter is None else matter, {key: described[key].names for key in causes})
    fits: dict[int, Fit] = {}
    for key in causes:
        hit = hits.get(key)
        named = key in said
        score = (hit.score if hit else 0.0) + (calibration.named_cause if named else 0.0)
        if named or key in linked or (hit and hit.is_above_floor("cause", calibration, more=more)):
            score = max(score, linked.get(key, 0.0))
            fits[key] = Fit(key, score, named, key in linked, known.common.get(key, 0.0))
    if not fits:
        return []
    order = known.in_order(fits.values())
    names = {key: causes[key].name for key in order}
    order = whole_first(order, fits, names, about.text, calibration.whole_margin)
    same = first_of(folded({key: described[key].names for key in order}), order)
    subjects = {key for key, cause in causes.items() if cause.is_subject}
    shown: list[Shown] = [(_face(best, group, chosen, subjects), fits[best], group) for best, group in same]
    shown = _urgent_first(shown, causes, calibration.urgent_margin)[:limit]
    idf = facts.rarity("cause", about, *(described[key] for key, _fit, _group in shown))
    return [
        Proposal(
            causes[key],
            min(fit.score, 1.0),
            _reasons(about, described[key], idf, any(each in linked for each in group)),
            fit.named,
        )
        for key, fit, group in shown
    ]


Shown = tuple[int, Fit, Sequence[int]]
"""The cause that stands for a condition, how well the condition fits, and all its causes."""


def _face(best: int, group: Sequence[int], chosen: Set[int | None], subjects: Set[int]) -> int:
    """The cause that stands for its condition: the one that is linked, else the page about it, else the best."""
    at_best = [key for key in (best, *group) if key in subjects]
    return next((key for key in group if key in chosen), at_best[0] if at_best else best)


def _urgent_first(shown: Sequence[Shown], causes: Mapping[int, Cause], margin: float) -> list[Shown]:
    """What must not wait and fits nearly as well as the best comes first; the rest keeps its order."""
    enough = max((fit.score for _key, fit, _group in shown), default=0.0) - margin
    return sorted(
        shown,
        key=lambda entry: (
            entry[1].score < enough or not any(causes[key].is_urgent for key in entry[2] if key in causes)
        ),
    )


def _reasons(about: Described, cause: Described, idf: facts.Rarity, linked: bool) -> list[dict[str, Any]]:
    """Why the cause is proposed; what doctors did in similar questions comes first."""
    found = facts.stored(about, cause, idf)
    if linked:
        found = [{"code": "linked", "params": {"names": []}}, *(r for r in found if r["code"] != "meaning")]
    return found
