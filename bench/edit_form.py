"""What the form of a reference page costs an editor.

    python -m bench.edit_form [--causes 40] [--rounds 9] [--profile]

Makes a page in a database of its own: causes in four groups, every second one a part of the one before, each with a
name and two sources.  Opens its form, saves it, keeps it as the browser does by itself, and opens the screens beside
it; prints queries, kilobytes and the median milliseconds of
one request in this process: as they pass, and as the process works where others use the machine too.
"""

import argparse
import cProfile
import os
import pstats
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

GROUPS, TARGET_QUERIES, TARGET_MS = 4, 25, 300


def page_with(count: int) -> Any:
    """A published page with so many causes."""
    from django.utils import timezone

    from conditions.actions.revisions import begin_page, publish
    from conditions.models import Category, Source
    from conditions.revisions.document import CauseEntry, Document, GroupEntry, Use, new_key

    today, words = timezone.localdate(), "Weakness of one side of the face that comes within hours. " * 6
    document, last = Document(), None
    document.fields |= {
        "category": Category.objects.create(name="Faces", slug="faces").pk,
        "title": "Causes of weak faces",
        "slug": "weak-faces",
        "question_heading": "What weakens a face?",
        "lead": words,
        "treatment": words,
        "reviewed_by": "Dr Reviewer",
        "last_reviewed_on": today.isoformat(),
    }
    document.groups = [GroupEntry(new_key(), f"Group {number}") for number in range(GROUPS)]
    for number in range(count):
        sources = [
            Source.objects.create(
                publisher="A",
                title=f"Page {number}",
                url=f"https://a.example/{number}/{at}",
                accessed_on=today,
            )
            for at in range(2)
        ]
        cause = CauseEntry(
            new_key(),
            f"Cause {number}",
            f"cause-{number}",
            words,
            other_names=[f"Name {number}"],
            citations=[Use(source.pk, "that it is so") for source in sources],
        )
        if number % 2 and last is not None:
            last.parts.append(cause)
        else:
            document.groups[number % GROUPS].causes.append(cause)
            last = cause
    return publish(revision=begin_page(document=document, author=None), actor=None, index=False)


def measured(request: Callable[[], Any], rounds: int, name: str, *, profile: bool) -> None:
    """Print what the request costs."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    request()
    with CaptureQueriesContext(connection) as queries:
        answer = request()
    asked = len(queries)  # the next request forgets them
    took, worked = [], []
    for _round in range(rounds):
        begun, began = time.perf_counter(), time.process_time()
        request()
        took.append((time.perf_counter() - begun) * 1_000)
        worked.append((time.process_time() - began) * 1_000)
    print(
        f"{name:22} {answer.status_code}  {asked:3} queries  {len(answer.content) / 1_024:6.0f} KB  "
        f"{statistics.median(took):6.0f} ms  {statistics.median(worked):6.0f} ms of work"
    )
    if profile:
        profiler = cProfile.Profile()
        profiler.runcall(request)
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(60)
        pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


def main() -> None:
    """Measure in a database that is thrown away."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--causes", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.test.runner import DiscoverRunner
    from django.urls import reverse

    from tests.forms import filled

    settings.ALLOWED_HOSTS = ["testserver"]
    runner = DiscoverRunner(verbosity=0, interactive=False)
    made = runner.setup_databases()
    try:
        page = page_with(options.causes)
        client = Client()
        client.force_login(get_user_model().objects.create_superuser("editor", "", "a"))
        at = {
            name: reverse(f"admin:conditions_referencepage_{name}", args=[page.pk])
            for name in ("change", "autosave", "publication", "preview", "compare")
        }
        form = {"packed": urlencode(filled(client.get(at["change"]), "referencepage_form"), doseq=True)}
        print(f"{options.causes} causes; wanted: the form in {TARGET_QUERIES} queries and {TARGET_MS} ms")
        requests = {
            "open the form": partial(client.get, at["change"]),
            "save it unchanged": partial(client.post, at["change"], form),
            "autosave": partial(client.post, at["autosave"], form),
            **{name: partial(client.get, at[name]) for name in ("publication", "preview", "compare")},
        }
        for name, request in requests.items():
            measured(request, options.rounds, name, profile=options.profile and name == "open the form")
    finally:
        runner.teardown_databases(made)


if __name__ == "__main__":
    main()
