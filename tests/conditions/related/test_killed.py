"""A process killed at any moment of a rebuild leaves an index that is correct (SQLite)."""

import json
import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests.factories import public_question

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("encoder"),
    pytest.mark.every_case,
]

BEGIN = """
import os, signal, sys, json
import django
django.setup()
import numpy as np
from django.core.management import call_command
from conditions.models import IndexEntry, IndexState
from conditions.related.backends.sqlite import vector_file, vector_store as vectors
from conditions.related.upkeep import rebuild
from conditions.related.encoder.encoder import get_encoder
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
"""

MOMENTS = {
    "in the middle of the file": """
batches = vectors._batches
def half(kind, encoder):
    yield next(batches(kind, encoder))
    die()
vectors._batches = half
""",
    "between the file and the state that names it": "vector_file._sync_folder = die",
    "before old files are removed": "vectors._tidy = die",
    "between two lists": """
made = rebuild.make_lists
rebuild.LISTS = 2
def once(*args, **kwargs):
    done = made(*args, **kwargs)
    rebuild.make_lists = die
    return done
rebuild.make_lists = once
""",
}

LOOK = """
encoder = get_encoder()
held = vectors.flat_index("question", encoder)
truth = dict(IndexEntry.objects.filter(kind="question").values_list("pk", "vector"))
places = held.places(np.array(list(truth)))
print(json.dumps({
    "whole": bool((places >= 0).all() and np.array_equal(held.rows(places), np.stack(list(truth.values())))),
    "entries": len(truth),
}))
call_command("rebuild_related", verbosity=0)
print(json.dumps({"unlisted": IndexEntry.objects.filter(kind="question", listed_at=None).count()}))
"""


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed(moment, tmp_path):
    for text in ("Numb cheek in winter", "Numb cheek on cold days", "Knee pain", "Rash on both arms"):
        public_question(title=text, body=f"{text} since Monday.")
    call_command("rebuild_related", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "db.sqlite3")])

    def run(code):
        return subprocess.run(
            [sys.executable, "-c", code],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "portal.settings",
                "SECRET_KEY": "tests-only",
                "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
                "RELATED_INDEX_DIR": str(tmp_path / "related"),
                "RELATED_ENCODER_PATH": str(settings.RELATED_ENCODER["path"]),
            },
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )

    killed = run(f"{BEGIN}{MOMENTS[moment]}\ncall_command('rebuild_related', full=True, verbosity=0)")
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    after = run(BEGIN + LOOK)
    assert after.returncode == 0, after.stderr
    lines = after.stdout.strip().splitlines()
    first, second = json.loads(lines[0]), json.loads(lines[-1])
    assert first == {"whole": True, "entries": 4}
    assert second == {"unlisted": 0}
    kept = sorted(path.suffix for path in (tmp_path / "related").glob("question-*"))
    assert kept.count(".vectors") == 1
