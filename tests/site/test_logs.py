"""One line for each act and each failure, with what finds it again and nothing of anybody."""

import io
import json
import logging
import sqlite3
from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError, ProgrammingError

from signon.extensions import db
from signon.kernel import troubles
from signon.kernel.errors import OutOfOrder
from signon.papers import queries
from signon.site import logs
from signon.transaction import command
from tests.factories import FORM, a_paper
from tests.support.clients import Browser

TYPED = "canary@example.org"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the house notes, in JSON."""
    house = logging.getLogger("signon")
    before = (house.handlers[:], house.propagate, house.level)
    kept = io.StringIO()
    logs.begin(json_lines=True)
    house.handlers[0].setStream(kept)  # type: ignore[attr-defined]
    yield kept
    house.handlers[:], house.propagate = before[:2]
    house.setLevel(before[2])


def lines(written: io.StringIO) -> list[dict[str, str]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_verb_is_one_line_with_request_method_and_path(
    client: Browser, written: io.StringIO
) -> None:
    a_paper()
    answer = client.send("/en/papers/ten-doors/endorse", {**FORM, "email": TYPED})
    said = [line for line in lines(written) if "intake" in line["message"]]

    assert len(said) == 1
    assert said[0]["request_id"] == answer.headers[logs.HEADER]
    assert said[0]["method"] == "POST"
    assert said[0]["path"] == "/<lang>/papers/ten-doors/endorse"
    assert TYPED not in written.getvalue()


def test_a_fault_shows_the_id_of_its_request_on_the_page(
    client: Browser, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError(TYPED)

    a_paper()
    monkeypatch.setattr(queries, "body", fail)
    answer = client.get("/en/papers/ten-doors")
    said = lines(written)[-1]

    assert answer.status_code == 500
    assert said["request_id"] == answer.headers[logs.HEADER]
    assert said["request_id"] in answer.text
    assert "ValueError at signon/papers/showing.py:" in said["message"]
    assert TYPED not in written.getvalue() + answer.text


def test_the_key_in_an_address_is_never_written(client: Browser, written: io.StringIO) -> None:
    with client.application.test_request_context(f"/en/confirm/{TYPED}"):
        logging.getLogger("signon.test").error("something\nelse")
        plain = logs.PlainLines().format(logging.makeLogRecord({"msg": "a\nb"}))

    assert "/confirm/<token>" in lines(written)[-1]["path"]
    assert "/confirm/<token>" in plain
    assert "\n" not in plain
    assert TYPED not in written.getvalue() + plain


def test_missing_tables_are_told_in_words_by_the_web(
    app: Flask, client: Browser, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(*_: object) -> None:
        with db.engine.connect() as connection:
            connection.execute(text("SELECT missing FROM nowhere"))

    a_paper()
    monkeypatch.setattr(queries, "body", ask)
    answer = client.get("/en/papers/ten-doors")

    assert answer.status_code == 503
    assert "out of order" in answer.text
    assert "db upgrade" in lines(written)[-1]["message"]


def test_a_command_on_missing_tables_is_out_of_order_and_not_busy(app: Flask) -> None:
    @command
    def write() -> None:
        db.session.execute(text("UPDATE nowhere SET a = 1"))

    with pytest.raises(OutOfOrder):
        write()


def sqlite_error(code: int, words: str = "") -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(words)
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "words", "passes"),
    [
        (OperationalError("", {}, sqlite_error(sqlite3.SQLITE_FULL)), "disk", False),
        (OperationalError("", {}, sqlite_error(sqlite3.SQLITE_READONLY)), "only be read", False),
        (OperationalError("", {}, sqlite_error(sqlite3.SQLITE_BUSY)), "locked", True),
        (OperationalError("", {}, sqlite_error(1, "no such column: a")), "db upgrade", False),
        (InternalError("", {}, psycopg.errors.ReadOnlySqlTransaction()), "only be read", False),
        (OperationalError("", {}, psycopg.errors.DiskFull()), "disk", False),
        (ProgrammingError("", {}, psycopg.errors.InsufficientPrivilege()), "role", False),
        (ProgrammingError("", {}, psycopg.errors.UndefinedColumn()), "db upgrade", False),
        (OperationalError("", {}, psycopg.errors.LockNotAvailable()), "locked", True),
        (OperationalError("", {}, psycopg.errors.QueryCanceled()), "too long", True),
        (OperationalError("", {}, psycopg.OperationalError()), "reached", True),
    ],
)
def test_each_trouble_has_its_words(error: DBAPIError, words: str, passes: bool) -> None:
    found = troubles.of(error)

    assert words in found.words
    assert found.passes is passes
