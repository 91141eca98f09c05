"""Server time and queries of the first page and of a question's screens: python -m bench.desk [--questions N]

Fills a database of its own in a temporary folder with invented questions (1 in 100 waits, a few speak of danger, the
others are published), and asks for the pages as a doctor who has drafts, claims and follow-ups, and as a moderator, in
turns and inside this process: what is measured is the server's work, without a network.  The screens are asked for in
each state that makes them ask more (bench/desk_states.py).  Then it does what `propose_for_desks` does in a minute in
which nothing has changed.  Ends with an error when one asks more than 25 times.  Needs `manage.py collectstatic`.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

BLOCK = 5_000
WAITING = 100
"""One question in so many waits."""
DANGER = 1_000
"""One in so many speaks of danger that nobody has looked at."""
MOST_QUERIES = 25
"""What a question's screen may ask of the database, in whatever state it is."""
OWN = 40
"""Drafts, claims and follow-ups of the doctor, each."""
QUIET = "`propose_for_desks`, nothing out of date"


def main() -> None:
    """Fill, ask, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--questions", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--write", action="store_true", help="put the table into docs/PERFORMANCE.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ.setdefault("SECRET_KEY", "bench-only")
        os.environ["DEMO"], os.environ["ALLOWED_HOSTS"] = "1", "testserver"
        os.environ["TASKS_BACKEND"] = "django_tasks.backends.dummy.DummyBackend"  # as with a worker elsewhere
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        doctor = fill(options.questions)
        most, lines = measure(doctor, options.rounds)
        connection.close()
    print("\n".join(lines))
    if options.write:
        from bench.report import taken, write

        write("desk", [*lines, "", taken(f"python -m bench.desk --questions {options.questions}")])
    if most > MOST_QUERIES:
        sys.exit(f"{most} queries on one page: at most {MOST_QUERIES} are meant.")


def fill(count: int) -> Any:
    """Invented questions of two specialties; returns the doctor whose desk is measured."""
    from django.contrib.auth.models import Group, User

    from consult.common.database import analyze
    from consult.models import Doctor, Specialty

    specialties = [
        Specialty.objects.create(name=name, slug=name.lower()) for name in ("Neurology", "Dermatology")
    ]
    doctors = []
    for name in ("one", "two"):
        user = User.objects.create(username=name, is_staff=True)
        user.groups.add(Group.objects.get(name="Doctors"))
        doctor = Doctor.objects.create(
            user=user, name=f"Dr {name}", slug=name, licence_verified_by="x", licence_verified_on="2026-01-01"
        )
        doctor.specialties.set(specialties[:1])
        doctors.append(doctor)
    for start in range(0, count, BLOCK):
        add(range(start, min(start + BLOCK, count)), specialties, doctors[1])
    own(doctors[0], specialties[0])
    analyze()
    return doctors[0]


def add(numbers: range, specialties: list[Any], doctor: Any) -> None:
    """One block of questions with their replies, consents and findings."""
    from django.db import transaction
    from django.utils import timezone

    from consult.models import Consent, ConsentWording, Question, RedFlagFinding, Reply

    now, wording = timezone.now(), ConsentWording.objects.filter(kind="publish").first()
    rows = []
    for number in numbers:
        waits = number % WAITING == 0
        rows.append(
            Question(
                title=f"Numb cheek in cold weather {number}",
                body="My left cheek goes numb when it is cold outside. " * 8,
                display_name="Maple",
                specialty=specialties[number % 2],
                asked_at=now - timedelta(minutes=number),
                status="waiting" if waits else "published",
                answered_at=None if waits else now,
                published_at=None if waits else now - timedelta(minutes=number),
                danger_level=2 if number % DANGER == 0 else 0,
            )
        )
    with transaction.atomic():
        Question.objects.bulk_create(rows)
        answered = [row for row in rows if row.answered_at]
        Consent.objects.bulk_create(
            Consent(question=row, wording=wording, kind="publish", given_at=now) for row in answered
        )
        Reply.objects.bulk_create(
            Reply(
                question=row,
                doctor=doctor,
                specialty=row.specialty,
                text="Please see a neurologist.",
                safety_net="Sudden weakness: call an ambulance.",
                published_at=now,
                approved_at=now,
            )
            for row in answered
        )
        RedFlagFinding.objects.bulk_create(
            RedFlagFinding(
                question=row, kind="emergency", danger="heart", level=2, name="Chest pain", words="chest pain"
            )
            for row in rows
            if row.danger_level
        )


def own(doctor: Any, specialty: Any) -> None:
    """What the doctor has in hand: drafts, claims, follow-ups, and replies whose reference changed."""
    from django.utils import timezone

    from conditions.models import Passage
    from consult.models import Claim, FollowUp, Question, Reply

    words = {"doctor": doctor, "specialty": specialty, "text": "Please rest.", "safety_net": "Fever: call."}
    waiting = list(Question.objects.filter(status="waiting", specialty=specialty)[: 2 * OWN])
    until = timezone.now() + timedelta(minutes=30)
    for question in waiting[:OWN]:
        Reply.objects.create(question=question, **words)
    for question in waiting[OWN:]:
        Claim.objects.create(question=question, doctor=doctor, until=until)
    for question in Question.objects.filter(status="published", specialty=specialty)[:OWN]:
        reply = Reply.objects.create(question=question, published_at=timezone.now(), **words)
        FollowUp.objects.create(question=question, text="And now?", meant_for=doctor)
        Passage.objects.create(
            reply=reply, name="Numbness", taken_at=timezone.now(), changed_at=timezone.now(), position=1
        )


def measure(doctor: Any, rounds: int) -> tuple[int, list[str]]:
    """Ask for all pages in turns; the most queries of one, and a table of medians, worst tenth and queries."""
    from bench.desk_states import states
    from consult.models import Question

    pages = states(doctor)
    took: dict[str, list[tuple[float, float]]] = {page.name: [] for page in pages}
    queries = {}
    for each in range(rounds + 1):
        for page in pages:
            page.before()
            with counted() as asked:
                start, worked = time.perf_counter(), time.process_time()
                response = page.client.get(page.path)
                passed, worked = time.perf_counter() - start, time.process_time() - worked
            assert response.status_code == 200, response.status_code
            queries[page.name] = len(asked)
            if each:  # the first one fills caches
                took[page.name].append((1_000 * passed, 1_000 * worked))
    took[QUIET], queries[QUIET] = quiet_minutes(rounds)
    print(f"{Question.objects.count():,} questions, {Question.objects.waiting().count():,} waiting\n")
    lines = ["| screen | processor, median | clock, median | clock, nine of ten | queries |"]
    lines.append("| --- | ---: | ---: | ---: | ---: |")
    for name, found in took.items():
        times, work = zip(*found, strict=True)
        cells = [statistics.median(work), statistics.median(times), statistics.quantiles(times, n=10)[-1]]
        lines.append(f"| {name} | {' | '.join(f'{cell:.0f} ms' for cell in cells)} | {queries[name]} |")
    return max(queries.values()), lines


def quiet_minutes(rounds: int) -> tuple[list[tuple[float, float]], int]:
    """The regular work on proposals where all are up to date: its times in milliseconds, and its queries."""
    from conditions.models import ProposalsChange, StoredProposals
    from conditions.related.upkeep.proposals import in_hand, refresh

    change = ProposalsChange.objects.values_list("number", flat=True).first() or 0
    StoredProposals.objects.bulk_create(
        StoredProposals(question=question, made_of="bench", made_at_change=change) for question in in_hand()
    )
    took, queries = [], 0
    for _each in range(rounds):
        with counted() as asked:
            start, worked = time.perf_counter(), time.process_time()
            assert refresh() == 0
            passed, worked = time.perf_counter() - start, time.process_time() - worked
        took.append((1_000 * passed, 1_000 * worked))
        queries = len(asked)
    return took, queries


@contextmanager
def counted() -> Iterator[Any]:
    """Counts queries, without keeping their texts."""
    from django.db import connection

    found: list[int] = []

    def count(execute: Any, *args: Any) -> Any:
        found.append(1)
        return execute(*args)

    with connection.execute_wrapper(count):
        yield found


if __name__ == "__main__":
    main()
