"""The real service for the journeys: what `make run` starts, on ports and in a folder apart."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from sqlalchemy import create_engine, select

from scripts.serve import HOST, LAST_PORT, ROOT, why_taken
from signon.audit.models import AuditEntry
from tests.support import postgres
from tests.support.orphans import ending_with_us

LEAD = "lead@example.org"
FIRST_PORT = 20_000
LONGEST_LIFE = 1800
"""Seconds after which a service that nobody has ended ends by itself."""

PATIENCE = 300
"""Seconds that it may take to start, on a machine that does other things as well."""

WITH_SAMPLE = ("-m", "scripts.serve")
WITH_NOTHING = (
    "-c",
    "from scripts import serve\n"
    "serve.prepare = lambda _, environ: serve._flask('db', 'upgrade', environ=environ)\n"
    "serve.main()",
)
"""The same service with mailbox, and the sample not loaded: an installation as it begins."""

OURS = ("SECRET_KEY", "BASE_URL", "DATABASE_URL", "REDIS_URL", "DATA_DIR", "PORT", "RATE_LIMIT")


@dataclass(frozen=True)
class House:
    """A running service: web server, worker and mailbox, with the sample loaded."""

    url: str
    folder: Path
    environment: dict[str, str]

    @property
    def lead_password(self) -> str:
        """Return the password of the sample's lead, as `make run` keeps it."""
        return Path(self.folder, "sample-lead-password").read_text()

    def flask(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a `flask` command beside the service, as an administrator does."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )

    def trail(self, action: str) -> list[dict[str, Any]]:
        """Return the details of every entry of the trail about `action`, the oldest first."""
        entries: Any = AuditEntry.__table__
        wanted = select(entries.c.details).where(entries.c.action == action)
        engine = create_engine(self.environment["DATABASE_URL"])
        try:
            with engine.connect() as connection:
                return list(connection.scalars(wanted.order_by(entries.c.number)))
        finally:
            engine.dispose()

    def log(self) -> str:
        """Return what the service has written so far."""
        return Path(self.folder, "log").read_text(encoding="utf-8")


class Houses:
    """One service for each database, started when first asked for and kept for the whole run."""

    def __init__(self, folder: Path, stack: ExitStack):
        self.folder, self.stack = folder, stack
        self.running: dict[str, House] = {}

    def on(self, database: str) -> House:
        """Return the service on "sqlite" or "postgresql"."""
        if database not in self.running:
            folder = self.folder / database
            url = f"sqlite:///{folder}/signon.sqlite3"
            if database == "postgresql":
                url = self.stack.enter_context(postgres.server())
            self.running[database] = self.stack.enter_context(running(folder, url))
        return self.running[database]


@contextmanager
def running(
    folder: Path, database_url: str, program: tuple[str, ...] = WITH_SAMPLE
) -> Iterator[House]:
    """Start the service in `folder`; yield it when it answers; end all of it."""
    folder.mkdir()
    house = _house(folder, database_url)
    limited = ["timeout", str(LONGEST_LIFE), sys.executable, *program]
    with Path(folder, "log").open("wb") as log:
        process = subprocess.Popen(
            ending_with_us(limited),
            cwd=ROOT,
            env=house.environment,
            stdout=log,
            stderr=log,
            process_group=0,
        )
    try:
        _wait(house, process)
        yield house
    finally:
        process.terminate()
        process.wait(PATIENCE)


def free_port() -> int:
    """Return a free port of this machine below those that the system hands out by itself."""
    while True:
        port = FIRST_PORT + secrets.randbelow(LAST_PORT - FIRST_PORT)
        if not why_taken(port):
            return port


def _house(folder: Path, database_url: str) -> House:
    port = free_port()
    foreign = ("MAIL", *OURS)
    inherited = {key: val for key, val in os.environ.items() if not key.startswith(foreign)}
    environment = {
        **inherited,
        "SIGNON_MODE": "sample",
        "DATA_DIR": str(folder),
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "MAILBOX_PORT": str(free_port()),
    }
    return House(f"http://{HOST}:{port}", folder, environment)


def _wait(house: House, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"{house.url}/en/") as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except URLError:
            time.sleep(0.05)
    raise RuntimeError(f"The service did not start:\n{house.log()}")
