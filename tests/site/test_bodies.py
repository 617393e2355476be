"""What is too large is refused in words that arrive, however it is sent, and never sent back."""

import socket
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from signon.extensions import db
from signon.kernel.text import names
from signon.site.bodies import BoundedBodies
from tests.factories import FORM, a_paper
from tests.support import desk
from tests.support.clients import Browser
from tests.support.web import Web, web

FORM_PAGE = "/en/papers/ten-doors/endorse"
PLAIN_PAGE = "/en/"
MEGABYTE = 1024 * 1024
HEADS = (
    "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
)
PATIENCE = 120

Send = Callable[[socket.socket, int], None]


@pytest.fixture
def served(app: Flask, tmp_path: Path) -> Iterator[Web]:
    a_paper()
    db.session.remove()
    with web(app, tmp_path / "log") as running:
        yield running


def by_length(connection: socket.socket, megabytes: int) -> None:
    connection.sendall(b"Content-Length: %d\r\n\r\n" % (megabytes * MEGABYTE))
    for _ in range(megabytes):
        connection.sendall(b"x" * MEGABYTE)


def in_chunks(connection: socket.socket, megabytes: int) -> None:
    connection.sendall(b"Transfer-Encoding: chunked\r\n\r\n")
    for _ in range(megabytes):
        connection.sendall(b"%x\r\n" % MEGABYTE + b"x" * MEGABYTE + b"\r\n")
    connection.sendall(b"0\r\n\r\n")


def posted(served: Web, path: str, send: Send, megabytes: int) -> bytes:
    """Send all of a request before reading anything, as plain clients do; return the answer."""
    place = urlsplit(served.url)
    with socket.create_connection((place.hostname, place.port), timeout=PATIENCE) as connection:
        connection.sendall(HEADS.format(path=path, host=place.netloc).encode())
        send(connection, megabytes)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(MEGABYTE), b""))


@pytest.mark.parametrize("send", [by_length, in_chunks])
def test_what_is_too_large_is_answered_413_over_a_socket(served: Web, send: Send) -> None:
    for path in (FORM_PAGE, PLAIN_PAGE, "/nowhere", "/static/css/site.css"):
        answer = posted(served, path, send, 20)

        assert b" 413 " in answer.split(b"\r\n")[0], path
        assert len(answer) < MEGABYTE


def test_a_form_in_chunks_is_taken_like_any_other(served: Web) -> None:
    answer = posted(served, FORM_PAGE, in_chunks, 1)

    assert b" 422 " in answer.split(b"\r\n")[0]


class Endless:
    """A body that never ends, as somebody may send it in chunks."""

    def read(self, size: int = -1) -> bytes:
        assert size >= 0, "the whole of it was asked for"
        return b"x" * size


def test_a_body_in_chunks_without_end_is_read_up_to_its_bound() -> None:
    lengths = []

    def app(environ: dict[str, str], _start_response: object) -> list[bytes]:
        lengths.append(environ["CONTENT_LENGTH"])
        return []

    environ = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    list(BoundedBodies(app, 1000)({**environ, "wsgi.input": Endless()}, None))

    assert lengths == ["1001"]


@pytest.mark.parametrize(
    "field", ["organisation_name", "email", "statement", "website", "decides_on"]
)
def test_nothing_walks_through_what_is_far_too_long(
    client: Browser, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    a_paper()
    walked: list[int] = []
    tidied = names._one_line

    def one_line(text: str) -> str:
        walked.append(len(text))
        return tidied(text)

    monkeypatch.setattr(names, "_one_line", one_line)
    sent = {**FORM, field: "\n" * 600_000}
    client.send(FORM_PAGE, sent)

    assert walked
    assert sum(walked) < 100_000


@pytest.mark.parametrize(
    "path", ["/desk/sign-in", "/desk/password/forgotten", "/en/papers/ten-doors/endorse"]
)
def test_what_a_form_takes_for_text_is_neither_a_file_nor_json(client: Browser, path: str) -> None:
    a_paper()
    fields = {"csrf_token": client.mark(path), **FORM}
    files = {name: (BytesIO(str(value).encode()), "x") for name, value in fields.items()}

    sent = [
        client.post(path, data=files, content_type="multipart/form-data"),
        client.post(path, json=dict.fromkeys(fields, 1)),
        client.post(path, json=[1]),
        client.post(path, data="{", content_type="application/json"),
    ]

    assert {answer.status_code for answer in sent} <= {400, 422}


def test_a_text_sent_as_a_file_is_missing_and_the_rest_is_kept(client: Browser) -> None:
    desk.sign_in(client)
    path = "/desk/campaigns/open-doors/papers/new"
    fields: dict[str, object] = {"csrf_token": client.mark(path), "action": "save"}
    fields |= {"slug": "doors", "language": "en", "markdown": "What was typed"}
    fields["title"] = (BytesIO(b"x"), "x")

    answer = client.post(path, data=fields, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert "Enter a title." in answer.text
    assert "What was typed" in answer.text
