"""How gunicorn serves the portal.  The number of workers comes from the command line or WEB_CONCURRENCY."""

import os
import sys
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.systemd import sd_notify

# The folder itself: where `current` leads changes while this version still serves (deploy/switch).
chdir = str(Path(__file__).resolve().parent.parent)
SWITCH_SECONDS = 0.001
worker_class = "gthread"
# More than a machine has work for: who waits for SQLite's lock keeps a thread, and readers must find one.
threads = int(os.environ.get("THREADS", "8"))
control_socket_disable = True  # It would write into the home folder of the user.
max_requests = 5_000
max_requests_jitter = 500
timeout = 60
graceful_timeout = 20
accesslog = None  # Addresses of private pages must not stand in a log.
errorlog = "-"


systemd = {"NOTIFY_SOCKET": os.environ.pop("NOTIFY_SOCKET", "")}
"""Where systemd wants to hear that the site is ready; kept from gunicorn, which says so before a worker has started."""


def on_starting(server: Any) -> None:
    """Keep private addresses out of gunicorn's own messages too: it names the address that an error came from."""
    from portal.private_logs import PrivateAddresses, PrivateJson, PrivateTracebacks

    server.log.error_log.addFilter(PrivateAddresses())
    is_json = os.environ.get("LOG_FORMAT") == "json"
    private = PrivateJson() if is_json else PrivateTracebacks(Logger.error_fmt, Logger.datefmt)
    for handler in server.log.error_log.handlers:
        handler.setFormatter(private)


def post_fork(server: Any, worker: Any) -> None:
    """Let the worker import our code anew: the server keeps what it has imported once."""
    # Whoever holds the lock of the database gives up the interpreter at each statement: let others hand it back soon.
    sys.setswitchinterval(SWITCH_SECONDS)
    for name in [name for name in sys.modules if name.partition(".")[0] == "portal"]:
        del sys.modules[name]


def post_worker_init(worker: Any) -> None:
    """Begin to collect garbage; tell systemd that a worker serves (deploy/switch then stops the version before)."""
    from portal.garbage import collect_beside

    collect_beside()
    if systemd["NOTIFY_SOCKET"]:
        os.environ |= systemd
        sd_notify("READY=1", worker.log, unset_environment=True)


def when_ready(server: Any) -> None:
    """Print the addresses to open.  The demo sign-ins are printed by seed_demo before."""
    bind = server.address[0]
    base = f"http://{bind[0]}:{bind[1]}"
    lines = [
        "",
        "  The portal is running",
        f"    Patients       {base}/",
        f"    Ask            {base}/ask/",
        f"    Doctors, staff {base}/admin/",
    ]
    print("\n".join(lines), "\n", flush=True)
