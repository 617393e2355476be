"""An SQLite file that could only be read for a while is written again without a restart."""

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from signon.extensions import db
from tests.factories import FORM, a_paper
from tests.support.clients import Browser

FORM_PAGE = "/en/papers/ten-doors/endorse"

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def mount(app: Flask) -> Iterator[Callable[[bool], None]]:
    """A function that says whether files that are opened from now on can be written.

    The rights of a file do not bind root, who may run this test.
    """
    is_read_only = [False]

    def open_file(_dialect: object, _record: object, args: Any, _options: object) -> Any:
        return (
            sqlite3.connect(f"file:{args[0]}?mode=ro", uri=True, check_same_thread=False)
            if is_read_only[0]
            else None
        )

    def set_to(value: bool) -> None:
        is_read_only[0] = value

    event.listen(db.engine, "do_connect", open_file)
    yield set_to
    event.remove(db.engine, "do_connect", open_file)
    db.session.remove()
    db.engine.dispose()


def test_a_file_that_becomes_writable_again_takes_forms_at_once(
    client: Browser, mount: Callable[[bool], None]
) -> None:
    a_paper()
    db.session.remove()
    db.engine.dispose()
    mount(True)
    page = client.get("/en/papers/ten-doors")
    refused = client.send(FORM_PAGE, FORM)
    mount(False)

    answer = client.send(FORM_PAGE, FORM)

    assert page.status_code == 200
    assert refused.status_code == 503
    assert "out of order" in refused.text
    assert answer.status_code == 303


@pytest.mark.usefixtures("app")
def test_connections_that_a_statement_finds_read_only_are_opened_anew() -> None:
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
        with pytest.raises(Exception, match="readonly"):
            connection.exec_driver_sql("DELETE FROM jobs")

    with db.engine.connect() as connection:
        connection.exec_driver_sql("DELETE FROM jobs")
