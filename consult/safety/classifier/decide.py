"""What the readings of a text mean: which sentence is a danger, how soon to act, and what help it calls for."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from math import log

from consult.models.safety import Danger, RedFlagKind
from consult.safety.classifier.model import MAX_TOKENS, Classifier, Reading

NEAR = 40
"""Characters before and after a rule's words that must be calm too before the rule gives way: a calm context hides
nothing."""
BUDGET = 400
"""Word pieces of a text up to which every sentence is read, and word pieces of pairs of neighbours."""
CHOSEN, CHOSEN_PAIRS = 250, 150
"""Of a longer text so many are read: more takes longer than a page may (bench/red_flags/scan_time.py)."""
LONGEST = 400
"""Characters of one sentence that are read: longer ones are cut into such parts."""
MOST_PAIRS = 40
"""Pairs of neighbours that are read, the likeliest dangers."""
AROUND = 100
"""A text of more than MAX_TOKENS word pieces is not read as a whole: so many characters before and after the likeliest
danger are."""
PAIR_FROM = -3.0
"""Log-odds of a danger from which a sentence is read with its neighbours too: a danger is often told in two."""

# Log-odds, the mean of the likeliest passage's and the whole text's.  They belong to this classifier, and were
# chosen on the sets of several writers together (docs/SAFETY.md).
NOW_AT = -0.25
"""Of "now", from which a text is stopped."""
DANGER_AT = 2.5
"""Of "now or today", from which a text is stopped too."""
CALM_BELOW = -0.5
"""Of "now or today", below which a shipped rule is taken to have misread the text."""
CALM_A_SENTENCE_MORE = 1.0
"""So much higher CALM_BELOW is for each e-fold of sentences beyond FEW: the likeliest of many is likelier by chance."""
FEW = 5
NEAR_CALM_BELOW = 1.0
"""The same of the rule's own words with what stands around them."""
SURELY_CALM_BELOW = -1.0
"""The same for rules about self-harm, of the likeliest passage that holds their words: a calm story hides nothing."""
PLAIN_BELOW = -5.0
"""The same for rules that name a danger in full ("bleach in my eye")."""
A_SENTENCE_MORE = 0.3
"""So much higher both marks are for each e-fold of sentences: each sentence is one more chance to be wrong."""
HELP_AT = 0.35
"""Share from which an ambulance or safeguarding is shown beside."""
CRISIS_AT = 0.2
"""Share from which crisis help is shown beside: it harms nobody who took too much by mistake."""
AMBULANCE_AT = 0.5
"""Share from which an ambulance is shown beside crisis help: who only thinks of it needs somebody to talk to first."""

# An address, or the mark of what was taken out, tells nothing of health; a short word keeps its sentence whole.
# From the beginning of a word only: a long text without spaces would be read again from each of its letters.
_ADDRESS = re.compile(r"(?<!\S)[^\s@]+@[\w.-]*\w|https?://\S*\w|\[[\w -]{1,40} removed\]")
_END = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A passage, text[start:end], that is a danger, and what it calls for."""

    danger: Danger
    kind: RedFlagKind
    start: int
    end: int


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end), none longer than LONGEST, in order."""
    found, start = [], 0
    for stop in [*(match.end() for match in _END.finditer(text)), len(text)]:
        for at in range(start, stop, LONGEST):
            part = text[at : min(at + LONGEST, stop)]
            if part.strip():
                lead = len(part) - len(part.lstrip())
                found.append((at + lead, at + len(part.rstrip())))
        start = stop
    return found


