"""The composition root: settings, addresses, the assembled admin, home page and health."""

import os

# Read by numpy when it is imported, later than this.  Its own threads wait in a busy loop after every small product:
# a run of the encoder took 32 ms of processor time instead of 6.  Large products are shared out in
# conditions/related/backends/sqlite/vector_store.py.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
