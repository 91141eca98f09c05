"""What the safety check marked, for staff: in colour and words, with the words that made it fire."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from consult.models import RedFlagFinding
from consult.models.safety import DangerLevel

COLOURS = {DangerLevel.NOW: "badge-now", DangerLevel.TODAY: "badge-today"}
# In a row of a list; the desk tells all.
MOST_WORDS = 2


def badges(findings: Iterable[RedFlagFinding]) -> SafeString:
    """One badge for each level there is, worst first: "Now: chest pain, signs of a stroke".

    What is answered and looked at stands behind them in quiet words.
    """
    names: dict[int, dict[str, None]] = {}
    for finding in findings:
        level = finding.level if finding.is_pressing else DangerLevel.NONE
        names.setdefault(level, {})[_inside_sentence(finding.name)] = None
    return format_html_join(
        " ",
        '<span class="{}">{}: {}</span>',
        (
            (
                f"badge {COLOURS[DangerLevel(level)]}" if level else "quiet",
                DangerLevel(level).label if level else _("Danger, answered"),
                ", ".join(names[level]),
            )
            for level in sorted(names, reverse=True)
        ),
    )


def told_in_row(findings: Iterable[RedFlagFinding]) -> SafeString | str:
    """The badges, and the words of the worst findings; "" when there are none."""
    findings = list(findings)
    if not findings:
        return ""
    pressing = [finding for finding in findings if finding.is_pressing]
    words = format_html_join("", '<q class="danger-words" dir="auto">{}</q>', _quoted(pressing))
    more = max(len(pressing) - MOST_WORDS, 0)
    rest = format_html(' <span class="quiet">{}</span>', _("and %d more") % more) if more else ""
    return format_html("{}{}{}", badges(findings), words, rest)


def _quoted(findings: list[RedFlagFinding]) -> Iterable[tuple[str]]:
    return ((finding.words,) for finding in findings[:MOST_WORDS])


def _inside_sentence(name: str) -> str:
    """The name with a small first letter, unless it is an abbreviation: "chest pain", "GI bleeding"."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