def log_odds(share: float) -> float:
    """The log-odds of a share."""
    share = min(max(share, 1e-6), 1 - 1e-6)
    return log(share / (1 - share))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text is judged to be: its dangers, at most one for each kind of help, and how likely it is any."""

    judgements: list[Judgement]
    danger: float
    """Log-odds that somebody has to act, now or today."""
    passages: tuple[tuple[int, int, float], ...] = ()
    """What was read, as start, end and the same of this passage alone."""
    calm_below: float = CALM_BELOW
    """The same, below which a shipped rule is taken to have misread the text."""

    def danger_at(self, start: int, end: int) -> float:
        """The same of the likeliest passage that overlaps text[start:end]; of the whole where none was read."""
        found = [danger for first, last, danger in self.passages if first < end and start < last]
        return max(found, default=self.danger)


def judge(text: str, classifier: Classifier) -> Verdict:
    """Judge a text by its sentences, by pairs of neighbours where one is suspicious, and as a whole."""
    text = _ADDRESS.sub(lambda match: "me".ljust(len(match[0])), text)
    places = sentences(text)
    if not places:
        return Verdict([], log_odds(0))
    ids = classifier.pieces([text[start:end] for start, end in places])
    chosen = classifier.likeliest(ids, BUDGET, CHOSEN)
    is_long = sum(map(len, ids)) > MAX_TOKENS
    wholes = classifier.pieces([text]) if len(places) > 1 and not is_long else []
    parts = classifier.read([*(ids[at] for at in chosen), *wholes])
    whole = parts.pop() if wholes else parts[0]
    places = [places[at] for at in chosen]
    suspicious = [
        at
        for at in range(len(places) - 1)
        if chosen[at] + 1 == chosen[at + 1] and max(map(_danger, parts[at : at + 2])) >= PAIR_FROM
    ]
    suspicious.sort(key=lambda at: max(map(_danger, parts[at : at + 2])), reverse=True)
    pairs = [(places[at][0], places[at + 1][1]) for at in suspicious[:MOST_PAIRS]]
    pair_ids = classifier.pieces([text[start:end] for start, end in pairs])
    budget = BUDGET if len(chosen) == len(ids) else CHOSEN_PAIRS
    affordable = bisect_right(list(accumulate(map(len, pair_ids))), budget)
    parts += classifier.read(pair_ids[:affordable])
    places += pairs[:affordable]
    now = [log_odds(part.now) for part in parts]
    danger = [_danger(part) for part in parts]
    passages = tuple((*place, found) for place, found in zip(places, danger, strict=True))
    if is_long:
        start, end = places[max(range(len(parts)), key=danger.__getitem__)]
        whole = classifier.read(classifier.pieces([text[max(0, start - AROUND) : end + AROUND]]))[0]
    score = (max(danger) + _danger(whole)) / 2
    higher = A_SENTENCE_MORE * log(len(chosen))
    calm_below = CALM_BELOW + CALM_A_SENTENCE_MORE * log(max(1, len(ids) / FEW))
    is_now = (max(now) + log_odds(whole.now)) / 2 >= NOW_AT + higher
    if not is_now and score < DANGER_AT + higher:
        return Verdict([], score, passages, calm_below)
    at = max(range(len(parts)), key=now.__getitem__ if is_now else danger.__getitem__)
    return Verdict(_kinds(parts[at], whole, *places[at]), score, passages, calm_below)


def danger_near(text: str, start: int, end: int, classifier: Classifier) -> float:
    """Log-odds that somebody has to act, of text[start:end] with what stands around it, cut between words."""
    first, last = max(0, start - NEAR), min(len(text), end + NEAR)
    while 0 < first < start and not text[first - 1].isspace():
        first += 1
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    return _danger(classifier.read(classifier.pieces([text[first:last]]))[0])


def _danger(reading: Reading) -> float:
    """Log-odds that somebody has to act, now or today."""
    return log_odds(reading.now + reading.today)


def _kinds(part: Reading, whole: Reading, start: int, end: int) -> list[Judgement]:
    """What the passage calls for.  Crisis help and safeguarding stand beside the ambulance, never instead of it."""
    is_now = max(part.now, whole.now) > max(part.today, whole.today)
    chosen: dict[RedFlagKind, Danger] = {}
    is_crisis = max(part.crisis, whole.crisis) >= CRISIS_AT
    if max(part.ambulance, whole.ambulance) >= (AMBULANCE_AT if is_crisis else HELP_AT):
        chosen[RedFlagKind.EMERGENCY if is_now else RedFlagKind.URGENT] = _likeliest(
            part, RedFlagKind.EMERGENCY
        )
    if is_crisis:
        chosen[RedFlagKind.SELF_HARM] = _likeliest(part, RedFlagKind.SELF_HARM)
    if max(part.safeguarding, whole.safeguarding) >= HELP_AT:
        chosen[RedFlagKind.SAFEGUARDING] = Danger.ABUSE
    if not chosen:
        chosen[RedFlagKind.EMERGENCY if is_now else RedFlagKind.URGENT] = _likeliest(
            part, RedFlagKind.EMERGENCY
        )
    return [Judgement(danger, kind, start, end) for kind, danger in chosen.items()]


def _likeliest(reading: Reading, kind: RedFlagKind) -> Danger:
    """The likeliest of the dangers that this help is for."""
    return max((each for each in Danger if each.kind_now == kind), key=lambda each: reading.dangers[each])
