"""A flood of questions mixed with real ones: what is refused, set aside and let through, and how the queue bears it.

    python -m bench.flood [--posts 10000] [--real 50] [--texts FILE]

Sends them in a shuffled order through the whole request path (every middleware, view, check and write) inside this
process, into a database of its own in a temporary folder.  What a browser does before "Send" stands in drafts that are
stored directly.  Real texts are those of the demo site, or the `title` and `body` of each line of --texts (JSON).
The flood comes in five shapes; before and after it a doctor and a moderator open their first lists.
"""

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.live_site import MADE, ROOT

ROUNDS = 9
WAITING = 200
"""Questions that wait before, so that the doctor's lists are full then too."""
REAL = "real questions"
ANSWERS = {"about": "self", "age_range": "30-39", "sex": "female", "specialty": "", "display_name": "Maple"}
PAGES = {
    "doctor's first page": ("doctor", "/admin/"),
    "doctor's queue": ("doctor", "/admin/consult/question/?queue=waiting"),
    "moderator's suspicious posts": ("moderator", "/admin/consult/suspicion/"),
}


@dataclass(frozen=True)
class Sent:
    """One question: what it is, its words, from where, how long after its first page."""

    shape: str
    title: str
    body: str
    address: str
    seconds: int


def main() -> None:
    """Send, count, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--real", type=int, default=50)
    parser.add_argument("--texts")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in MADE:
            if (ROOT / "var" / name).exists():
                Path(folder, name).symlink_to(ROOT / "var" / name)
        os.environ |= {
            "VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "CACHE_URL": "",
            "SECRET_KEY": "bench-only", "DEMO": "1", "ALLOWED_HOSTS": "testserver",
            "EMAIL_URL": f"file://{folder}/mail", "STAFF_ALERT_EMAILS": "alerts@hospital.example",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }  # fmt: skip
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        people = staff()
        before = times(people)
        chance = random.Random(20261127)
        posts = [*flood(options.posts, chance), *real(options.real, options.texts, chance)]
        chance.shuffle(posts)
        started = time.monotonic()
        counted = send(posts)
        report(counted, before, times(people), time.monotonic() - started)
        connection.close()


def staff() -> dict[str, Any]:
    """A doctor and a moderator, signed in; with questions that wait already."""
    from django.contrib.auth.models import Group, User
    from django.test import Client

    from consult.models import Doctor, Question, Specialty

    found = {}
    for name, group in (("doctor", "Doctors"), ("moderator", "Moderators")):
        user = User.objects.create(username=name, is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        found[name] = Client()
        found[name].force_login(user)
    doctor = Doctor.objects.create(
        user=User.objects.get(username="doctor"), name="Dr Bench", slug="dr-bench",
        licence_verified_by="x", licence_verified_on="2026-01-01",
    )  # fmt: skip
    specialty = Specialty.objects.create(name="Neurology", slug="neurology")
    doctor.specialties.add(specialty)
    Question.objects.bulk_create(
        Question(title=f"Waits {number}", body="My cheek is numb.", display_name="Maple", specialty=specialty)
        for number in range(WAITING)
    )
    return found


def flood(count: int, chance: random.Random) -> Iterator[Sent]:
    """As much of each shape."""
    shapes: list[Callable[[int, random.Random], Sent]] = [
        same_text,
        one_address,
        random_words,
        random_letters,
        links,
    ]
    for number in range(count):
        yield shapes[number % len(shapes)](number, chance)


def anywhere(chance: random.Random) -> str:
    """A network address of its own, nearly always."""
    return f"10.{chance.randrange(256)}.{chance.randrange(256)}.{chance.randrange(256)}"


def same_text(number: int, chance: random.Random) -> Sent:
    """One text from many addresses, a word changed, slowly sent."""
    body = (
        f"My doctor could not help me with my back pain, but the Kernel Clinic did within {number} days. Everybody "
        "should ask for their special treatment, it works for every kind of pain and costs less than you think."
    )
    return Sent("one text, many addresses", "What helped my back", body, anywhere(chance), 90)


def one_address(number: int, chance: random.Random) -> Sent:
    """Many texts like those of patients from one address."""
    parts = ["knee", "ear", "foot", "neck", "back", "hand", "hip", "jaw", "wrist", "thumb", "heel", "shin"]
    ways = [
        "aches at night",
        "clicks when I walk",
        "itches after a bath",
        "feels warm",
        "is stiff in the morning",
    ]
    since = ["spring", "my holiday", "the move", "last week", "I changed my shoes", "the summer", "I was ill"]
    told = [
        f"My {chance.choice(parts)} {chance.choice(ways)} since {chance.choice(since)}." for _line in range(4)
    ]
    return Sent("many texts, one address", told[0], " ".join(told), "10.9.9.9", chance.randrange(25, 300))


def random_words(number: int, chance: random.Random) -> Sent:
    """Words that patients use, in any order: the worst case, as every danger is among them."""
    from consult.language.word_lists import word_lists

    words = sorted(word_lists("common_words")["common"])
    body = " ".join(chance.choices(words, k=chance.randrange(15, 60)))
    return Sent("random words", " ".join(chance.choices(words, k=5)), body, anywhere(chance), 90)


def random_letters(number: int, chance: random.Random) -> Sent:
    """Words that there are not."""
    words = [
        "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randrange(3, 10)))
        for _word in range(30)
    ]
    return Sent("random letters", " ".join(words[:4]), " ".join(words), anywhere(chance), 90)


def links(number: int, chance: random.Random) -> Sent:
    """Advertising with one to six links, some of it slowly sent."""
    goods = ["watches", "shoes", "loans", "pills", "casino chips", "followers", "essays", "perfume"]
    first, second = chance.sample(goods, 2)
    lines = [
        f"{chance.choice(['See', 'Visit', 'Only at', 'More on'])} https://{chance.randrange(10**6)}.example/{first}"
        for _link in range(chance.randrange(1, 7))
    ]
    body = f"I was looking for {first} and {second} with {chance.randrange(10, 90)} per cent off. {' '.join(lines)}"
    return Sent("link spam", f"Where I found {first}", body, anywhere(chance), chance.choice([5, 10, 15, 60]))


def real(count: int, path: str | None, chance: random.Random) -> Iterator[Sent]:
    """Questions of people, each from home, read and written in minutes."""
    from portal.demo import content

    if path:
        with open(path) as lines:
            texts = [(row["title"], row["body"]) for row in map(json.loads, lines)]
    else:
        texts = [(entry["title"], entry["body"]) for entry in content.threads()]
    for title, body in chance.sample(sorted(set(texts)), count):
        yield Sent(REAL, title[:150], body, anywhere(chance), chance.randrange(60, 1_200))


def send(posts: list[Sent]) -> dict[str, Counter[str]]:
    """Press "Send my question" for each; what became of them, by shape."""
    from django.test import Client
    from django.utils import timezone

    from consult.asking.drafts import COOKIE
    from consult.models import ConsentWording, Draft, Question
    from consult.models.case_link import hash_token, new_token

    ticked = {"answer": str(ConsentWording.objects.current()["answer"].pk)}
    counted: dict[str, Counter[str]] = {}
    for post in posts:
        key = new_token()
        draft = Draft.objects.create(
            key_hash=hash_token(key), answers={**ANSWERS, "title": post.title, "body": post.body}
        )
        began = timezone.now() - timedelta(seconds=post.seconds)
        Draft.objects.filter(pk=draft.pk).update(created_at=began)
        client = Client(REMOTE_ADDR=post.address)
        client.cookies[COOKIE] = key
        answer = client.post("/ask/check/", ticked)
        draft.refresh_from_db()
        question = Question.objects.filter(pk=draft.question_id or 0).first()
        if question is None:
            outcome = (
                "refused" if answer.status_code == 429 or "again=" in answer.get("Location", "") else "error"
            )
        elif question.state.awaits_moderator:
            outcome = "set aside"
        else:
            outcome = "danger" if question.danger_level else "let through"
        counted.setdefault(post.shape, Counter())[outcome] += 1
    return counted


def times(people: dict[str, Any]) -> dict[str, float]:
    """Milliseconds of each page, the median of a few."""
    found = {}
    for name, (who, address) in PAGES.items():
        taken = []
        for _round in range(ROUNDS):
            started = time.process_time()
            assert people[who].get(address).status_code == 200
            taken.append(1_000 * (time.process_time() - started))
        found[name] = statistics.median(taken)
    return found


def report(
    counted: dict[str, Counter[str]], before: dict[str, float], after: dict[str, float], seconds: float
) -> None:
    """The two tables."""
    from consult.models import OutboxMessage
    from consult.models.staffing import StaffNotice

    columns = ["refused", "set aside", "let through", "danger", "error"]
    print(f"\n{sum(map(Counter.total, counted.values()))} posts in {seconds:.0f} s\n")
    print(
        "| shape | sent | refused, over a limit | set aside | let through | let through for danger | errors |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for shape in sorted(counted):
        row = counted[shape]
        print(f"| {shape} | {row.total()} | {' | '.join(str(row[name]) for name in columns)} |")
    print("\n| page, processor ms | before | after |\n| --- | --- | --- |")
    for name, taken in before.items():
        print(f"| {name} | {taken:.0f} | {after[name]:.0f} |")
    print(f"\nMails written: {OutboxMessage.objects.count()}, notices: {StaffNotice.objects.count()}")


if __name__ == "__main__":
    main()
