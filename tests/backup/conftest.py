"""Installations on either database, each with a folder of its own."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from tests.backup.places import Place
from tests.conftest import DATABASES
from tests.support import postgres


@pytest.fixture(scope="session")
def pg_server() -> Iterator[str]:
    """Yield the address of a PostgreSQL server that the tests here share."""
    with ExitStack() as stack:
        yield stack.enter_context(postgres.server())


@pytest.fixture
def lite(tmp_path: Path) -> Place:
    """An installation on SQLite, with the tables of today."""
    return with_tables(a_place(tmp_path / "data", "sqlite"))


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An installation on either database, with the tables of today."""
    server = request.getfixturevalue("pg_server") if request.param == "postgresql" else ""
    return with_tables(a_place(tmp_path / "data", request.param, server))


def a_place(folder: Path, database: str, server: str = "") -> Place:
    """Return an empty place; on PostgreSQL a database of its own on that server."""
    folder.mkdir(mode=0o750)
    if database == "sqlite":
        return Place(folder, f"sqlite:///{folder}/signon.sqlite3")
    name = f"place_{abs(hash(folder))}"
    engine = create_engine(server, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return Place(folder, engine.url.set(database=name).render_as_string(hide_password=False))


def with_tables(place: Place) -> Place:
    """Return the place with tables in it."""
    place.must("db", "upgrade")
    return place
