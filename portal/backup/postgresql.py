"""A PostgreSQL database into a file of a backup and back, by the programs that come with PostgreSQL."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from portal.backup.manifest import BackupError

DATABASE = "postgresql"
FILE = "database.dump"
# Everything in the schema that a dump brings, but no extension: only a superuser could make that again.
EMPTY = """
DO $$ DECLARE found record; BEGIN
  FOR found IN SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = current_schema()
    LOOP EXECUTE 'DROP TABLE IF EXISTS ' || found.name || ' CASCADE'; END LOOP;
  FOR found IN SELECT format('%I.%I', schemaname, sequencename) AS name FROM pg_sequences
    WHERE schemaname = current_schema()
    LOOP EXECUTE 'DROP SEQUENCE IF EXISTS ' || found.name; END LOOP;
  FOR found IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP EXECUTE 'DROP ROUTINE IF EXISTS ' || found.name || ' CASCADE'; END LOOP;
END $$;
"""


def save(path: Path) -> None:
    """Dump the database as it is at one moment, while others read and write."""
    path.touch(mode=0o600)
    _run(
        "pg_dump", "--format=custom", "--no-comments", "--no-owner", "--no-acl", "--file", str(path), _name()
    )


def check(path: Path) -> None:
    """Raise BackupError unless every row can be read from the dump."""
    _run("pg_restore", "--file", os.devnull, str(path))


def is_there() -> bool:
    """Whether restoring would write over something."""
    return bool(connection.introspection.table_names())


def put_back(path: Path) -> None:
    """Fill the database from the dump, in one transaction: when anything fails it is what it was."""
    _refuse_when_in_use()
    connection.close()
    # Not beside the dump: a backup may lie where it can only be read.
    folder = Path(tempfile.mkdtemp(prefix="restore-", dir=settings.VAR_DIR))
    script = folder / "database.sql"
    try:
        script.touch(mode=0o600)
        _run("pg_restore", "--no-owner", "--no-acl", "--file", str(script), str(path))
        arguments = (
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--output=/dev/null",
        )
        _run("psql", *arguments, "--command", EMPTY, "--file", str(script), _name())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_when_in_use() -> None:
    """Raise BackupError while somebody else is connected: what they write would be lost."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        row = cursor.fetchone()
    if row and row[0]:
        raise BackupError("The database is in use: stop the site and the scheduled work first.")


def _name() -> str:
    return f"--dbname={connection.settings_dict['NAME']}"


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on the site's database, with the password where no list of processes shows it."""
    needs_server = program != "pg_restore"
    whole, secrets = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    where = whole[1:-1] if needs_server else []
    try:
        done = subprocess.run(  # noqa: S603  (our own words, and the site's own database)
            [program, *where, *arguments],
            env={**os.environ, **(secrets or {})}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise BackupError(f"{program} is not installed (apt-get install postgresql-client).") from error
    if done.returncode:
        # A failing row would be quoted: patients' words.  The first line names the fault, a value behind it.
        said = next((line for line in done.stderr.splitlines() if "error" in line.lower()), "no reason given")
        said = said.partition(': "')[0]
        raise BackupError(f"{program} failed: {said}")
