"""An installation of its own: a folder, a database, and the real commands and servers on them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from flask import Flask
from sqlalchemy import NullPool, create_engine, text

from scripts.serve import GUNICORN, HOST, ROOT
from signon.app import create_app
from signon.extensions import db
from tests.conftest import settings
from tests.support import programs
from tests.support.house import free_port
from tests.support.orphans import ending_with_us
from tests.support.programs import Done, Program

PATIENCE = 60


Running = Program | subprocess.Popen[bytes]


@dataclass(frozen=True)
class Place:
    """A data folder and the address of a database.

    Where `is_cold`, processes load everything anew instead of being forked.
    """

    folder: Path
    url: str
    is_cold: bool = False

    @property
    def file(self) -> Path:
        """The database's file on SQLite."""
        return self.folder / "signon.sqlite3"

    @property
    def log(self) -> Path:
        """Its write-ahead log."""
        return self.folder / "signon.sqlite3-wal"

    def environment(self, **more: str) -> dict[str, str]:
        """Return what a process needs to know."""
        own = settings(self.folder, self.url)
        return {
            "PATH": os.environ["PATH"],
            "SIGNON_MODE": "sample",
            "SECRET_KEY": own.SECRET_KEY,
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.url,
            "BASE_URL": own.BASE_URL,
            "MAIL_SERVER": "127.0.0.1",
            "MAIL_PORT": "1",
            **more,
        }

    def flask(self, *words: str) -> Done:
        """Run a command in this process, which is a fifth of the time of one of its own."""
        return self.flasks(words)[0]

    def flasks(self, *commands: Sequence[str]) -> list[Done]:
        """Run commands one after the other, in one app."""
        with self.app() as app:
            runner = app.test_cli_runner()
            results = [runner.invoke(args=words) for words in commands]
        return [Done(one.exit_code, one.stdout, one.stderr) for one in results]

    def must(self, *words: str) -> str:
        """Run a command that succeeds; return what it printed."""
        done = self.flask(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def process(self, *words: str, **more: str) -> Done:
        """Run a command as a process of its own, to its end."""
        return self.process_of("flask", "--app", "wsgi", *words, **more)

    def process_of(self, *words: str, **more: str) -> Done:
        """Run a program of ours to its end."""
        if not self.is_cold:
            return programs.run(words, self.environment(**more))
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def app(self, **more: str) -> Iterator[Flask]:
        """Use the database in this process, and let go of it afterwards."""
        app = create_app(settings(self.folder, self.url, **more))
        with app.app_context():
            try:
                yield app
            finally:
                db.session.remove()
                db.engine.dispose()

    def scalar(self, statement: str) -> object:
        """Return the one value that a statement finds."""
        engine = create_engine(self.url, poolclass=NullPool)
        with engine.connect() as connection:
            return connection.scalar(text(statement))

    @contextmanager
    def worker(self, **more: str) -> Iterator[Running]:
        """Run a worker until the block ends."""
        with self.running("flask", "--app", "wsgi", "worker", **more) as process:
            until(lambda: self.scalar("SELECT count(*) FROM workers"))
            yield process

    @contextmanager
    def web(self) -> Iterator[Running]:
        """Run the web server until the block ends, after it has answered somebody."""
        port = free_port()
        with self.running(*GUNICORN, f"--bind={HOST}:{port}") as process:
            until(lambda: answers(f"http://{HOST}:{port}/en/"))
            yield process

    @contextmanager
    def running(self, *words: str, **more: str) -> Iterator[Running]:
        """Run a program of ours until the block ends."""
        log = Path(self.folder.parent, f"{self.folder.name}.log")
        begin = _cold if self.is_cold else programs.Program
        process = begin(words, self.environment(**more), log, log)
        try:
            yield process
        finally:
            stop(process, signal.SIGTERM)


def _cold(words: Sequence[str], env: Mapping[str, str], out: Path, err: Path) -> Running:
    with out.open("ab") as log, err.open("ab") as errors:
        command = ending_with_us([sys.executable, "-m", *words])
        return subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=log, stderr=errors, process_group=0
        )


def stop(process: Running, number: int) -> int:
    """Send a signal and wait for the end; return the exit status."""
    if process.poll() is None:
        process.send_signal(number)
    return process.wait(PATIENCE)


def until(is_so: object) -> None:
    """Wait until a function answers yes."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it does not come to pass"
        time.sleep(0.025)


def answers(url: str) -> bool:
    """Tell whether a page can be had."""
    try:
        with urlopen(url, timeout=PATIENCE) as page:  # noqa: S310 - our own address
            return bool(page.status == 200)
    except OSError:
        return False
