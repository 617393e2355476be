"""Servers for one run, on this machine only: they end with it, however it ends."""

import ctypes
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.load import HOST
from scripts.serve import GUNICORN, LAST_PORT, why_taken

ROOT = Path(__file__).resolve().parent.parent
FIRST_PORT = 18_400
SECONDS_TO_START = 60
SECONDS_TO_END = 10
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)

WEB_SERVER = " ".join(GUNICORN[2:5]).replace("--", "")


class NotStarted(Exception):
    """A server did not come up; the message holds what it said."""


@dataclass(frozen=True)
class Server:
    """A running server: where it listens, and the first of its processes."""

    port: int
    process: psutil.Process


@contextmanager
def web(application: str, environ: Mapping[str, str], log: Path) -> Iterator[Server]:
    """Serve a WSGI application as `make run` does; yield the server once it answers."""
    port = free_port()
    words = ["gunicorn", application, *GUNICORN[2:], f"--bind={HOST}:{port}"]
    with log.open("wb") as output, _child(words, environ, output.fileno()) as process:
        _wait(process, port, log)
        yield Server(port, psutil.Process(process.pid))


@contextmanager
def mail_sink() -> Iterator["Sink"]:
    """Yield a mail server in a process of its own."""
    port = free_port()
    with _child(["bench.sink", str(port)], {}, subprocess.PIPE) as process:
        sink = Sink(port, process)
        sink.reset()
        yield sink


class Sink:
    """A mail server that counts."""

    def __init__(self, port: int, process: "subprocess.Popen[str]"):
        self.port, self._process = port, process

    def reset(self) -> tuple[int, float]:
        """Return how many mailboxes got mail since the last call, and the seconds it took."""
        question, answer = self._process.stdin, self._process.stdout
        if question is None or answer is None:
            raise NotStarted("the mail server has no pipes")
        question.write("\n")
        question.flush()
        mails, seconds = answer.readline().split()
        return int(mails), float(seconds)


def free_port() -> int:
    """Return a port that nobody listens on, below those that the system hands out by itself."""
    return next(port for port in range(FIRST_PORT, LAST_PORT) if not why_taken(port))


@contextmanager
def _child(
    words: list[str], environ: Mapping[str, str], output: int
) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=None if output == subprocess.PIPE else output,
        text=True,
        process_group=0,
        preexec_fn=_end_with_parent,
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.communicate(timeout=SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _end_with_parent() -> None:
    """Ask the kernel to end this child when its parent is killed and cannot do it itself."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


def _wait(process: "subprocess.Popen[str]", port: int, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(HOST, port, timeout=SECONDS_TO_START)
        try:
            connection.request("HEAD", "/")
            connection.getresponse()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise NotStarted(log.read_text()[-2000:])
