"""The visitors of the benchmarks come, ask and go as they say."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bench.load import CLIENTS, Visit, VisitFailed, drive


class Answers(BaseHTTPRequestHandler):
    """Says what path was asked for; knows no `/missing`."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = self.path.encode()
        self.send_response(404 if self.path == "/missing" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


@contextmanager
def a_server() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def request(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def test_every_visitor_who_has_come_is_served_to_the_end() -> None:
    seen: list[bytes] = []

    def visit() -> Visit:
        first = yield request("/one")
        second = yield request("/two")
        seen.append(first.body + second.body)

    with a_server() as port:
        outcome = drive(port, visit, 0.2)

    assert outcome.visits == len(seen) >= CLIENTS
    assert set(seen) == {b"/one/two"}
    assert not outcome.failures
    assert min(outcome.times) <= outcome.patience <= max(outcome.times)


def test_a_visit_that_fails_is_counted_apart() -> None:
    def visit() -> Visit:
        reply = yield request("/missing")
        if reply.status != 200:
            raise VisitFailed(f"status {reply.status}")

    with a_server() as port:
        outcome = drive(port, visit, 0.1)

    assert outcome.visits == 0
    assert outcome.failures["status 404"] >= CLIENTS
