"""What the readings of a text mean: whether it is stopped, how soon to act, and what help it calls for."""

from collections.abc import Iterable
from dataclasses import dataclass

from consult.models.safety import Danger, RedFlagKind
from consult.safety.classifier.model import Classifier, Reading
from consult.safety.classifier.passages import Passages, read
from consult.safety.classifier.weigh import STOP_AT, weigh

SURE_AT = 5.5
"""Log-odds of a danger of one sentence, from which a text is stopped whatever else it tells."""
SURELY_CALM_BELOW = -1.0
"""Log-odds of a danger of the sentence with its words, below which a rule about self-harm gives way in a calm text: a
calm story hides nothing."""
PLAIN_BELOW = -5.0
"""The same of sentence and whole together, for rules that name a danger in full ("bleach in my eye")."""
HELP_AT = 0.3
"""Share from which an ambulance or safeguarding is shown beside."""
CRISIS_AT = 0.15
"""Share from which crisis help is shown beside: it harms nobody who took too much by mistake."""
AMBULANCE_AT = 0.4
"""Share from which an ambulance is shown beside crisis help: who only thinks of it needs somebody to talk to first."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A passage, text[start:end], that is a danger, and what it calls for."""

    danger: Danger
    kind: RedFlagKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text is judged to be: its dangers, at most one for each kind of help; none where it is calm."""

    judgements: list[Judgement]
    passages: list[Passages]

    def is_plainly_calm(self) -> bool:
        """Whether not even a rule that names a danger in full is believed."""
        return all(
            (each.parts[each.likeliest].danger_odds + each.whole.danger_odds) / 2 < PLAIN_BELOW
            for each in self.passages
        )

    def is_calm_at(self, start: int, end: int) -> bool:
        """Whether the text is calm, and what stands around text[start:end] was read."""
        around = (each.span for each in self.passages)
        return not self.judgements and any(first <= start and end <= last for first, last in around)

    def is_surely_calm_at(self, start: int, end: int) -> bool:
        """Whether the text is calm, and so is the sentence at text[start:end] by itself."""
        odds = [
            part.danger_odds
            for each in self.passages
            for (first, last), part in zip(each.places, each.parts, strict=True)
            if first < end and start < last
        ]
        return not self.judgements and bool(odds) and max(odds) < SURELY_CALM_BELOW


def judge(text: str, rules: int, classifier: Classifier, named: Iterable[tuple[int, int]] = ()) -> Verdict:
    """Judge a text (in its one form) by its sentences and as a whole.

    `rules` is how many shipped rules fired, `named` where, what matters most first.
    """
    found = read(text, classifier, named)
    stops = [
        (odds, each)
        for each in found
        if (odds := weigh(each, rules)) >= STOP_AT or each.parts[each.likeliest].danger_odds >= SURE_AT
    ]
    worst = max(stops, key=lambda stop: stop[0], default=None)
    return Verdict(_kinds(worst[1]) if worst else [], found)


def _kinds(passages: Passages) -> list[Judgement]:
    """What the text calls for.  Crisis help and safeguarding stand beside the ambulance, never instead of it."""
    parts, whole = passages.parts, passages.whole
    soonest = max(range(len(parts)), key=lambda at: parts[at].now)
    is_now = max(parts[soonest].now, whole.now) > max(parts[soonest].today, whole.today)
    at = soonest if is_now else passages.likeliest
    start, end = passages.places[at]
    ambulance, crisis, safeguarding = (
        _share(passages, each) for each in ("ambulance", "crisis", "safeguarding")
    )
    chosen: dict[RedFlagKind, Danger] = {}
    if crisis >= CRISIS_AT:
        chosen[RedFlagKind.SELF_HARM] = _likeliest(parts[at], RedFlagKind.SELF_HARM)
    if safeguarding >= HELP_AT:
        chosen[RedFlagKind.SAFEGUARDING] = Danger.ABUSE
    enough = AMBULANCE_AT if RedFlagKind.SELF_HARM in chosen else HELP_AT
    if not chosen or ambulance >= enough or ambulance > max(crisis, safeguarding):
        chosen[RedFlagKind.EMERGENCY if is_now else RedFlagKind.URGENT] = _likeliest(
            parts[at], RedFlagKind.EMERGENCY
        )
    return [Judgement(danger, kind, start, end) for kind, danger in chosen.items()]


def _share(passages: Passages, help_: str) -> float:
    """How likely the text calls for this help: the mean of its likeliest sentence and the whole."""
    likeliest: float = max(getattr(part, help_) for part in passages.parts)
    whole: float = getattr(passages.whole, help_)
    return (likeliest + whole) / 2


def _likeliest(reading: Reading, kind: RedFlagKind) -> Danger:
    """The likeliest of the dangers that this help is for."""
    return max((each for each in Danger if each.kind_now == kind), key=lambda each: reading.dangers[each])
