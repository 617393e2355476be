"""Installations on either database, each with a folder of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.backup.places import Place
from tests.conftest import DATABASES
from tests.support.databases import Databases


@pytest.fixture
def lite(databases: Databases, tmp_path: Path) -> Place:
    """An installation on SQLite, with the tables of today."""
    return a_place(tmp_path / "data", "sqlite", databases.migrated)


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Place:
    """An installation on either database, with the tables of today."""
    return a_place(tmp_path / "data", request.param, databases.migrated)


def a_place(folder: Path, database: str, make: Callable[[str, Path], str]) -> Place:
    """Return a place with a database that `make` makes there."""
    folder.mkdir(mode=0o750)
    return Place(folder, make(database, folder))
