"""On PostgreSQL nobody waits for ever: for a lock, for a statement, or on a connection cut off."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy import NullPool, create_engine, text

from signon.extensions import db
from signon.kernel import database
from signon.kernel.errors import Busy, OutOfOrder
from signon.transaction import command
from tests.factories import FORM, a_paper
from tests.support.clients import Browser

CUT = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE pid <> pg_backend_pid() AND datname = current_database()"
)
FORM_PAGE = "/en/papers/ten-doors/endorse"


@pytest.fixture(params=["postgresql"])
def app(request: pytest.FixtureRequest, houses: object) -> Iterator[Flask]:
    from tests.support.scenes import empty

    house: Flask = houses.app(request.param)  # type: ignore[attr-defined]
    with house.app_context():
        yield house
        db.session.remove()
        empty()


@contextmanager
def an_administrator(app: Flask, *statements: str) -> Iterator[None]:
    """Let somebody else hold what the statements lock, until the block ends."""
    engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"], poolclass=NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
        yield


def setting(name: str) -> str:
    return str(db.session.scalar(text(f"SHOW {name}")))


@pytest.mark.usefixtures("app")
def test_locks_and_statements_have_their_time() -> None:
    assert setting("lock_timeout") == f"{database.BUSY_TIMEOUT_MS // 1000}s"
    assert setting("statement_timeout") == f"{database.STATEMENT_TIMEOUT_MS // 1000}s"
    assert db.engine.pool._recycle > 0


def test_options_of_the_address_stay_and_come_last() -> None:
    url = "postgresql+psycopg://u@h/d?options=-c%20lock_timeout%3D7"
    options = database.postgresql_options(url)["connect_args"]["options"]

    assert options.endswith(" -c lock_timeout=7")
    assert "statement_timeout" in options


def test_a_lock_that_is_not_given_back_is_a_polite_503(app: Flask, client: Browser) -> None:
    a_paper()
    mark = client.mark(FORM_PAGE)
    with an_administrator(app, "LOCK TABLE endorsements IN ACCESS EXCLUSIVE MODE"):
        answer = client.post(FORM_PAGE, data={"csrf_token": mark, **FORM})

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert client.send(FORM_PAGE, FORM).status_code == 303


@pytest.mark.usefixtures("app")
def test_a_statement_that_takes_too_long_is_busy() -> None:
    @command
    def sleep() -> None:
        db.session.execute(text("SET LOCAL statement_timeout = 50"))
        db.session.execute(text("SELECT pg_sleep(60)"))

    with pytest.raises(Busy) as refused:
        sleep()
    assert not isinstance(refused.value, OutOfOrder)


def test_connections_that_were_cut_off_are_replaced_unseen(app: Flask, client: Browser) -> None:
    a_paper()
    assert client.get("/en/papers/ten-doors").status_code == 200
    db.session.remove()
    with an_administrator(app, CUT):
        pass

    assert client.send(FORM_PAGE, FORM).status_code == 303
    assert client.get("/en/papers/ten-doors").status_code == 200
    assert client.send(FORM_PAGE, FORM).status_code == 303


def test_a_connection_in_use_is_not_tried_again(client: Browser) -> None:
    a_paper()
    client.get("/en/papers/ten-doors")
    with patch.object(database, "_ping", side_effect=AssertionError("tried")):
        assert client.get("/en/papers/ten-doors").status_code == 200


def test_a_connection_that_lay_idle_is_tried_and_replaced(
    app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_paper()
    client.get("/en/papers/ten-doors")
    db.session.remove()
    monkeypatch.setattr(database, "_is_spoken_to", lambda _dbapi: False)  # as behind a firewall
    monkeypatch.setattr(database, "BELIEVED_SECONDS", -1)
    with an_administrator(app, CUT):
        pass

    assert client.send(FORM_PAGE, FORM).status_code == 303


def test_a_database_that_can_only_be_read_shows_pages_and_refuses_forms_in_words(
    app: Flask, client: Browser
) -> None:
    a_paper()
    name = db.session.scalar(text("SELECT current_database()"))
    read_only = f'ALTER DATABASE "{name}" SET default_transaction_read_only = '
    with an_administrator(app, read_only + "on"):
        pass
    db.session.remove()
    db.engine.dispose()
    try:
        page = client.get("/en/papers/ten-doors")
        answer = client.send(FORM_PAGE, FORM)
    finally:
        with an_administrator(app, "SET TRANSACTION READ WRITE", read_only + "off"):
            pass
        db.engine.dispose()

    assert page.status_code == 200
    assert answer.status_code == 503
    assert "out of order" in answer.text
    assert client.send(FORM_PAGE, FORM).status_code == 303
