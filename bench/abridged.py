"""How many of the truly nearest questions a comparison of abridged vectors finds, and what it saves.

    python -m bench.abridged [--asked 200]

Reads the database and the file of vectors of the present settings (SQLite, at least 4,000 questions), for example those
that bench/related.py leaves in its --folder: DATABASE_URL=sqlite:///DIR/bench.sqlite3 RELATED_INDEX_DIR=DIR/related.
Stored questions are asked, a little turned aside; the full comparison and the abridged one take turns.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

ASIDE = 0.02
"""Spread of the normal noise added to each number of a vector."""

NEAREST = 100
BEST = 30


def main() -> None:
    """Print the shares found and the median times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--asked", type=int, default=200)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from conditions.related.backends.sqlite import vector_store
    from conditions.related.backends.sqlite.flat_index import top
    from conditions.related.encoder.encoder import get_encoder

    encoder = get_encoder()
    assert encoder is not None, "run manage.py build_encoder first"
    held = vector_store.flat_index("question", encoder)
    assert held.file is not None, "no file of vectors: run manage.py rebuild_related"
    assert held.file.axes is not None, "too few questions: the file has no abridgement"
    random = np.random.default_rng(5)
    places = random.choice(held.filed, options.asked, replace=False)
    asked = held.rows(places) + random.normal(0, ASIDE, (options.asked, held.file.dim)).astype(np.float32)
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    found, best = [], []
    full: list[float] = []
    abridged: list[float] = []
    for vector in asked:
        cosines = timed(full, partial(held.cosines, vector))
        near, _cosines = timed(abridged, partial(held.nearest, vector, NEAREST))
        found.append(np.isin(top(cosines, NEAREST), near).mean())
        best.append(np.isin(top(cosines, BEST), near).mean())
    print(f"{len(held):,} questions, {options.asked} asked")
    print(f"of the nearest {NEAREST}: {np.mean(found):.4f} found, at worst {np.min(found):.2f}")
    print(f"of the nearest {BEST}: {np.mean(best):.4f} found, at worst {np.min(best):.2f}")
    print(f"median: full {statistics.median(full):.2f} ms, abridged {statistics.median(abridged):.2f} ms")


def timed(into: list[float], run: Callable[[], Any]) -> Any:
    """The result of a call; its milliseconds are appended."""
    began = time.perf_counter()
    result = run()
    into.append((time.perf_counter() - began) * 1_000)
    return result


if __name__ == "__main__":
    main()
