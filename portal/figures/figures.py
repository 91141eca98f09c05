"""The figures of the service, each made from the totals of a period."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consult.models.safety import RedFlagKind
from portal.figures.counted import AGES, HOURS, MORE
from portal.figures.figure import BAD, GOOD, MIDDLING, OTHER, PLAIN, Figure, Row, share
from portal.figures.read import Totals
from portal.figures.tables import Measure

LEAST_NAMED = 3
"""A name that was sought in vain less often tells nothing, and comes from one person perhaps."""
MOST_NAMED = 30
LOOKS = ("hour", "day", "later", "nobody")
NOT_SURE = gettext_lazy("Not sure")
BECAME = ("answered", "declined", "withdrawn", "open")


def waiting(totals: Totals) -> Figure:
    """How long patients waited for the first reply, by specialty, against its target."""
    rows = []
    for key, answered in sorted(totals.of(Measure.ANSWERED).items(), key=lambda pair: -pair[1]):
        in_target = totals.of(Measure.IN_TARGET).get(key, 0)
        specialty = totals.specialties.get(key)
        target = int(specialty.target.total_seconds() // 3600) if specialty else None
        edges = [
            (edge, totals.of(Measure.WAITED).get(f"{key}:{edge}", 0)) for edge in (*map(str, HOURS), MORE)
        ]
        within = [_within(edges, part) for part in (50, 90)]
        cells = [target, answered, in_target, share(in_target, answered), *within]
        rows.append(Row(_specialty(totals, key), cells, [in_target, answered - in_target]))
    return Figure(
        "waiting",
        _("Waiting times by specialty, against target"),
        _(
            "From question to first reply, of the questions answered in this period; the time in which we waited for "
            "the patient counts too. Hours are rounded up to 6, 12, 24, 48, 72, 96, then one, two and four weeks."
        ),
        [
            _("Specialty"),
            _("Target (hours)"),
            _("Answered"),
            _("Within target"),
            _("Within target (%)"),
            _("Half within (hours)"),
            _("Nine in ten within (hours)"),
        ],
        rows,
        [(_("Within target"), GOOD), (_("Later"), BAD)],
        shares=True,
    )


def answered(totals: Totals) -> Figure:
    """Questions asked and first replies, over time."""
    rows = [
        Row(step, numbers, numbers) for step, numbers in totals.over_time(Measure.ASKED, Measure.ANSWERED)
    ]
    return Figure(
        "answered",
        _("Asked and answered"),
        _("Questions that patients sent, and first replies to them."),
        [totals.period.step_name, _("Asked"), _("Answered")],
        rows,
        [(_("Asked"), OTHER), (_("Answered"), PLAIN)],
        over_time=True,
        beside=True,
    )


def backlog(totals: Totals) -> Figure:
    """What waits for a doctor, by age."""
    counted = totals.of(Measure.BACKLOG)
    rows = [
        Row(_age(edge), [counted.get(edge, 0)], [counted.get(edge, 0)]) for edge in (*map(str, AGES), MORE)
    ]
    return Figure(
        "backlog",
        _("Backlog by age"),
        _("Questions and follow-ups that waited for a doctor at the end of %s.") % _day(totals),
        [_("Waited"), _("Questions")],
        rows,
        [(_("Questions"), PLAIN)],
    )


def deflection(totals: Totals) -> Figure:
    """Askers who found their answer before they asked."""
    rows = []
    for step, (asked, found) in totals.over_time(Measure.ASKED, Measure.DEFLECTED):
        rows.append(Row(step, [asked, found, share(found, asked + found)], [found, asked]))
    return Figure(
        "deflection",
        _("Answers found while asking"),
        _("Askers who said that a similar question or a cause answers them, beside those who asked."),
        [totals.period.step_name, _("Asked"), _("Found an answer"), _("Found an answer (%)")],
        rows,
        [(_("Found an answer"), GOOD), (_("Asked"), OTHER)],
        over_time=True,
    )


def helpfulness(totals: Totals) -> Figure:
    """What readers say of replies."""
    rows = []
    for step, (yes, no) in totals.over_time(Measure.HELPED, Measure.NOT_HELPED):
        rows.append(Row(step, [yes, no, share(yes, yes + no)], [yes, no]))
    return Figure(
        "helpfulness",
        _("Did the reply help?"),
        _("Votes of readers, whoever they are; one person votes once on a reply."),
        [totals.period.step_name, _("Yes"), _("No"), _("Yes (%)")],
        rows,
        [(_("Yes"), GOOD), (_("No"), BAD)],
        over_time=True,
    )


def searches(totals: Totals) -> Figure:
    """Searches that found nothing, over time."""
    rows = [Row(step, numbers, numbers) for step, numbers in totals.over_time(Measure.SEARCH_MISS)]
    return Figure(
        "searches",
        _("Searches without a result"),
        _("At most 60 an hour from one network address are counted. What was typed is never kept."),
        [totals.period.step_name, _("Searches")],
        rows,
        [(_("Searches"), PLAIN)],
        over_time=True,
    )


def sought(totals: Totals) -> Figure:
    """What was sought in vain, as far as the lexicon has a name for it."""
    named = [pair for pair in totals.of(Measure.SEARCH_NAME).items() if pair[1] >= LEAST_NAMED]
    named.sort(key=lambda pair: (-pair[1], pair[0]))
    return Figure(
        "sought",
        _("What was sought in vain"),
        _(
            "Conditions, symptoms and medicines by the name that our lexicon has for them, sought three times or more. "
            "Other words are not kept: they could be somebody's name."
        ),
        [_("Name"), _("Searches")],
        [Row(name, [number], [number]) for name, number in named[:MOST_NAMED]],
        [(_("Searches"), PLAIN)],
    )


def without_cause(totals: Totals) -> Figure:
    """Answered cases that no reply links to a cause."""
    rows = []
    cases, missing = totals.of(Measure.CASES), totals.of(Measure.NO_CAUSE)
    for key, number in sorted(cases.items(), key=lambda pair: -missing.get(pair[0], 0)):
        bare = missing.get(key, 0)
        rows.append(Row(_specialty(totals, key), [number, bare, share(bare, number)], [bare, number - bare]))
    return Figure(
        "without-cause",
        _("Cases without a cause"),
        _("Answered questions, imported ones too, at the end of %s; a doctor links a reply to causes.")
        % _day(totals),
        [_("Specialty"), _("Answered"), _("Without a cause"), _("Without a cause (%)")],
        rows,
        [(_("Without a cause"), MIDDLING), (_("With a cause"), GOOD)],
    )


def overdue(totals: Totals) -> Figure:
    """The causes with most public cases whose page is overdue for review."""
    rows = []
    for key, number in sorted(totals.of(Measure.OVERDUE).items(), key=lambda pair: -pair[1]):
        if (cause := totals.causes.get(key)) is None:
            continue
        page = cause.page
        due = date_format(page.next_review_on) if page.next_review_on else None
        address = reverse("admin:conditions_referencepage_change", args=[page.pk])
        rows.append(Row(cause.name, [page.title, due, number], [number], address))
    return Figure(
        "overdue",
        _("Causes with many cases and an overdue review"),
        _("At the end of %s; the twenty with most public cases. The date is that of today.") % _day(totals),
        [_("Cause"), _("Page"), _("Review due"), _("Cases")],
        rows,
        [(_("Cases"), MIDDLING)],
    )


def red_flags(totals: Totals) -> Figure:
    """What the safety check marked, when somebody looked, and what became of the question."""
    rows = []
    for kind in RedFlagKind:
        looks = [totals.of(Measure.DANGER_LOOKED).get(f"{kind}:{name}", 0) for name in LOOKS]
        became = [totals.of(Measure.DANGER_CASE).get(f"{kind}:{name}", 0) for name in BECAME]
        name = str(kind.label).partition(":")[0]
        rows.append(Row(name, [sum(looks), *looks, *became], looks))
    looked = [_("Looked at within an hour"), _("Within a day"), _("Later"), _("By nobody")]
    colours = (GOOD, MIDDLING, BAD, OTHER)
    return Figure(
        "red-flags",
        _("Red flags, and what became of them"),
        _(
            "Marks of the safety check in what patients sent, by the day of the mark; what happened more than two "
            "weeks after it is not told. Who left after a warning and sent nothing is not counted."
        ),
        [
            _("Kind"),
            _("Marks"),
            *looked,
            _("Question answered"),
            _("Declined"),
            _("Withdrawn"),
            _("Open"),
        ],
        rows,
        list(zip(looked, colours, strict=True)),
    )


FIGURES: dict[str, Callable[[Totals], Figure]] = {
    "waiting": waiting,
    "answered": answered,
    "backlog": backlog,
    "red-flags": red_flags,
    "deflection": deflection,
    "helpfulness": helpfulness,
    "searches": searches,
    "sought": sought,
    "without-cause": without_cause,
    "overdue": overdue,
}


def _specialty(totals: Totals, key: str) -> str:
    """A specialty by its name."""
    if not key:
        return str(NOT_SURE)
    found: Any = totals.specialties.get(key)
    return found.name if found else _("No longer there")


def _within(edges: list[tuple[str, int]], part: int) -> int | str | None:
    """Within how many hours this part in a hundred had a reply; "> 672" beyond the last edge."""
    whole = sum(number for _edge, number in edges)
    seen = 0
    for edge, number in edges:
        seen += number
        if whole and seen * 100 >= part * whole:
            return int(edge) if edge != MORE else f"> {HOURS[-1]}"
    return None


def _age(edge: str) -> str:
    """An age in words."""
    hours = AGES[-1] if edge == MORE else int(edge)
    days = hours // 24
    words = (
        ngettext("%d day", "%d days", days) % days if days else ngettext("%d hour", "%d hours", hours) % hours
    )
    return (_("longer than %s") if edge == MORE else _("up to %s")) % words


def _day(totals: Totals) -> str:
    """The day on which stood what stood."""
    return date_format(totals.stood_on) if totals.stood_on else "–"
