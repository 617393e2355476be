"""A service that is stopped answers whom it has begun to hear, on either database."""

import socket
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from flask import Flask
from sqlalchemy import func, select

from signon.endorsements.models import Endorsement
from signon.extensions import db
from tests.factories import FORM, a_paper
from tests.support.patience import PATIENCE, must_end
from tests.support.web import Visitor, Web, web

STOPPING = 1.5
"""Seconds after which a server has heard that it is to stop; it looks up once a second."""

FORM_PAGE = "/en/papers/ten-doors/endorse"


def begin_to_sign(served: Web, visitor: Visitor) -> tuple[socket.socket, bytes]:
    """Send a form up to the middle of its body; return the connection, and what is left."""
    mark, cookie = visitor.mark(FORM_PAGE)
    body = urlencode({**FORM, "csrf_token": mark}).encode()
    place = urlsplit(served.url)
    connection = socket.create_connection((place.hostname, place.port), timeout=PATIENCE)
    head = (
        f"POST {FORM_PAGE} HTTP/1.1\r\nHost: {place.netloc}\r\nCookie: {cookie}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    connection.sendall(head.encode() + body[:20])
    return connection, body[20:]


def test_who_is_signing_while_the_service_stops_has_signed(app: Flask, tmp_path: Path) -> None:
    a_paper()
    db.session.remove()
    with must_end(2 * PATIENCE), web(app, tmp_path / "log") as served:
        connection, rest = begin_to_sign(served, Visitor(served.url))
        with connection:
            served.master.terminate()
            time.sleep(STOPPING)
            connection.sendall(rest)
            answer = b"".join(iter(lambda: connection.recv(65536), b""))

    assert answer.startswith(b"HTTP/1.1 303 ")
    assert db.session.scalar(select(func.count()).select_from(Endorsement)) == 1
