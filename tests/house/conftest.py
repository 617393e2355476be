"""Apps on databases of their own, for what happens to tables: none yet, or those of today."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from signon.app import create_app
from signon.extensions import db
from tests.conftest import DATABASES, settings
from tests.support.databases import Databases


@contextmanager
def an_app(folder: Path, url: str) -> Iterator[Flask]:
    """Yield an app on the database at `url`, inside its context; let go of the database then."""
    app = create_app(settings(folder, url))
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """An app whose database has no tables yet."""
    with an_app(tmp_path, databases.empty(request.param, tmp_path)) as app:
        yield app


@pytest.fixture(params=DATABASES)
def today(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """An app whose database has been brought to head, and has no rows yet."""
    with an_app(tmp_path, databases.migrated(request.param, tmp_path)) as app:
        yield app
