"""Asks for the addresses of sources that have not been asked for lately.  It keeps nobody from publishing."""

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

from django.db.models import F, Q
from django.utils import timezone

from conditions.models import Citation, ReferencePage, Source, SourceCheck
from conditions.sources.web import MayReach, is_public, problem_of
from consult.common.database import give_back_connection

AT_ONCE = 8


def check_sources(*, days: int, most: int, may_reach: MayReach = is_public) -> tuple[int, list[Source]]:
    """Ask for those not asked for in so many days; return how many that were, and which of them are dead."""
    before = timezone.now() - timedelta(days=days)
    # What failed is asked again each time: a bad night must not last a month.
    fresh = Q(last_check__checked_at__gte=before, last_check__url=F("url"), last_check__problem="")
    due = Source.objects.exclude(fresh).order_by(F("last_check__checked_at").asc(nulls_first=True), "pk")
    sources = list(due.select_related("last_check")[:most])
    dead = []
    for source, problem in _asked(sources, may_reach):
        note(source, problem)
        if problem:
            dead.append(source)
    return len(sources), dead


def pages_on(source: Source) -> list[ReferencePage]:
    """The pages that rest on a source, by title."""
    uses = Citation.objects.filter(source=source)
    there = Q(pk__in=uses.values("page")) | Q(pk__in=uses.values("cause__page"))
    return list(ReferencePage.objects.filter(there).order_by("title", "pk"))


def _asked(sources: list[Source], may_reach: MayReach) -> Iterator[tuple[Source, str]]:
    """Each source with what is wrong with it: several servers at a time, each server one after the other."""
    by_server: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        by_server[urlsplit(source.url).netloc].append(source)

    def ask(rows: list[Source]) -> list[str]:
        return [problem_of(row.url, may_reach) for row in rows]

    give_back_connection()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for rows, problems in zip(by_server.values(), pool.map(ask, by_server.values()), strict=True):
            yield from zip(rows, problems, strict=True)
            give_back_connection()  # the next server may take its time


def note(source: Source, problem: str) -> None:
    """Remember what came of it, and since when it has been so; readers are led to an archived copy from then on."""
    if not Source.objects.filter(pk=source.pk).exists():
        return  # deleted meanwhile
    dead_url = source.url if problem else ""
    Source.objects.filter(pk=source.pk).exclude(dead_url=dead_url).update(dead_url=dead_url)
    last, now = getattr(source, "last_check", None), timezone.now()
    since = last.failing_since if last is not None and last.url == source.url else None
    SourceCheck.objects.update_or_create(
        source=source,
        defaults={
            "url": source.url,
            "checked_at": now,
            "problem": problem[:200],
            "failing_since": (since or now) if problem else None,
        },
    )
