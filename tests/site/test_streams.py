"""A streamed file that cannot begin is a page of words; one that cannot end breaks off."""

import http.client
import logging
import os
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from scripts.serve import GUNICORN, HOST
from signon.signatories import files, queries
from signon.site import streams
from tests.factories import a_paper, an_endorsement
from tests.support.clients import Browser
from tests.support.house import free_port
from tests.support.programs import Program

LIST = "/papers/ten-doors/signatories"
ENDINGS = ("csv", "json", "xlsx")
CANARY = "canary-of-a-row"


def failing(after: int) -> object:
    def lines(*_: object) -> Iterator[object]:
        for _number in range(after):
            yield "x" * 70_000
        raise OperationalError(CANARY, {}, Exception(CANARY))

    return lines


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_cannot_begin_is_a_page_of_words(
    app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    an_endorsement(a_paper())
    monkeypatch.setattr(queries, "csv_lines", failing(0))
    monkeypatch.setattr(queries, "lines", failing(0))

    answer = client.get(f"{LIST}.{ending}")

    assert answer.status_code == 503
    assert "<h1" in answer.text
    assert "Content-Disposition" not in answer.headers


def test_a_file_that_breaks_off_says_so_in_the_log_without_its_rows(
    app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    a_paper()
    monkeypatch.setattr(queries, "csv_lines", failing(2))

    with caplog.at_level(logging.ERROR), pytest.raises(streams.BrokenOff):
        _ = client.get(f"{LIST}.csv").data

    assert "OperationalError" in caplog.text
    assert CANARY not in caplog.text


def test_who_leaves_in_the_middle_of_a_file_keeps_nothing_open(
    app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_paper()
    closed = []

    def lines(*_: object) -> Iterator[bytes]:
        try:
            while True:
                yield b"x" * 70_000
        finally:
            closed.append(True)

    monkeypatch.setattr(files, "as_csv", lines)
    answer = client.get(f"{LIST}.csv", buffered=False)
    answer.close()

    assert closed == [True]


SERVER = """
from tests.site.test_streams import failing
from signon.signatories import queries
queries.csv_lines = failing(3)
from wsgi import app
"""


@pytest.fixture
def port(app: Flask, tmp_path: Path) -> Iterator[int]:
    """The port of a server whose lists break off behind 200 kB."""
    a_paper()
    Path(tmp_path, "broken.py").write_text(SERVER)
    port = free_port()
    own = {
        **os.environ,
        "PYTHONPATH": str(tmp_path),
        "SIGNON_MODE": "sample",
        "SECRET_KEY": app.config["SECRET_KEY"],
        "DATA_DIR": app.config["DATA_DIR"],
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "BASE_URL": f"http://{HOST}:{port}",
    }
    words = [*GUNICORN, f"--bind={HOST}:{port}"]
    words[words.index("wsgi:app")] = "broken:app"
    process = Program(words, own, tmp_path / "log", tmp_path / "log")
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            socket.create_connection((HOST, port)).close()
            return
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.025)


@pytest.mark.slow
def test_a_visitor_sees_that_a_file_broke_off(port: int, tmp_path: Path) -> None:
    with closing(http.client.HTTPConnection(HOST, port, timeout=60)) as connection:
        connection.request("GET", f"{LIST}.csv")
        with connection.getresponse() as answer:
            assert answer.status == 200
            with pytest.raises((http.client.IncompleteRead, ConnectionError)):
                answer.read()
    log = Path(tmp_path, "log").read_text()
    assert f"[{answer.headers['X-Request-ID']} GET" in log
    assert CANARY not in log
