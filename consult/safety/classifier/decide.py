"""What the readings of a text mean: whether it is stopped, how soon to act, and what help it calls for."""

from dataclasses import dataclass

from consult.models.safety import Danger, RedFlagKind
from consult.safety.classifier.model import Classifier, Reading
from consult.safety.classifier.passages import Passages, read
from consult.safety.classifier.weigh import STOP_AT, weigh

SURELY_CALM_BELOW = -1.0
"""Log-odds of a danger of the sentence with its words, below which a rule about self-harm gives way in a calm text: a
calm story hides nothing."""
PLAIN_BELOW = -5.0
"""The same of sentence and whole together, for rules that name a danger in full ("bleach in my eye")."""
HELP_AT = 0.3
"""Share from which an ambulance or safeguarding is shown beside."""
CRISIS_AT = 0.15
"""Share from which crisis help is shown beside: it harms nobody who took too much by mistake."""
AMBULANCE_AT = 0.5
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
    passages: Passages | None = None

    def is_plainly_calm(self) -> bool:
        """Whether not even a rule that names a danger in full is believed."""
        if self.passages is None:
            return True
        likeliest = self.passages.parts[self.passages.likeliest]
        return (likeliest.danger_odds + self.passages.whole.danger_odds) / 2 < PLAIN_BELOW

    def is_calm_at(self, start: int, end: int) -> bool:
        """Whether the text is calm, and so is its sentence at text[start:end] by itself."""
        is_calm = self.passages is None or self.passages.danger_at(start, end) < SURELY_CALM_BELOW
        return not self.judgements and is_calm


def judge(text: str, rules: int, classifier: Classifier) -> Verdict:
    """Judge a text (in its one form) by its sentences and as a whole; `rules` is how many shipped rules fired."""
    passages = read(text, classifier)
    if passages is None or weigh(passages, rules) < STOP_AT:
        return Verdict([], passages)
    return Verdict(_kinds(passages), passages)


def _kinds(passages: Passages) -> list[Judgement]:
    """What the text calls for.  Crisis help and safeguarding stand beside the ambulance, never instead of it."""
    parts, whole = passages.parts, passages.whole
    soonest = max(range(len(parts)), key=lambda at: parts[at].now)
    is_now = max(parts[soonest].now, whole.now) > max(parts[soonest].today, whole.today)
    at = soonest if is_now else passages.likeliest
    start, end = passages.places[at]
    is_crisis = _share(passages, "crisis") >= CRISIS_AT
    chosen: dict[RedFlagKind, Danger] = {}
    if _share(passages, "ambulance") >= (AMBULANCE_AT if is_crisis else HELP_AT):
        chosen[RedFlagKind.EMERGENCY if is_now else RedFlagKind.URGENT] = _likeliest(
            parts[at], RedFlagKind.EMERGENCY
        )
    if is_crisis:
        chosen[RedFlagKind.SELF_HARM] = _likeliest(parts[at], RedFlagKind.SELF_HARM)
    if _share(passages, "safeguarding") >= HELP_AT:
        chosen[RedFlagKind.SAFEGUARDING] = Danger.ABUSE
    if not chosen:
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
