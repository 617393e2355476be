"""Databases of a test's own: empty, or with the tables of today, which are made once and copied."""

import itertools
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from tests.support import postgres

NAME = "signon.sqlite3"

on_one_database = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
"""For what is settled before a database is asked: words, templates, fields that are refused."""


class Databases:
    """Makes databases on "sqlite" or "postgresql" for as long as `stack` is open.

    `migrate` makes the tables of today in the database at an address.
    """

    def __init__(self, folder: Path, stack: ExitStack, migrate: Callable[[Path, str], None]):
        self.folder, self.stack, self.migrate = folder, stack, migrate
        self.migrated_once: dict[str, str] = {}
        self.numbers = itertools.count()

    @cached_property
    def server(self) -> str:
        """The address of the PostgreSQL server that they share, started when first asked for."""
        return self.stack.enter_context(postgres.server())

    def empty(self, database: str, folder: Path) -> str:
        """Return the address of a database without tables; SQLite keeps it in `folder`."""
        return f"sqlite:///{folder}/{NAME}" if database == "sqlite" else self._create()

    def migrated(self, database: str, folder: Path) -> str:
        """Return the address of a database with the tables of today, likewise."""
        if database not in self.migrated_once:
            self.migrated_once[database] = self._migrate(database)
        return self.copied(self.migrated_once[database], folder)

    def copied(self, url: str, folder: Path) -> str:
        """Return the address of a copy of a database that nobody is connected to, likewise."""
        source = make_url(url)
        if source.get_backend_name() == "sqlite":
            shutil.copy(str(source.database), folder / NAME)
            return self.empty("sqlite", folder)
        return self._create(f"TEMPLATE {source.database}")

    def _migrate(self, database: str) -> str:
        url = self.empty(database, self.folder)
        self.migrate(self.folder, url)
        return url

    def _create(self, template: str = "") -> str:
        name = f"test_{next(self.numbers)}"
        engine = create_engine(self.server, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} {template}"))
        return engine.url.set(database=name).render_as_string(hide_password=False)
