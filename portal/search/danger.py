"""Is a search about a danger that is happening to somebody now, or about the word?

"Heart attack" and "lower my risk of sepsis" ask about a word: one quiet line says whom to call.  "My chest hurts and my
arm is numb" tells of somebody: the card stands before everything else.  When in doubt it is somebody.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from consult.language.characters import IDEOGRAPHS
from consult.language.normalise import normalise
from consult.language.word_lists import word_set
from consult.language.words import split_words
from consult.safety.classifier import decide
from consult.safety.classifier.model import Classifier
from consult.safety.red_flag import RedFlag
from consult.safety.scan import rules_in_use, scan_with, weighed

_WHO = word_set("i we he she they")
_RELATIVES = word_set(
    "me my his her our their dad daddy father mum mummy mom mother husband wife partner boyfriend girlfriend "
    "son daughter baby child toddler brother sister gran grandma granny nan nana grandad grandpa grandmother "
    "grandfather friend neighbour uncle aunt myself himself herself"
)
_NOW = word_set("now suddenly help today tonight currently minute minutes hour hours since please not cannot")
# Words of somebody who wants to know, or to stay well.
_STAY_WELL = word_set(
    "risk risks prevent prevents preventing prevention avoid avoiding lower reduce reducing vaccine "
    "vaccination screening statistics awareness"
)
_ASKS = word_set(
    "symptom symptoms sign signs cause causes meaning definition treatment treatments difference between "
    "recovery types diagnosis test tests leaflet what why versus vs history survivors survival"
)
_CHINESE = re.compile(f"[{IDEOGRAPHS}]")
_CHINESE_WHO = re.compile(
    "[我他她你妳爸媽妈]|先生|太太|老公|老婆|兒子|儿子|女兒|女儿|孩子|寶寶|宝宝|突然|現在|现在|想"
)
_CHINESE_ASKS = re.compile("預防|预防|風險|风险|原因|症狀|症状|是什麼|是什么")
SENTENCE = 5
"""Words of two dangers at once, without a person: fewer are names of illnesses."""


@dataclass(frozen=True, slots=True)
class SearchDanger:
    """Red flags in the words of a search: those shown as cards, and those with a quiet line."""

    cards: tuple[RedFlag, ...] = ()
    quiet: tuple[RedFlag, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.cards or self.quiet)

    @property
    def hides_results(self) -> bool:
        """Whether nothing else may stand below: who thinks of suicide or is being hurt gets help, not a list."""
        return any(finding.is_self_harm or finding.is_safeguarding for finding in self.cards)


def danger_in(text: str) -> SearchDanger:
    """Return what a search for this text shows of help.  One query.

    A word that a rule names has its quiet line also where the classifier is sure that nobody is in danger.
    """
    text, rules = normalise(text), rules_in_use()
    named = scan_with(text, rules)
    findings = tuple(weighed(text, named, rules, _judged))
    if not findings:
        return SearchDanger(quiet=tuple(named))
    return SearchDanger(cards=findings) if tells_of_somebody(text, findings) else SearchDanger(quiet=findings)


@lru_cache(maxsize=256)
def _judged(
    text: str, rules: int, classifier: Classifier, named: tuple[tuple[int, int], ...]
) -> decide.Verdict:
    """decide.judge, kept for the next page of a search and its filters: in the memory of this process, nowhere else."""
    return decide.judge(text, rules, classifier, named)


def tells_of_somebody(text: str, findings: Collection[RedFlag]) -> bool:
    """Whether the text, in which `findings` were found, is a sentence about somebody now."""
    if _CHINESE.search(text):
        return bool(_CHINESE_WHO.search(text)) and not _CHINESE_ASKS.search(text)
    words = [word.text for word in split_words(text)]
    said = set(words)
    if said & _STAY_WELL:
        return False
    if said & _WHO:
        return True
    if said & _ASKS:
        return False
    if said & (_RELATIVES | _NOW) or any(finding.is_self_harm for finding in findings):
        return True
    return len({finding.key for finding in findings}) > 1 and len(words) >= SENTENCE
