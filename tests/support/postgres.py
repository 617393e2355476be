"""A PostgreSQL server of our own for one test run: no network, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, NullPool, create_engine, text

from tests.support.orphans import guarded

OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off "
    "-c max_connections=120"
)


def find(program: str) -> str | None:
    """Return the path of a PostgreSQL server program, or None when none is installed."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)
    return str(debian[0]) if debian else shutil.which(program)


@contextmanager
def server(options: str = OPTIONS) -> Iterator[str]:
    """Start a server in a new folder; yield the address of its empty database `signon`."""
    folder = Path(tempfile.mkdtemp(prefix="signon-pg-"))
    try:
        _as_servant(
            folder, ["initdb", "-N", "-D", "data", "-A", "trust", "-U", "signon", "-E", "UTF8"]
        )
        start = ["pg_ctl", "-D", "data", "-w", "-l", "log", "-o", f"{options} -k {folder}", "start"]
        _as_servant(folder, start)
        try:
            pid = int(Path(folder, "data", "postmaster.pid").read_text().split()[0])
            _as_servant(folder, ["createdb", "-h", str(folder), "-U", "signon", "signon"])
            with guarded(folder, pid):
                yield f"postgresql+psycopg://signon@/signon?host={folder}"
        finally:
            _as_servant(folder, ["pg_ctl", "-D", "data", "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


END_OTHERS = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND usename = 'signon'
"""


def end_connections(engine: Engine) -> None:
    """End every connection to the server, as a restart does, with two of `engine` at rest."""
    # Made now: one that a test opened under a later clock would never seem too old.
    engine.dispose()
    with engine.connect(), engine.connect():
        pass
    with create_engine(engine.url, poolclass=NullPool).connect() as other:
        other.execute(text(END_OTHERS))


def _as_servant(folder: Path, command: list[str]) -> None:
    """Run a server program, as user postgres when we are root, which the server refuses."""
    path = find(command[0])
    if path is None:
        raise RuntimeError(f"PostgreSQL's {command[0]} is not installed")
    user = None
    if os.geteuid() == 0:
        user = "postgres"
        shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
    subprocess.run(
        [path, *command[1:]],
        cwd=folder,
        user=user,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
