"""How the related-question engine grows: python bench/related.py FILE.jsonl [--sizes 1000 10000 100000] [--folder DIR]

A --folder is kept: a second run with it measures without building again.  With --given the database is the empty one
of DATABASE_URL instead of SQLite in the folder: python -m bench.postgres DIR python bench/related.py FILE.jsonl --given

FILE has one question per line with `title` and `body`.  From their terms and vectors a corpus of any size is mixed,
put into a SQLite database of its own (in --folder, or a temporary one) and measured through the product's code:
a suggestion while asking, publishing one question, one list of a rebuild, writing the file of vectors, memory.
The texts asked are whole questions of FILE, each changed by leaving out every seventh word.
"""

import argparse
import gc
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ASKED = 120
WARMING = 40
"""Questions asked before measuring, as of a server that has run for a while."""
PUBLISHED = 25
BLOCK = 5_000
MIXED = 10_000
"""Questions mixed one by one; larger corpora repeat them with vectors of their own."""

ASIDE = "l2_normalize((SELECT array_agg(each + 0.02 * random_normal())::vector FROM unnest(vector::real[]) AS each))"
"""As `aside` in Corpus.copy, for PostgreSQL."""


def main() -> None:
    """Measure at each size and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--given", action="store_true", help="measure on the database of DATABASE_URL")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="consilium-bench-") as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if not options.given:
            os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'bench.sqlite3'}"
        os.environ["RELATED_INDEX_DIR"] = str(folder / "related")
        os.environ.setdefault("SECRET_KEY", "bench")
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        corpus = Corpus(options.file)
        print(HEAD)
        for size in sorted(options.sizes):
            corpus.grow(size)
            print(corpus.measure(size), flush=True)


HEAD = (
    "| questions | suggestion p50 | p95 | processor time | of it encoder p95 "
    "| publish p50 | processor time | list in a rebuild | vector file or index | private memory | mapped |\n|"
    + "---:|"
    * 11
)


class Corpus:
    """A growing database of mixed questions."""

    def __init__(self, path: Path) -> None:
        from conditions.related.encoder.encoder import get_encoder
        from conditions.related.text.facets import facets, written
        from conditions.related.text.prepare import encode_text, index_text

        lines = list(map(json.loads, path.open(encoding="utf-8")))
        rows = {row["title"]: row["body"] for row in lines}
        replies = {row["title"]: row["reply"] for row in lines}
        self.random = random.Random(7)
        self.texts = list(rows.items())
        self.random.shuffle(self.texts)
        encoder = get_encoder()
        assert encoder is not None, "run manage.py build_encoder first"
        self.encoder = encoder
        self.terms = [index_text(title, body).split() for title, body in self.texts]
        self.answers = [index_text(replies[title]) for title, _body in self.texts]
        self.facets = [written(facets(title, body)) for title, body in self.texts]
        self.vectors, self.sketches = self.encoder.encode_with_token_sketches(
            [encode_text(*text) for text in self.texts]
        )
        self.prepare()
        self.size = self.stored()
        self.file_seconds = float("nan")

    def prepare(self) -> None:
        """The few rows that every question points to."""
        from consult.models import ConsentWording, Doctor, Specialty

        self.specialty, _made = Specialty.objects.get_or_create(name="Bench", slug="bench")
        self.doctor, _made = Doctor.objects.get_or_create(name="Dr Bench", slug="dr-bench")
        self.wording = ConsentWording.objects.get(kind="publish")

    @staticmethod
    def stored() -> int:
        """How many questions the folder holds from an earlier run."""
        from conditions.models import IndexEntry

        return IndexEntry.objects.filter(kind="question").count()

    def grow(self, size: int) -> None:
        """Add mixed questions until there are `size`, then write the file of vectors."""
        from django.db import connection, transaction

        from conditions.models import IndexState
        from conditions.related.backends import keyword_index
        from conditions.related.backends.postgresql.backend import hnsw_indexes
        from conditions.related.backends.schema import ensure_schema
        from conditions.related.backends.sqlite import vector_store
        from consult.common.database import analyze

        if self.size >= size:
            return
        is_postgresql = connection.vendor == "postgresql"
        began = time.perf_counter()
        with connection.cursor() as cursor:
            for name in hnsw_indexes() if is_postgresql else ():
                cursor.execute(f"DROP INDEX IF EXISTS {name}")  # made at once afterwards
        while self.size < size:
            count = min(BLOCK, size - self.size)
            with transaction.atomic():
                if self.size < MIXED:
                    self.add(min(count, MIXED - self.size))
                else:
                    self.copy(min(count, MIXED))
            self.size = self.stored()
        IndexState.objects.filter(kind="question").update(seq=self.size)
        print(f"grown to {size:,} in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        began = time.perf_counter()
        if is_postgresql:
            ensure_schema()
        else:
            vector_store.rebuild("question", self.encoder)
        self.file_seconds = time.perf_counter() - began
        analyze()
        keyword_index.forget_common_terms()

    def add(self, count: int) -> None:
        """Store `count` public questions with one reply each, and their entries."""
        import numpy as np
        from django.utils import timezone

        from conditions.models import IndexEntry, IndexState
        from consult.models import Consent, Question, Reply

        IndexState.objects.get_or_create(kind="question")
        now = timezone.now()
        one = [self.random.randrange(len(self.texts)) for _ in range(count)]
        two = [self.random.randrange(len(self.texts)) for _ in range(count)]
        weight = np.random.default_rng(self.size).uniform(0.3, 0.7, (count, 1))
        mixed = weight * self.vectors[one] + (1 - weight) * self.vectors[two]
        mixed += np.random.default_rng(self.size + 1).normal(0, 0.02, mixed.shape)
        mixed = (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float32)
        questions = Question.objects.bulk_create(
            Question(
                title=f"{self.texts[a][0][:70]} {self.texts[b][0][:70]}",
                body=f"{self.texts[a][1][:300]} {self.texts[b][1][:300]}",
                display_name="Bench",
                specialty=self.specialty,
                status="published",
                answered_at=now,
                published_at=now,
                origin="imported",
            )
            for a, b in zip(one, two, strict=True)
        )
        made = [self.beside(question, now) for question in questions]
        Consent.objects.bulk_create(consent for consent, _reply in made)
        Reply.objects.bulk_create(reply for _consent, reply in made)
        IndexEntry.objects.bulk_create(
            (
                IndexEntry(
                    kind="question",
                    question=question,
                    terms=" ".join(self.some(self.terms[a]) + self.some(self.terms[b])),
                    reply_terms=self.answers[a],
                    facets=self.facets[a],
                    digest="bench",
                    encoder=self.encoder.fingerprint,
                    vector=mixed[at],
                    sketch=self.sketches[a],
                    seq=self.size + 1,
                    listed_at=now,
                )
                for at, (question, a, b) in enumerate(zip(questions, one, two, strict=True))
            ),
            batch_size=500,
        )

    def beside(self, question: Any, now: datetime) -> tuple[Any, Any]:
        """Consent and reply that make a question public, not stored yet."""
        from consult.models import Consent, Reply

        consent = Consent(question=question, wording=self.wording, kind="publish", given_at=now)
        reply = Reply(
            question=question,
            doctor=self.doctor,
            specialty=self.specialty,
            text="See your doctor.",
            published_at=now,
            approved_at=now,
        )
        return consent, reply

    def copy(self, count: int) -> None:
        """Store the first `count` questions once more in SQL, their vectors a little aside."""
        import numpy as np
        from django.core.management.color import no_style
        from django.db import connection

        from conditions.models import IndexEntry
        from consult.models import Consent, Question, Reply

        noise = np.random.default_rng(self.size)

        def aside(blob: bytes) -> bytes:
            vector = np.frombuffer(blob, dtype=np.float32) + noise.normal(0, 0.02, len(blob) // 4)
            return bytes((vector / np.linalg.norm(vector)).astype(np.float32).data)

        connection.ensure_connection()
        vector = "aside(vector)"
        if connection.vendor == "sqlite":
            connection.connection.create_function("aside", 1, aside)
        else:
            vector = ASIDE
        with connection.cursor() as cursor:
            further: dict[str, int] = {}
            for model in (Question, Consent, Reply, IndexEntry):
                table = model._meta.db_table
                cursor.execute(f"SELECT max(id) FROM {table}")
                further[table] = cursor.fetchone()[0]
                names = [str(field.column) for field in model._meta.concrete_fields]
                change = {
                    "id": f"id + {further[table]}",
                    "question_id": f"question_id + {further['consult_question']}",
                    "vector": vector,
                }
                values = ", ".join(change.get(name, name) for name in names)
                cursor.execute(
                    f"INSERT INTO {table} ({', '.join(names)}) "
                    f"SELECT {values} FROM {table} WHERE id <= {count} ORDER BY id"
                )
            for statement in connection.ops.sequence_reset_sql(
                no_style(), [Question, Consent, Reply, IndexEntry]
            ):
                cursor.execute(statement)

    def some(self, terms: list[str]) -> list[str]:
        """Two thirds of the terms."""
        return self.random.sample(terms, max(1, 2 * len(terms) // 3)) if terms else []

    def asked(self) -> Iterator[tuple[str, str]]:
        """Texts to ask: whole questions with every seventh word left out."""
        for title, body in self.texts[:ASKED]:
            words = body.split()
            yield title[:150], " ".join(word for at, word in enumerate(words) if at % 7 != 6)

    def measure(self, size: int) -> str:
        """One line of the table."""
        from conditions.models import IndexEntry
        from conditions.related.backends.sqlite import vector_store
        from conditions.related.lists.neighbours import make_lists
        from conditions.related.proposals.while_asking import suggest
        from conditions.related.ranking.query import asked
        from conditions.related.upkeep import rebuild

        vector_store._open.clear()
        texts = list(self.asked())
        gc.freeze()  # a server holds no corpus for the collector to walk through
        for title, body in self.texts[ASKED : ASKED + WARMING]:
            suggest(title[:150], body)
        began = time.process_time()
        suggestion = [clock(partial(suggest, *text)) for text in texts]
        work = (time.process_time() - began) / len(texts) * 1_000
        encoding = [clock(partial(asked, *text)) for text in texts]
        publishing, effort = [], []
        for publish in self.publications(texts):
            began = time.process_time()
            publishing.append(clock(publish))
            effort.append((time.process_time() - began) * 1_000)
        batch = list(IndexEntry.objects.filter(kind="question").order_by("pk")[: rebuild.LISTS])
        lists = clock(lambda: make_lists(batch, nearest=rebuild._nearest(batch, self.encoder))) / len(batch)
        private, mapped = memory()
        return (
            f"| {size:,} | {statistics.median(suggestion):.0f} ms | {p95(suggestion):.0f} ms "
            f"| {work:.0f} ms | {p95(encoding):.0f} ms | {statistics.median(publishing):.0f} ms "
            f"| {statistics.median(effort):.0f} ms | {lists:.0f} ms "
            f"| {self.file_seconds:.1f} s | {private:.0f} MB | {mapped:.0f} MB |"
        )

    def publications(self, texts: list[tuple[str, str]]) -> Iterator[Callable[[], Any]]:
        """What publishing does to the engine, for some new questions."""
        from django.utils import timezone

        from consult.events import question_changed
        from consult.models import Question

        now = timezone.now()
        for title, body in texts[-PUBLISHED:]:
            question = Question.objects.create(
                title=title[:150],
                body=body or title,
                display_name="Bench",
                specialty=self.specialty,
                status="published",
                answered_at=now,
                published_at=now,
            )
            for row in self.beside(question, now):
                row.save()
            yield partial(question_changed.send, sender=Question, question=question)


def clock(run: Callable[[], Any]) -> float:
    """Milliseconds that one call takes."""
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1_000


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def memory() -> tuple[float, float]:
    """Megabytes of this process's own memory, and of mapped files it shares with other workers."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return tuple(int(lines[name].split()[0]) / 1_024 for name in ("RssAnon", "RssFile"))  # type: ignore[return-value]


if __name__ == "__main__":
    main()
