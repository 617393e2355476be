"""A closed loop of visitors: each comes, asks one thing after the other, and goes; the next comes.

A visitor is a generator that yields requests and is sent the replies. Each has a connection of
its own, as people have. One thread serves them all, so that it takes little from the machine.
"""

import re
import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

HOST = "127.0.0.1"
CLIENTS = 16
PATIENCE = 30
"""Seconds to wait for an answer before the whole measurement fails."""

_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
_BODILESS = re.compile(rb"HTTP/1\.1 304 ")


@dataclass(frozen=True)
class Reply:
    """An answer, whole."""

    status: int
    head: bytes
    body: bytes


Visit = Generator[bytes, Reply, None]


class VisitFailed(Exception):
    """The visitor did not get what it came for."""


@dataclass
class Outcome:
    """How long each visit took that ended well, how long all did, and what went wrong."""

    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    failures: Counter[str] = field(default_factory=Counter)

    @property
    def visits(self) -> int:
        return len(self.times)

    @property
    def patience(self) -> float:
        """Return the seconds within which 99 of 100 visits were over."""
        return sorted(self.times)[len(self.times) * 99 // 100] if self.times else 0.0


def drive(port: int, next_visit: Callable[[], Visit], seconds: float) -> Outcome:
    """Let `CLIENTS` visitors at a time come for so many seconds; whoever has come may finish."""
    outcome = Outcome()
    began = time.perf_counter()
    with selectors.DefaultSelector() as selector:

        def arrive() -> None:
            visitor = _Visitor(port, next_visit())
            selector.register(visitor.socket, selectors.EVENT_READ, visitor)

        for _ in range(CLIENTS):
            arrive()
        while selector.get_map():
            ready = selector.select(PATIENCE)
            if not ready:
                raise VisitFailed(f"no answer within {PATIENCE} seconds")
            for key, _events in ready:
                if _goes_on(key.data, outcome):
                    continue
                selector.unregister(key.fileobj)
                key.data.socket.close()
                if time.perf_counter() - began < seconds:
                    arrive()
    outcome.seconds = time.perf_counter() - began
    return outcome


def ask(port: int, request: bytes) -> tuple[Reply, float]:
    """Send one request on a connection of its own; return the answer, and how long it took (s)."""
    heard = b""
    with socket.create_connection((HOST, port), PATIENCE) as connection:
        began = time.perf_counter()
        connection.sendall(request)
        while (reply := _whole(heard)) is None:
            data = connection.recv(262_144)
            if not data:
                raise VisitFailed("the connection was closed early")
            heard += data
        return reply, time.perf_counter() - began


class _Visitor:
    """One connection, and the script of who uses it."""

    def __init__(self, port: int, visit: Visit):
        self.visit, self.began = visit, time.perf_counter()
        self.heard = b""
        self.socket = socket.create_connection((HOST, port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(next(visit))

    def hear(self) -> None:
        """Take in what has come; go on with the script once it is a whole answer."""
        data = self.socket.recv(262_144)
        if not data:
            raise VisitFailed("the connection was closed early")
        self.heard += data
        reply = _whole(self.heard)
        if reply is not None:
            self.heard = b""
            self.socket.sendall(self.visit.send(reply))


def _goes_on(visitor: _Visitor, outcome: Outcome) -> bool:
    try:
        visitor.hear()
    except StopIteration:
        outcome.times.append(time.perf_counter() - visitor.began)
        return False
    except (VisitFailed, OSError) as failure:
        outcome.failures[str(failure)] += 1
        return False
    return True


def _whole(heard: bytes) -> Reply | None:
    end = heard.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = heard[:end]
    if _BODILESS.match(head):
        return Reply(304, head, b"")
    length = _LENGTH.search(head)
    if length is None:
        raise VisitFailed("the answer does not say how long it is")
    body = heard[end + 4 :]
    return Reply(int(head[9:12]), head, body) if len(body) >= int(length[1]) else None
